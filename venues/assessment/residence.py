"""Who lives where, kept in memory for as long as the rows that it was read from stay as they are."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from django.db import connection

from venues.assessment.people import Population, read_population
from venues.models import DemandGroup, Municipality

_MOST_KEPT = 4
_VERSION = """
    WITH these AS (SELECT unnest(%(areas)s::bigint[]) AS id), versions AS (
        SELECT 'area ' || id || ' ' || xmin || ctid AS version FROM venues_area WHERE id IN (SELECT id FROM these)
        UNION ALL SELECT 'edition ' || id || ' ' || xmin || ctid FROM venues_edition
            WHERE id IN (SELECT edition_id FROM venues_area WHERE id IN (SELECT id FROM these))
        UNION ALL SELECT 'point ' || id || ' ' || xmin || ctid FROM venues_demandpoint
            WHERE area_id IN (SELECT id FROM these)
        UNION ALL SELECT 'estimate ' || id || ' ' || xmin || ctid FROM venues_demandestimate
            WHERE area_id IN (SELECT id FROM these)
    )
    SELECT count(*), sum(hashtextextended(version, 0)) FROM versions
"""
"""A row that is written anew lies elsewhere or is of another transaction: the same version means the same rows."""


@dataclass(frozen=True)
class _Kept:
    """A population, and what it was read from."""

    population: Population
    groups: tuple[str, ...]
    own: frozenset[int]
    outside: frozenset[int]
    version: tuple[object, ...]


_kept: dict[str, _Kept] = {}
"""By municipality."""


def population_of(municipality: Municipality, groups: Sequence[DemandGroup], walked_to: Set[int]) -> Population:
    """As `read_population`, with the same arguments; from memory where nothing that it reads has changed."""
    codes = tuple(group.code for group in groups)
    kept = _kept.get(municipality.pk)
    if (
        kept
        and kept.groups == codes
        and kept.outside == walked_to - kept.own
        and kept.version == _version(municipality, kept.outside)
    ):
        return kept.population
    own = _own_points(municipality)
    outside = frozenset(walked_to - own)
    version = _version(municipality, outside)
    population = read_population(municipality, groups, walked_to)
    # What another process wrote while this one read must not be taken for what was read.
    if (own, version) == (_own_points(municipality), _version(municipality, outside)):
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[municipality.pk] = _Kept(population, codes, own, outside, version)
    return population


def _own_points(municipality: Municipality) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT point.id FROM venues_demandpoint point JOIN venues_area area ON area.id = point.area_id"
            " JOIN venues_edition edition ON edition.id = area.edition_id"
            " WHERE edition.municipality_id = %s AND edition.is_active",
            [municipality.pk],
        )
        return frozenset(row[0] for row in cursor.fetchall())


def _version(municipality: Municipality, outside: Set[int]) -> tuple[object, ...]:
    """Changes with the areas of the municipality, those of the points outside, and all that is read of either."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT area.id FROM venues_area area JOIN venues_edition edition ON edition.id = area.edition_id"
            " WHERE edition.municipality_id = %s AND edition.is_active",
            [municipality.pk],
        )
        areas = {row[0] for row in cursor.fetchall()}
        if outside:
            cursor.execute(
                "SELECT DISTINCT area_id FROM venues_demandpoint WHERE id IN (SELECT unnest(%s::bigint[]))",
                [list(outside)],
            )
            areas |= {row[0] for row in cursor.fetchall()}
        cursor.execute(_VERSION, {"areas": sorted(areas)})
        return tuple(cursor.fetchone())
