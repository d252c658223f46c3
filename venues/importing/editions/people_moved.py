"""How many people would live in another area under new boundaries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from venues.importing.editions.compare import LevelDifference
from venues.importing.storing.area_tree import above
from venues.models import Edition, Figure, Indicator, Level


@dataclass(frozen=True)
class PeopleMoved:
    """Residents of the edition in use, by what happens to their area of one level.

    Attributes:
        moved: They get an area with another code, on other ground.
        recoded: Their area keeps its ground and gets another code.
        outside: They live in no area of the new edition.
        unknown_areas: Neighbourhoods whose residents are not known, or of which is not known where they live; they are
            in none of the other numbers.
    """

    level: Level
    moved: float
    recoded: float
    outside: float
    unknown_areas: int


def residents_of(edition: Edition) -> dict[str, float]:
    """The latest known residents of each neighbourhood that has them, by its code."""
    rows = Figure.objects.filter(
        area__edition=edition, area__level=Level.NEIGHBOURHOOD, indicator=Indicator.RESIDENTS, value__isnull=False
    ).order_by("reference_on")
    return {code: value for code, value in rows.values_list("area__code", "value") if value is not None}


def people_moved(old: Edition, new: Edition, differences: Sequence[LevelDifference]) -> list[PeopleMoved]:
    """Follow the residents of one edition into another, by the points where they live.

    Args:
        old: The edition in use.
        new: The other one.
        differences: From `compare`: which areas were only recoded.
    """
    residents, homes = residents_of(old), _homes(old, new)
    codes = old.areas.filter(level=Level.NEIGHBOURHOOD).values_list("code", flat=True)
    known = [code for code in codes if code in residents and homes.get(code)]
    recoded = {pair.old.code: pair.new.code for each in differences for pair in each.recoded}
    return [
        _moved(each.level, {code: residents[code] for code in known}, homes, recoded, len(codes) - len(known))
        for each in differences
    ]


def _moved(
    level: Level,
    residents: Mapping[str, float],
    homes: Mapping[str, Mapping[str | None, float]],
    recoded: Mapping[str, str],
    unknown_areas: int,
) -> PeopleMoved:
    found = {"moved": 0.0, "recoded": 0.0, "outside": 0.0, "stayed": 0.0}
    for code, persons in residents.items():
        before = _at(level, code)
        total = sum(homes[code].values())
        for destination, weight in homes[code].items():
            after = _at(level, destination) if destination else None
            kind = (
                "outside"
                if after is None
                else "stayed"
                if after == before
                else "recoded"
                if recoded.get(before) == after
                else "moved"
            )
            found[kind] += persons * weight / total
    return PeopleMoved(level, found["moved"], found["recoded"], found["outside"], unknown_areas)


def _at(level: Level, code: str) -> str:
    return code if level == Level.NEIGHBOURHOOD else above(code, level)


def _homes(old: Edition, new: Edition) -> dict[str, dict[str | None, float]]:
    """Of each old neighbourhood the weight of its points by the new one that holds them; None for outside of all."""
    homes: dict[str, dict[str | None, float]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT before, after, sum(weight) FROM (
                SELECT DISTINCT ON (point.id) old.code AS before, new.code AS after, point.weight AS weight
                FROM venues_demandpoint point
                -- Points made of street corners may lie just outside of their area: of those nothing can be followed.
                JOIN venues_area old ON old.id = point.area_id AND old.edition_id = %s
                    AND ST_Covers(old.boundary, point.location)
                LEFT JOIN venues_area new ON new.edition_id = %s AND new.level = 'neighbourhood'
                    AND ST_Covers(new.boundary, point.location)
                -- A point on a border stays where it was.
                ORDER BY point.id, new.code IS DISTINCT FROM old.code, new.code
            ) AS followed GROUP BY before, after
            """,
            [old.pk, new.pk],
        )
        for before, after, weight in cursor.fetchall():
            homes[before][after] = weight
    return homes
