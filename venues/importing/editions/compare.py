"""What two editions of boundaries have in common: which areas stayed, and which got a name, a code or a shape."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from venues.models import Area, Edition, Level

SAME_SHARE = 0.999
"""Of the ground of both together: less than the rest is drawing, not a moved border."""

RECODED_SHARE = 0.95
"""An area with another code on so much of the same ground is the same area."""

TOLD_SHARE = 0.01
"""Where less than this of an area went is not told."""


@dataclass(frozen=True)
class Ground:
    """An area as it is compared; the shape in metres."""

    pk: int
    code: str
    name: str
    level: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Pair:
    """An area before and after; `share` is the ground they share, of that of both together."""

    old: Ground
    new: Ground
    share: float


@dataclass(frozen=True)
class Split:
    """An area that exists in one edition only, and which areas of the other lie on its ground, largest first."""

    area: Ground
    parts: tuple[tuple[Ground, float], ...]


@dataclass(frozen=True)
class LevelDifference:
    """What differs at one level. An area may be renamed and have another shape or code at once."""

    level: Level
    unchanged: int
    renamed: tuple[Pair, ...]
    recoded: tuple[Pair, ...]
    reshaped: tuple[Pair, ...]
    vanished: tuple[Split, ...]
    appeared: tuple[Split, ...]


def grounds_of(edition: Edition) -> list[Ground]:
    """The areas of an edition, by code."""
    rows = Area.objects.filter(edition=edition).order_by("code")
    return [
        Ground(area.pk, area.code, area.name, area.level, shapely.from_wkb(bytes(area.boundary.wkb))) for area in rows
    ]


def compare(old: Sequence[Ground], new: Sequence[Ground]) -> list[LevelDifference]:
    """Compare areas level by level, from the municipality down; a level that neither has is left out."""
    return [
        _compare(level, [each for each in old if each.level == level], [each for each in new if each.level == level])
        for level in Level
        if any(each.level == level for each in [*old, *new])
    ]


def same_shape(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two areas are the same ground, but for drawing."""
    return _share(one, other) >= SAME_SHARE


def _share(one: BaseGeometry, other: BaseGeometry) -> float:
    if one.equals_exact(other):
        return 1.0
    common = one.intersection(other).area
    return float(common / (one.area + other.area - common))


def _compare(level: Level, old: Sequence[Ground], new: Sequence[Ground]) -> LevelDifference:
    before, after = {each.code: each for each in old}, {each.code: each for each in new}
    kept = [
        Pair(before[code], after[code], _share(before[code].shape, after[code].shape))
        for code in sorted(before.keys() & after.keys())
    ]
    gone = [before[code] for code in sorted(before.keys() - after.keys())]
    come = [after[code] for code in sorted(after.keys() - before.keys())]
    recoded = _recoded(gone, come)
    matched = {id(each) for pair in recoded for each in (pair.old, pair.new)}
    renamed = [pair for pair in [*kept, *recoded] if pair.old.name != pair.new.name]
    reshaped = [pair for pair in kept if pair.share < SAME_SHARE]
    return LevelDifference(
        level=level,
        unchanged=sum(pair.share >= SAME_SHARE and pair.old.name == pair.new.name for pair in kept),
        renamed=tuple(renamed),
        recoded=tuple(recoded),
        reshaped=tuple(reshaped),
        vanished=tuple(Split(each, _parts(each, new)) for each in gone if id(each) not in matched),
        appeared=tuple(Split(each, _parts(each, old)) for each in come if id(each) not in matched),
    )


def _recoded(gone: Sequence[Ground], come: Sequence[Ground]) -> list[Pair]:
    """The areas that only got another code; each at most once, those that fit best first."""
    found = [Pair(a, b, _share(a.shape, b.shape)) for a in gone for b in come if a.shape.intersects(b.shape)]
    pairs: dict[str, Pair] = {}
    taken: set[str] = set()
    for pair in sorted(found, key=lambda pair: -pair.share):
        if pair.share >= RECODED_SHARE and pair.old.code not in pairs and pair.new.code not in taken:
            pairs[pair.old.code] = pair
            taken.add(pair.new.code)
    return [pairs[code] for code in sorted(pairs)]


def _parts(area: Ground, others: Sequence[Ground]) -> tuple[tuple[Ground, float], ...]:
    shapes = np.array([each.shape for each in others], dtype=object)
    shares: NDArray[np.float64] = shapely.area(shapely.intersection(shapes, area.shape)) / area.shape.area
    parts = [(each, float(share)) for each, share in zip(others, shares, strict=True) if share >= TOLD_SHARE]
    return tuple(sorted(parts, key=lambda part: (-part[1], part[0].code)))
