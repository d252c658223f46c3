"""What the lists of scored figures share: one municipality after the other, and the version of their runs."""

from abc import ABC, abstractmethod
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail

from venues.api.cursor import Key
from venues.api.errors import QueryRefused
from venues.api.views import Keyed
from venues.assessment.queries import assessment_on
from venues.assessment.result import Assessment
from venues.models import Area, Municipality


def token(assessment: Assessment) -> list[Any]:
    """What changes when an assessment changes: its run, or for one made on request the data that it read."""
    run = assessment.run
    return [run.pk, run.draws, run.fingerprint, run.as_of, run.method_id, str(run.method)]


class ScoredSource(ABC):
    """Rows of one municipality after the other, no more of them than the page needs. Their keys begin with its code."""

    def __init__(self, query: dict[str, Any], after: Key | None) -> None:
        self.query = query
        self._after = after
        self._found: list[Keyed] | None = None
        self._tokens: list[Any] = []

    @abstractmethod
    def rows(self, municipality: Municipality, assessment: Assessment) -> list[Keyed]:
        """The rows of a municipality that match, in any order.

        Raises:
            QueryRefused: If the query does not fit the assessment.
        """

    def assessment(self, municipality: Municipality) -> Assessment | None:
        """The figures that the query asks for; None where a municipality has none."""
        return assessment_on(municipality, self.query.get("date"), self.query.get("year"))

    def fetch(self) -> list[Keyed]:
        """The rows in the order of their keys."""
        if self._found is None:
            self._found = self._read()
        return self._found

    def version(self) -> list[Any]:
        """The runs that the page shows; a run never changes."""
        self.fetch()
        return self._tokens

    def version_of_all(self) -> list[Any]:
        """The runs of all municipalities that match."""
        return [token(found) for municipality in self._municipalities() if (found := self.assessment(municipality))]

    def _read(self) -> list[Keyed]:
        found: list[Keyed] = []
        for municipality in self._municipalities():
            assessment = self.assessment(municipality)
            if assessment is None:
                continue
            self._tokens.append(token(assessment))
            rows = sorted(self.rows(municipality, assessment), key=lambda row: row[0])
            found += [row for row in rows if self._after is None or row[0] > self._after]
            if len(found) > self.query["page_size"]:
                break
        return found[: self.query["page_size"] + 1]

    def _municipalities(self) -> list[Municipality]:
        area: Area | None = self.query.get("area")
        if area:
            return [area.edition.municipality]
        rows = Municipality.objects.filter(is_scored=True).order_by("code")
        return list(rows.filter(code__gte=self._after[0]) if self._after else rows)


def codes_within(assessment: Assessment, area: Area | None) -> set[str] | None:
    """The codes of an area and of all below it; None for everything.

    Raises:
        QueryRefused: If the assessment was made by other boundaries than those of the area.
    """
    if area is None:
        return None
    codes = assessment.below(area.code)
    if not codes:
        text = _("%(code)s is not in the boundaries of %(year)s, by which %(name)s was scored as of %(date)s.") % {
            "code": area.code,
            "year": assessment.run.edition.year,
            "name": assessment.run.municipality.name,
            "date": assessment.run.as_of.isoformat(),
        }
        raise QueryRefused({"area": [ErrorDetail(text, code="not_in_edition")]})
    return codes
