"""What a change rests on: which figures of residents, which method, and whether anything dated is known at all."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from venues.assessment.change import FACTORS, AreaChange, TownChange, runs_of_other_methods
from venues.models import Method
from venues.pages.change_words import left_out_text
from venues.pages.method_versions import FOR_ALL, method_url
from venues.pages.standing import of_its_time

DEMAND = FACTORS.index("demand")


@dataclass(frozen=True)
class Caveat:
    """What a reader must know before quoting the change, and where to read on; both empty where there is nothing."""

    text: str
    url: str = ""
    link: str = ""


def same_people_on(change: AreaChange, town: TownChange) -> dt.date | None:
    """The date of the figures of residents that both dates count with; None where a change of people is known."""
    first, second = town.people_on
    return second if first == second and change.parts and change.parts[DEMAND] == 0 else None


def is_unknown(change: AreaChange, town: TownChange) -> bool:
    """Whether nothing dated tells the two dates apart: the change is then not nothing, but not known."""
    if same_people_on(change, town) is None or any(change.parts):
        return False
    code = change.area.code
    return not town.events_in(code) and not town.events_around(code, None)


def unknown_text(town: TownChange) -> str:
    """Why what changed is unknown."""
    return _(
        "What changed is unknown: both dates count with the same population figures (%(people)s), and no openings, "
        "closures or hours with a date are recorded, here or within walking distance."
    ) % {"people": _day(town.people_on[1])}


def people_text(town: TownChange) -> str:
    """Which figures of residents each of the two dates counts with."""
    first, second = town.people_on
    if first == second:
        return _("Both dates count with the population figures of %(people)s.") % {"people": _day(second)}
    return _(
        "For %(first)s the population figures of %(first_people)s are used, for %(second)s those of "
        "%(second_people)s; between those years the need changes in one step."
    ) % {
        "first": _day(town.first),
        "first_people": _day(first),
        "second": _day(town.second),
        "second_people": _day(second),
    }


def caveats(change: AreaChange, town: TownChange) -> list[Caveat]:
    """All that must be known before the change is quoted, each once."""
    said = [left_out_text(change)]
    if not is_unknown(change, town):
        said.append(people_text(town))
    days = town.first, town.second
    for day, people_on in zip(days, town.people_on, strict=True):
        said.extend(of_its_time(day, people_on))
    found = [Caveat(text) for text in said if text]
    for run in runs_of_other_methods(town.municipality, town.method, days):
        text = _(
            "A run of %(day)s was kept that was made by another method, version %(other)s. Both dates here are scored "
            "by version %(version)s, so these figures differ from those of that run."
        ) % {"day": _day(run.as_of), "other": run.method.version, "version": town.method.version}
        found.append(Caveat(text, _comparison_url(town, run.method), _("In what the two versions differ")))
    return list(dict.fromkeys(found))


def _comparison_url(town: TownChange, other: Method) -> str:
    keys = {"version": _key(town.method), "compare": _key(other)}
    return f"{method_url(town.municipality)}?{urlencode(keys)}"


def _key(method: Method) -> str:
    return f"{method.municipality_id or FOR_ALL}-{method.version}"


def _day(day: dt.date | None) -> str:
    return date_format(day, "j F Y") if day else "–"
