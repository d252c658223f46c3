"""How well the need of each group is covered, area by area."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from rest_framework import serializers

from venues.api.areas import YearQuery, boundaries_version
from venues.api.crs import as_geojson, meeting
from venues.api.cursor import Key
from venues.api.fields import ALL_GROUPS, AreaField, DayField, GroupField, OneOf
from venues.api.flat import FlatRow
from venues.api.formats import Row
from venues.api.geometry import RowWithBoundary, shows_boundaries
from venues.api.query import LONGEST_PAGE, BoundaryQuery, Query
from venues.api.scored import ScoredSource, codes_within
from venues.api.views import Keyed, ListResource, Resource, Source
from venues.assessment.result import Assessment
from venues.models import Area, Level, Municipality, Run, Score


@dataclass(frozen=True)
class CoverageFact:
    """One score and what it was scored by."""

    score: Score
    run: Run
    norm_hours: float | None
    geometry: str | None = None
    """The boundary of the area as GeoJSON text, where it was asked for."""

    @property
    def group_code(self) -> str:
        """The group, or the word for all together."""
        return self.score.group_id or ALL_GROUPS

    @cached_property
    def figures(self) -> Score:
        """The score, emptied where so few persons live that nothing but its status may be told."""
        return Score() if self.score.status == Score.Status.SUPPRESSED else self.score

    @property
    def hours_per_person(self) -> float | None:
        """Hosted hours a person a week; None for all groups together, which have no common norm."""
        coverage = self.figures.coverage
        return None if coverage is None or self.norm_hours is None else coverage * self.norm_hours


def _figure(source: str, meaning: str) -> serializers.FloatField:
    return serializers.FloatField(source=source, allow_null=True, help_text=meaning)


class CoverageRow(RowWithBoundary, FlatRow):
    """The coverage of one group in one area. Null = not applicable or withheld: `status` says which."""

    areaCode = serializers.CharField(source="score.area.code")
    areaName = serializers.CharField(source="score.area.name")
    level = serializers.ChoiceField(source="score.area.level", choices=Level.values)
    groupCode = serializers.CharField(source="group_code", help_text=f"`{ALL_GROUPS}`: all groups together.")
    date = serializers.DateField(source="run.as_of", help_text="The day that was scored.")
    status = serializers.ChoiceField(
        source="score.status",
        choices=Score.Status.values,
        help_text="ok; no-need: nobody of this group; suppressed: fewer than 10 persons; unknown: nobody knows.",
    )
    persons = _figure("figures.persons", "Persons of the group who live there.")
    needHours = _figure("figures.need_hours", "Persons times the norm, hosted hours a week.")
    coverage = _figure("figures.coverage", "1 = the norm is met.")
    coverageLow = _figure("figures.coverage_low", "With low room and high demand.")
    coverageHigh = _figure("figures.coverage_high", "With high room and low demand.")
    hoursPerPerson = _figure("hours_per_person", "Hosted hours a person a week.")
    needMet = _figure("figures.need_met", "Share of the need that is met; surplus next door hides no shortage.")
    intervalLow = _figure(
        "figures.interval_low", "One in twenty draws of the assumptions gives less; null where none were drawn."
    )
    intervalHigh = _figure("figures.interval_high", "One in twenty draws gives more.")
    rankLow = serializers.IntegerField(
        source="figures.rank_low",
        allow_null=True,
        help_text="Rank in its level, 1 = worst covered; one in twenty draws gives a lower one.",
    )
    rankHigh = serializers.IntegerField(
        source="figures.rank_high", allow_null=True, help_text="One in twenty draws gives a higher rank."
    )
    knownShare = _figure("figures.known_share", "Share of the coverage from room that is recorded, not assumed.")
    reachNone = _figure("figures.reach_none", "Share of persons with no suitable hosted place in reach.")
    reachOne = _figure("figures.reach_one", "Share of persons with one.")
    reachTwoPlus = _figure("figures.reach_two_plus", "Share of persons with two or more.")
    nearestM = _figure("figures.nearest_m", "Metres to the nearest, median of persons.")
    nMinusOne = _figure("figures.n_minus_one", "Share lost without the largest venue and all that is held in it.")
    fragileShare = _figure(
        "figures.fragile_share", "Share that rests on venues at risk; null where nothing is recorded of any."
    )
    fragileKnownShare = _figure("figures.fragile_known_share", "Share from venues of which a risk could be known.")
    bridging = _figure("figures.bridging", "Potential for contact between groups at the offers used, 0 to 1.")
    bridgingCountedShare = _figure("figures.bridging_counted_share", "Share of it from counted visitors, not expected.")
    edge = serializers.BooleanField(source="score.is_edge", help_text="The reach leaves the loaded data.")
    run = serializers.IntegerField(
        source="run.pk", allow_null=True, help_text="The `id` of /runs; null when scored on request."
    )
    method = serializers.CharField(source="run.method", help_text="The `id` of /methods.")


class CoverageListQuery(YearQuery, BoundaryQuery):
    """The query of coverage."""

    pageSize = serializers.IntegerField(
        source="page_size", min_value=1, max_value=LONGEST_PAGE, default=LONGEST_PAGE, help_text="Rows a page."
    )
    level = OneOf(choices=Level.values, default=Level.NEIGHBOURHOOD.value, help_text="How fine.")
    group = GroupField(
        required=False,
        help_text=f"A code of /demand-groups, or `{ALL_GROUPS}` for all together. Without: each group for itself.",
    )
    area = AreaField()
    date = DayField(
        required=False,
        help_text="As of which day. Without: as the register stands, by the live run; `date` of a row says its day.",
    )


def facts_of(assessment: Assessment, scores: Iterable[Score]) -> list[CoverageFact]:
    """Scores of an assessment, with the run and the norms that they were made by."""
    prefetch_related_objects([assessment.run.method], "group_rules")
    norms = {rule.group_id: rule.norm_hours for rule in assessment.run.method.group_rules.all()}
    return [CoverageFact(score, assessment.run, norms.get(score.group_id or "")) for score in scores]


class CoverageSource(ScoredSource):
    """The scores, by municipality, area and group."""

    def rows(self, municipality: Municipality, assessment: Assessment) -> list[Keyed]:
        """The scores that match."""
        query = self.query
        within = self._codes(assessment)
        wanted = (
            score
            for score in assessment.scores
            if score.area.level == query["level"]
            and (score.group_id == query["group"] if "group" in query else score.group_id is not None)
            and (within is None or score.area.code in within)
        )
        facts = facts_of(assessment, wanted)
        return [((municipality.code, fact.score.area.code, fact.group_code), fact) for fact in facts]

    def version(self) -> list[Any]:
        """The runs that the page shows, and the boundaries where it shows them."""
        return [*super().version(), *self._boundaries()]

    def version_of_all(self) -> list[Any]:
        """The same of all municipalities that match."""
        return [*super().version_of_all(), *self._boundaries()]

    def _municipalities(self) -> list[Municipality]:
        """Those that lie in the box, by any edition: no other has to be scored for it."""
        found = super()._municipalities()
        if "bbox" not in self.query:
            return found
        areas = meeting(Area.objects.filter(edition__municipality__in=found), "boundary", self.query)
        inside = set(areas.values_list("edition__municipality", flat=True))
        return [each for each in found if each.pk in inside]

    def _boundaries(self) -> list[Any]:
        return boundaries_version() if self.query.get("geometry", True) or "bbox" in self.query else []

    def _codes(self, assessment: Assessment) -> set[str] | None:
        """The areas that are asked for; None for all."""
        within = codes_within(assessment, self.query.get("area"))
        if "bbox" not in self.query:
            return within
        areas = Area.objects.filter(edition=assessment.run.edition_id, level=self.query["level"])
        inside = set(meeting(areas, "boundary", self.query).values_list("code", flat=True))
        return inside if within is None else inside & within


class ShowsCoverage(Resource):
    """Rows of coverage, with the boundary of each area where it is asked for."""

    row: type[serializers.Serializer[Any]] = CoverageRow
    shape = "geometry"
    shape_kind = "MultiPolygon"

    def represent(self, rows: Iterable[CoverageFact], query: dict[str, Any]) -> list[Row]:
        """Rows as their serializer names the members."""
        if not query.get("geometry", True):
            return super().represent(rows, query)
        facts = list(rows)
        areas = Area.objects.filter(pk__in={fact.score.area_id for fact in facts})
        texts = dict(areas.annotate(text=as_geojson("boundary", query["crs"])).values_list("pk", "text"))
        return super().represent((replace(fact, geometry=texts[fact.score.area_id]) for fact in facts), query)

    def feature(self, row: Row) -> Row:
        """A row as a GeoJSON feature."""
        return super().feature(row) | {"id": f"{row['areaCode']}-{row['groupCode']}"}


class Coverage(ShowsCoverage, ListResource):
    """The coverage of groups in areas, by area and group."""

    query: type[Query] = CoverageListQuery

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The scores that match."""
        query["geometry"] = shows_boundaries(query, self.request.accepted_renderer.format)
        return CoverageSource(query, after)
