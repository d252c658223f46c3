"""The offers that make up one coverage. They add up to it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from venues.api.areas import YearQuery
from venues.api.changes import last_changes
from venues.api.cursor import Key
from venues.api.errors import Absent
from venues.api.fields import ALL_GROUPS, DayField
from venues.api.query import LONGEST_PAGE, ListQuery
from venues.api.scored import token
from venues.api.sources import MemorySource
from venues.api.views import ListResource, Source
from venues.assessment.queries import assessment_on, contributions
from venues.assessment.result import Contribution
from venues.assessment.sectors import UNRECORDED
from venues.models import Activity, Area, DemandGroup, Score, Venue


@dataclass(frozen=True)
class SectorPart:
    """What one offer adds to the coverage, as far as one sector carries it."""

    contribution: Contribution
    sector_code: str
    coverage: float

    @property
    def key(self) -> Key:
        """Largest offer first, its sectors together."""
        whole = self.contribution
        return (-whole.coverage, str(whole.venue_id or ""), str(whole.activity_id or ""), self.sector_code)


class ContributionRow(serializers.Serializer[Any]):
    """What one offer adds to the coverage, one row a policy sector that carries it."""

    venueId = serializers.UUIDField(
        source="contribution.venue_id", allow_null=True, help_text="Null where an activity has no building."
    )
    venueName = serializers.SerializerMethodField(help_text="Null where an activity has no building.")
    activityId = serializers.UUIDField(
        source="contribution.activity_id", allow_null=True, help_text="Null for the opening hours of the venue itself."
    )
    sectorCode = serializers.CharField(
        source="sector_code",
        help_text=f"Policy sector of the host hours, else of the money; `{UNRECORDED}` where neither is recorded.",
    )
    coverage = serializers.FloatField(help_text="Its part of the coverage; all rows together are the coverage.")
    known = serializers.BooleanField(
        source="contribution.is_known", help_text="Its hours, hosting and places are all recorded."
    )

    def get_venueName(self, row: SectorPart) -> str | None:  # noqa: N802 (named after the member)
        """The place."""
        return row.contribution.venue_name or None


class ContributionListQuery(YearQuery, ListQuery):
    """The query of contributions."""

    pageSize = serializers.IntegerField(
        source="page_size", min_value=1, max_value=LONGEST_PAGE, default=LONGEST_PAGE, help_text="Rows a page."
    )
    date = DayField(required=False, help_text="As of which day. Without: by the live run.")


class Contributions(ListResource):
    """The contributions to the coverage of a group in an area, largest first."""

    query = ContributionListQuery
    row = ContributionRow
    path_parts = {"area": "CBS code.", "group": f"A code of /demand-groups, or `{ALL_GROUPS}`."}

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The contributions.

        Raises:
            Absent: If there is no such area or group, or no coverage to explain: the code says why.
        """
        area = _area(path["area"])
        group = _group(path["group"])
        assessment = assessment_on(area.edition.municipality, query.get("date"), query.get("year"))
        score = assessment.score(area.code, group) if assessment else None
        if assessment is None or score is None:
            text = _("%(area)s has not been scored for this date.") % {"area": area.name}
            raise Absent("area", text, code="not_scored")
        if score.status != Score.Status.OK:
            raise Absent("group", _why_not(score), code=score.status)
        parts = [
            SectorPart(whole, sector, whole.coverage * share)
            for whole in contributions(assessment, score)
            for sector, share in whole.sectors
        ]
        # Names are told as they are now.
        version = [*token(assessment), *last_changes(Venue, Activity)]
        return MemorySource([(part.key, part) for part in parts], after, query["page_size"], version)


def _area(code: str) -> Area:
    rows = Area.objects.filter(code=code).select_related("edition__municipality").defer("boundary")
    found = rows.order_by("-edition__is_active", "-edition__year").first() if code.isalnum() else None
    if found is None:
        raise Absent("area", _("No area has the code “%(code)s”.") % {"code": code[:40]})
    return found


def _group(code: str) -> str | None:
    if code == ALL_GROUPS:
        return None
    if not code.isprintable() or not DemandGroup.objects.filter(code=code).exists():
        raise Absent("group", _("No demand group has the code “%(code)s”.") % {"code": code[:40]})
    return code


def _why_not(score: Score) -> str:
    reasons = {
        Score.Status.SUPPRESSED: _("Fewer than 10 persons of this group live in %(area)s: nothing is shown of them."),
        Score.Status.NO_NEED: _("Nobody of this group lives in %(area)s: there is no need to cover."),
        Score.Status.UNKNOWN: _(
            "The coverage of this group in %(area)s is unknown: people or places are not recorded."
        ),
    }
    return reasons[Score.Status(score.status)] % {"area": score.area.name}
