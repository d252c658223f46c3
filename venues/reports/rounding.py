"""Rounding parts so that what is printed adds up to the printed total."""

import math
from collections.abc import Sequence


def largest_remainder(parts: Sequence[float], decimals: int = 0) -> list[float]:
    """Round parts so that they add up to their rounded sum.

    Every part is rounded down; the units that are then missing go to the parts that lost most, the first of equals
    first. A part never moves by a whole unit or more.

    Args:
        parts: Finite numbers of 0 or more.
        decimals: How many decimals are printed.

    Returns:
        The parts in the same order, each a multiple of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ.

    Raises:
        ValueError: If a part is negative or not finite.

    Source:
        Hamilton's method of apportionment.
    """
    if any(not math.isfinite(part) or part < 0 for part in parts):
        raise ValueError(f"parts must be finite and not negative: {list(parts)}")
    scale = 10**decimals
    # Sums of binary fractions miss a decimal tie by a hair (0.285 as 0.28499…): the 9th decimal settles it.
    units = [round(part * scale, 9) for part in parts]
    total = math.floor(round(math.fsum(parts) * scale, 9) + 0.5)
    floors = [math.floor(unit) for unit in units]
    by_loss = sorted(range(len(units)), key=lambda i: (floors[i] - units[i], i))
    for i in by_loss[: total - sum(floors)]:
        floors[i] += 1
    return [floor / scale for floor in floors]


def round_to_total(parts: Sequence[float], total: float, decimals: int = 0) -> list[float]:
    """Round parts of either sign so that they add up to a total that was rounded already.

    Every part is rounded to the nearest; the units that are then too many or missing come from the parts that are
    nearest to the next one. A part of exactly 0 stays 0.

    Args:
        parts: Finite numbers that add up to the total, but for its rounding.
        total: What is printed as their sum, a multiple of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ.
        decimals: How many decimals are printed.

    Returns:
        The parts in the same order, each a multiple of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ.

    Raises:
        ValueError: If a part is not finite, or the parts do not add up to the total, within a unit.
    """
    if not all(math.isfinite(part) for part in parts):
        raise ValueError(f"parts must be finite: {list(parts)}")
    scale = 10**decimals
    units = [round(part * scale, 9) for part in parts]
    target = round(total * scale)
    if abs(math.fsum(units) - target) > 1 + 1e-6:
        raise ValueError(f"parts {list(parts)} add up to {math.fsum(parts)}, not to {total}")
    rounded = [math.floor(unit + 0.5) for unit in units]
    missing = target - sum(rounded)
    step = 1 if missing > 0 else -1
    nearest = sorted((i for i, unit in enumerate(units) if unit), key=lambda i: ((rounded[i] - units[i]) * step, i))
    for i in nearest[: abs(missing)]:
        rounded[i] += step
    return [unit / scale for unit in rounded]
