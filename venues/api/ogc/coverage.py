"""The collection of coverage: the rows of the API, each with the boundary of its area."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from venues.api.areas import boundaries_version
from venues.api.coverage import Coverage, CoverageFact, CoverageRow, CoverageSource, facts_of
from venues.api.crs import as_geojson, meeting
from venues.api.cursor import Key
from venues.api.errors import Absent
from venues.api.fields import ALL_GROUPS
from venues.api.formats import Row, feature
from venues.api.ogc.items import Features, Item, Items
from venues.api.ogc.queries import CoverageItemsQuery
from venues.api.sources import MemorySource
from venues.api.views import Source
from venues.assessment.queries import assessment_on
from venues.assessment.result import Assessment
from venues.models import Area, Municipality


class CoverageOfSpan(CoverageSource):
    """The scores on the day that `datetime` means for each municipality."""

    def assessment(self, municipality: Municipality) -> Assessment | None:
        """The live run where its day is meant, else what was or would be scored on the last day."""
        span = self.query.get("datetime")
        if span is None:
            return assessment_on(municipality)
        live = None if span.is_day else assessment_on(municipality)
        return live if live and live.run.as_of in span else assessment_on(municipality, span.day())


class CoverageFeatures(Features):
    """Coverage as features: by area and group, with the boundary of the area."""

    collection = "coverage"
    shape = "geometry"

    def represent(self, rows: Iterable[CoverageFact], query: dict[str, Any]) -> list[Row]:
        """Rows as the API has them, and their boundaries."""
        facts = list(rows)
        areas = Area.objects.filter(pk__in={fact.score.area_id for fact in facts})
        texts = areas.annotate(text=as_geojson("boundary", query["crs"])).values_list("pk", "text")
        shapes = {pk: json.loads(text) for pk, text in texts}
        return [
            {**row, "geometry": shapes[fact.score.area_id]}
            for fact, row in zip(facts, super().represent(facts, query), strict=True)
        ]

    def feature(self, row: Row) -> Row:
        """A row as a feature."""
        return feature(row, "geometry") | {"id": f"{row['areaCode']}-{row['groupCode']}"}


class CoverageItems(CoverageFeatures, Items, Coverage):
    """The coverage of groups in areas."""

    query = CoverageItemsQuery

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The scores that match: all of them, since they are counted."""
        found = CoverageOfSpan(query | {"page_size": sys.maxsize}, None)
        rows = found.fetch()
        if "bbox" in query:
            areas = Area.objects.filter(pk__in={fact.score.area_id for _key, fact in rows})
            inside = set(meeting(areas, "boundary", query).values_list("pk", flat=True))
            rows = [(key, fact) for key, fact in rows if fact.score.area_id in inside]
        return MemorySource(rows, after, query["page_size"], [*found.version(), *boundaries_version()])


class CoverageItem(CoverageFeatures, Item):
    """The coverage of one group in one area, as the register stands."""

    row = CoverageRow

    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[CoverageFact, str]:
        """The coverage, and the version of its run.

        Raises:
            Absent: If there is none.
        """
        code, _hyphen, group = path["featureId"].partition("-")
        areas = Area.objects.active().select_related("edition__municipality").defer("boundary")
        area = areas.filter(code=code).first() if code.isalnum() else None
        assessment = assessment_on(area.edition.municipality) if area else None
        score = assessment.score(code, None if group == ALL_GROUPS else group) if assessment else None
        if assessment is None or score is None:
            text = _("No coverage has the id “%(id)s”: write the code of an area, a hyphen and the code of a group.")
            raise Absent("featureId", text % {"id": path["featureId"][:60]})
        (fact,) = facts_of(assessment, [score])
        return fact, str(assessment.run.pk)
