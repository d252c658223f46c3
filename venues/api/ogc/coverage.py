"""The collection of coverage: the rows of the API, each with the boundary of its area."""

import sys
from typing import Any

from django.utils.translation import gettext as _

from venues.api.coverage import Coverage, CoverageFact, CoverageSource, ShowsCoverage, facts_of
from venues.api.cursor import Key
from venues.api.errors import Absent
from venues.api.fields import ALL_GROUPS
from venues.api.ogc.items import Item, Items
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


class CoverageItems(Items, Coverage):
    """The coverage of groups in areas, each with the boundary of the area."""

    collection = "coverage"
    query = CoverageItemsQuery

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The scores that match: all of them, since they are counted."""
        found = CoverageOfSpan(query | {"page_size": sys.maxsize}, None)
        return MemorySource(found.fetch(), after, query["page_size"], found.version())


class CoverageItem(ShowsCoverage, Item):
    """The coverage of one group in one area, as the register stands."""

    collection = "coverage"

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
