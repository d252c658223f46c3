"""The form that asks with what a view of the map is to be compared: on the map, and on the comparison itself."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.models import DemandGroup, Level
from venues.pages.comparison import COMPARABLE
from venues.pages.indicators import INDICATORS
from venues.pages.query import ALL_GROUPS, Query


@dataclass(frozen=True)
class Option:
    """One option of a list."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class CompareForm:
    """What the form holds.

    Attributes:
        kept: Parameters of the view, which it passes on.
        groups: Empty where the figure is the same for every group.
        levels: Empty where the level is one of the parameters.
        day: The other date; empty where it is to be the same.
    """

    kept: dict[str, str]
    groups: list[Option]
    levels: list[Option]
    day: str


def compare_form(query: Query, beside: Query | None = None) -> CompareForm | None:
    """The form for a view, filled in with what it is compared with; None where its figure cannot be compared."""
    if query.show not in COMPARABLE:
        return None
    unkept = {"sort", "rows", "filter", *(["level"] if beside else [])}
    kept = {name: value for name, value in query.parameters().items() if name not in unkept}
    chosen = beside.group_code or ALL_GROUPS if beside and beside.group != query.group else ""
    others = [(ALL_GROUPS, _("All groups together")), *((each.code, each.name) for each in DemandGroup.objects.all())]
    groups = [("", _("the same group")), *(each for each in others if each[0] != (query.group_code or ALL_GROUPS))]
    names = [
        (Level.MUNICIPALITY, _("Municipality")),
        (Level.DISTRICT, _("Districts")),
        (Level.NEIGHBOURHOOD, _("Neighbourhoods")),
    ]
    return CompareForm(
        kept,
        [Option(code, name, code == chosen) for code, name in groups] if INDICATORS[query.show].is_by_group else [],
        [Option(level.value, name, level == query.level) for level, name in names] if beside else [],
        beside.day.isoformat() if beside and beside.day and beside.day != query.day else "",
    )
