"""What the page of the country was asked to show: read from its address, and written back into addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from venues.models import DemandGroup, Municipality
from venues.pages.query import ALL_GROUPS, Query, checked

COLUMNS = {
    "name": _("Municipality"),
    "coverage": _("Coverage"),
    "people": _("People"),
    "need": _("Need, hours a week"),
}
"""Of the table, by what it can be sorted by."""
USUAL = "coverage"


@dataclass(frozen=True)
class CountryQuery:
    """One view of all municipalities. No group means all together."""

    group: DemandGroup | None = None
    sort: str = USUAL
    filter: str = ""
    """Part of the names in the table."""
    rows: str = ""
    """`all`: every row on a narrow screen too."""

    def url(self, **changes: Any) -> str:
        """The address of the page that shows this view, with changes."""
        return replace(self, **changes)._address(reverse("country"))

    def table_url(self, kind: str) -> str:
        """The address of its table as a file."""
        return self._address(reverse("country-table", args=[kind]))

    def _address(self, path: str) -> str:
        said = {
            "group": self.group.code if self.group else ALL_GROUPS,
            "sort": "" if self.sort == USUAL else self.sort,
            "rows": self.rows,
            "filter": self.filter,
        }
        return f"{path}?{urlencode({name: value for name, value in said.items() if value})}"

    @property
    def columns(self) -> dict[str, str]:
        """Key and name of each column; the people of all groups together overlap and are not counted."""
        return {key: str(name) for key, name in COLUMNS.items() if self.group or key != "people"}

    @property
    def order(self) -> str:
        """The key that the table is sorted by, with “-” before it from high to low."""
        return self.sort if self.sort.lstrip("-") in self.columns else USUAL

    def map_url(self, municipality: Municipality) -> str:
        """The address of the map of one municipality, for the same group."""
        return Query(municipality, self.group).map_url()


class _CountryForm(forms.Form):
    group = forms.ModelChoiceField(
        DemandGroup.objects.all(),
        to_field_name="code",
        required=False,
        error_messages={"invalid_choice": _("There is no group with this code.")},
    )
    sort = forms.ChoiceField(choices=[(sign + key, key) for key in COLUMNS for sign in ("", "-")])
    filter = forms.CharField(required=False, max_length=100)
    rows = forms.ChoiceField(choices=[("all", "all")], required=False)


def read_country_query(asked: Mapping[str, str]) -> CountryQuery:
    """Read what an address asks for.

    Args:
        asked: The parameters; absent and empty ones mean the usual. Unknown names are ignored.

    Raises:
        BadRequest: If a value cannot be understood; it names the parameter, the value and what to write.
    """
    given = {name: value for name, value in asked.items() if value}
    if given.get("group") == ALL_GROUPS:
        del given["group"]
    told = checked(_CountryForm({"sort": USUAL} | given), given)
    return CountryQuery(told["group"], told["sort"], told["filter"], told["rows"])
