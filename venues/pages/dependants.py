"""Who depends on a place, in words: areas and groups with hours and share, and for whom it is the only one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.assessment.dependants import Place, dependence_on, only_place_for
from venues.assessment.result import Assessment
from venues.pages.figures import hours_text, persons_text, share_text
from venues.pages.query import Query

NAMED_AT_FIRST = 10
SMALL = 0.005
"""A share of the coverage that would print as less than half a percent."""


@dataclass(frozen=True)
class Bar:
    """A share in words, and as the length of a bar from 0 to 100."""

    text: str
    length: str


@dataclass(frozen=True)
class DependantLine:
    """One group in one neighbourhood."""

    area: str
    url: str
    group: str
    hours: str
    bar: Bar


@dataclass(frozen=True)
class Dependants:
    """The lines with most hours, then the others; and a sentence for each group for whom it is the only place."""

    named: list[DependantLine]
    others: list[DependantLine]
    only: list[str]
    is_counted: bool
    """Off for an activity in a place: it counts with that place, and for nobody by itself."""
    n_areas: int


def dependants_of(place: Place, assessment: Assessment) -> Dependants:
    """Who depends on a place, by the figures of an assessment; small numbers of people are withheld."""
    query = Query(place.municipality)
    lines = [
        DependantLine(
            area=each.score.area.name,
            url=query.area_url(each.score.area.code, group=each.score.group),
            group=each.score.group.name if each.score.group else "",
            hours=hours_text(each.hours),
            bar=Bar(share_text(each.share), f"{min(each.share, 1.0) * 100:.1f}"),
        )
        for each in dependence_on(place, assessment)
        if each.share >= SMALL
    ]
    # One row more is shorter than a line that says there is one more.
    cut = NAMED_AT_FIRST if len(lines) > NAMED_AT_FIRST + 1 else len(lines)
    only = [
        _("%(group)s: about %(persons)s people") % {"group": each.group.name, "persons": persons_text(each.persons)}
        if each.persons is not None
        else _("%(group)s: fewer than 10 people") % {"group": each.group.name}
        for each in only_place_for(place, assessment)
    ]
    return Dependants(
        lines[:cut], lines[cut:], only, not getattr(place, "venue_id", None), len({line.area for line in lines})
    )
