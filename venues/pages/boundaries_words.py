"""How two editions of the boundaries differ, as sentences."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from venues.importing.editions.compare import Ground, LevelDifference, Split
from venues.importing.editions.difference import Difference
from venues.importing.editions.people_moved import PeopleMoved
from venues.models import Level


@dataclass(frozen=True)
class Lines:
    """One kind of difference: how many in words, and each of them."""

    summary: str
    lines: list[str]


@dataclass(frozen=True)
class LevelWords:
    """All that differs at one level."""

    name: str
    unchanged: str
    kinds: list[Lines]
    people: list[str]


def level_words(difference: Difference) -> list[LevelWords]:
    """The levels in words, from the municipality down."""
    return [_level(found, people) for found, people in zip(difference.levels, difference.people, strict=True)]


def persons_words(persons: float) -> str:
    """A number of people; small ones are not told."""
    if 0 < persons < 10:
        return _("fewer than 10")
    return number_format(round(persons), use_l10n=True, force_grouping=True)


def _level(found: LevelDifference, people: PeopleMoved) -> LevelWords:
    names = {
        Level.MUNICIPALITY: _("Municipality"),
        Level.DISTRICT: _("Districts"),
        Level.NEIGHBOURHOOD: _("Neighbourhoods"),
    }
    kinds = [
        Lines(
            ngettext("%(count)d vanished", "%(count)d vanished", len(found.vanished)) % {"count": len(found.vanished)},
            [
                _split(each, _("its ground lies in"), _("its ground lies in no area any more"))
                for each in found.vanished
            ],
        ),
        Lines(
            ngettext("%(count)d appeared", "%(count)d appeared", len(found.appeared)) % {"count": len(found.appeared)},
            [_split(each, _("its ground lay in"), _("its ground lay in no area before")) for each in found.appeared],
        ),
        Lines(
            ngettext("%(count)d got another name", "%(count)d got another name", len(found.renamed))
            % {"count": len(found.renamed)},
            [
                _("%(old)s is now called %(name)s") % {"old": _named(pair.old), "name": pair.new.name}
                for pair in found.renamed
            ],
        ),
        Lines(
            ngettext("%(count)d got another code", "%(count)d got another code", len(found.recoded))
            % {"count": len(found.recoded)},
            [
                _("%(old)s is now %(code)s (%(share)s of the ground is the same)")
                % {"old": _named(pair.old), "code": pair.new.code, "share": _percent(pair.share)}
                for pair in found.recoded
            ],
        ),
        Lines(
            ngettext("%(count)d got another shape", "%(count)d got another shape", len(found.reshaped))
            % {"count": len(found.reshaped)},
            [
                _("%(area)s: %(share)s of the ground is the same")
                % {"area": _named(pair.new), "share": _percent(pair.share)}
                for pair in found.reshaped
            ],
        ),
    ]
    return LevelWords(
        names[found.level],
        ngettext("%(count)d stays as it is.", "%(count)d stay as they are.", found.unchanged)
        % {"count": found.unchanged},
        [kind for kind in kinds if kind.lines],
        list(_people(people)),
    )


def _people(people: PeopleMoved) -> Iterable[str]:
    told = {
        Level.MUNICIPALITY: _("About %(persons)s people get another municipality."),
        Level.DISTRICT: _("About %(persons)s people get another district."),
        Level.NEIGHBOURHOOD: _("About %(persons)s people get another neighbourhood."),
    }
    nobody = {
        Level.DISTRICT: _("Nobody gets another district, as far as is known."),
        Level.NEIGHBOURHOOD: _("Nobody gets another neighbourhood, as far as is known."),
    }
    if people.moved:
        yield told[people.level] % {"persons": persons_words(people.moved)}
    elif people.level in nobody:
        yield nobody[people.level]
    if people.recoded:
        yield _("For %(persons)s people only the code of their area changes.") % {
            "persons": persons_words(people.recoded)
        }
    if people.outside and people.level == Level.MUNICIPALITY:
        yield _("About %(persons)s people live outside the new boundaries.") % {
            "persons": persons_words(people.outside)
        }
    if people.unknown_areas and people.level == Level.NEIGHBOURHOOD:
        yield ngettext(
            "Of %(count)d neighbourhood it is not known how many people live where; they are not counted here.",
            "Of %(count)d neighbourhoods it is not known how many people live where; they are not counted here.",
            people.unknown_areas,
        ) % {"count": people.unknown_areas}


def _split(split: Split, where: str, nowhere: str) -> str:
    if not split.parts:
        return f"{_named(split.area)}: {nowhere}"
    return f"{_named(split.area)}: {where} {_listed(split.parts)}"


def _listed(parts: Sequence[tuple[Ground, float]]) -> str:
    return ", ".join(f"{_named(area)} ({_percent(share)})" for area, share in parts)


def _named(area: Ground) -> str:
    return area.code if area.name == area.code else f"{area.name} {area.code}"


def _percent(share: float) -> str:
    # Rounded down: what is not all is not printed as all.
    return f"{math.floor(share * 100 + 1e-6)}%"
