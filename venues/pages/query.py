"""What a page was asked to show: read from its address, and written back into addresses."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from venues.assessment.result import Assessment
from venues.models import DemandGroup, Edition, Level, Municipality
from venues.pages.indicators import COVERAGE, INDICATORS, SORTS

ALL_GROUPS = "all"
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)


@dataclass(frozen=True)
class Query:
    """One view of one municipality. No group means all together, no day the live assessment."""

    municipality: Municipality
    group: DemandGroup | None = None
    level: Level = Level.NEIGHBOURHOOD
    day: dt.date | None = None
    sort: str = ""
    """Empty: the usual order of the figure that is shown."""
    year: int | None = None
    """Of the boundaries; None means those in use."""
    rows: str = ""
    """`all`: every row on a narrow screen too."""
    show: str = COVERAGE.key
    """Which figure."""
    filter: str = ""
    """Part of the names of the areas in the table."""
    since: dt.date | None = None
    """The earlier date of a change; None means a year before the date shown."""

    @property
    def group_code(self) -> str | None:
        """The code of the group; None for all together."""
        return self.group.code if self.group else None

    @property
    def order(self) -> str:
        """The key that the table is sorted by, with “-” before it from high to low."""
        indicator = INDICATORS[self.show]
        has_it = self.sort.lstrip("-") in {"name", indicator.key, *dict(indicator.columns)}
        return self.sort if self.sort and has_it else indicator.sort

    def parameters(self) -> dict[str, str]:
        """What an address says to show the same; what is usual is left out."""
        said = {
            "municipality": self.municipality.code,
            "group": self.group.code if self.group else ALL_GROUPS,
            "level": self.level.value,
            "date": self.day.isoformat() if self.day else "",
            "sort": "" if self.order == INDICATORS[self.show].sort else self.order,
            "year": str(self.year or ""),
            "rows": self.rows,
            "filter": self.filter,
            "show": "" if self.show == COVERAGE.key else self.show,
            "since": self.since.isoformat() if self.since and self.show == "change" else "",
        }
        return {name: value for name, value in said.items() if value}

    def map_url(self, **changes: Any) -> str:
        """The address of the map that shows this view, with changes."""
        return replace(self, **changes).address("map")

    def address(self, name: str, *arguments: str) -> str:
        """The address of a named page or file for this view."""
        return f"{reverse(name, args=arguments)}?{urlencode(self.parameters())}"

    def area_url(self, code: str, **changes: Any) -> str:
        """The address of an area's page for the same group and date."""
        parameters = replace(self, **changes).parameters()
        kept = {name: value for name, value in parameters.items() if name in {"group", "date", "year"}}
        return f"{reverse('area', args=[code])}?{urlencode(kept)}"


class _QueryForm(forms.Form):
    municipality = forms.ModelChoiceField(
        Municipality.objects.filter(is_scored=True),
        to_field_name="code",
        error_messages={"invalid_choice": _("No municipality with this code is kept here.")},
    )
    group = forms.ModelChoiceField(
        DemandGroup.objects.all(),
        to_field_name="code",
        required=False,
        error_messages={"invalid_choice": _("There is no group with this code.")},
    )
    level = forms.ChoiceField(choices=Level.choices)
    date = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as year-month-day, such as 2026-01-31.")},
    )
    sort = forms.ChoiceField(choices=[(sort, sort) for sort in SORTS], required=False)
    show = forms.ChoiceField(choices=[(key, key) for key in INDICATORS])
    filter = forms.CharField(required=False, max_length=100)
    since = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as year-month-day, such as 2026-01-31.")},
    )

    year = forms.IntegerField(
        required=False,
        min_value=1900,
        max_value=2200,
        error_messages={"invalid": _("Write the year of the boundaries, such as 2026.")},
    )

    rows = forms.ChoiceField(choices=[("all", "all")], required=False)

    def clean_date(self) -> dt.date | None:
        return self._within_reason("date", EARLIEST)

    def clean_since(self) -> dt.date | None:
        # A change up to the earliest date may begin a year before it.
        return self._within_reason("since", EARLIEST.replace(year=EARLIEST.year - 1))

    def _within_reason(self, name: str, first: dt.date) -> dt.date | None:
        day: dt.date | None = self.cleaned_data[name]
        if day and not first <= day < LATEST:
            raise forms.ValidationError(
                _("Choose a date between %(first)d and %(last)d.") % {"first": first.year, "last": LATEST.year}
            )
        return day


def read_query(asked: Mapping[str, str], municipality: Municipality) -> Query:
    """Read what an address asks for.

    Args:
        asked: The parameters; absent and empty ones mean the usual. Unknown names are ignored.
        municipality: The one to show where none is asked for.

    Raises:
        BadRequest: If a value cannot be understood; it names the parameter, the value and what to write.
    """
    given = {name: value for name, value in asked.items() if value}
    if given.get("group") == ALL_GROUPS:
        del given["group"]
    usual = {"municipality": municipality.code, "level": Level.NEIGHBOURHOOD.value, "show": COVERAGE.key}
    asked_for = checked(_QueryForm(usual | given), given)
    return Query(
        asked_for["municipality"],
        asked_for["group"],
        Level(asked_for["level"]),
        asked_for["date"],
        asked_for["sort"],
        asked_for["year"],
        asked_for["rows"],
        asked_for["show"],
        asked_for["filter"],
        asked_for["since"],
    )


def checked(form: forms.Form, given: Mapping[str, str]) -> dict[str, Any]:
    """What a form understood of an address.

    Raises:
        BadRequest: If a value cannot be understood; it names the parameter, the value and what to write.
    """
    if not form.is_valid():
        problems = [
            f"{name}={given.get(name, '')}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()
        ]
        raise BadRequest(" ".join(problems))
    return form.cleaned_data


def by_its_boundaries(query: Query, assessment: Assessment | None) -> Query:
    """The query with the year of the boundaries that it was scored by, or without one where those are in use."""
    if assessment is None or (query.day is None and query.year is None):
        return query
    in_use = Edition.objects.filter(pk=assessment.run.edition_id, is_active=True).exists()
    return replace(query, year=None if in_use else assessment.run.edition.year)
