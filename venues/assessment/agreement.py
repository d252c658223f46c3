"""How well two measurements of the same distances agree."""

from dataclasses import dataclass

import numpy as np

from scoring.arrays import BoolArray, FloatArray


@dataclass(frozen=True)
class Agreement:
    """Our metres beside those of a reference, for n areas of which both are known.

    An error is ours less the reference's, so below 0 ours are shorter. “By person” weighs each area with who lives
    there. Everything is None without areas; a correlation also where either side does not vary.
    """

    areas: int
    persons: float
    pearson: float | None
    pearson_by_person: float | None
    median_m: float | None
    reference_median_m: float | None
    mean_by_person_m: float | None
    reference_mean_by_person_m: float | None
    mean_error_m: float | None
    mean_error_by_person_m: float | None
    mean_absolute_error_m: float | None
    mean_absolute_error_by_person_m: float | None

    def figures(self) -> dict[str, float | None]:
        """The same by the names in which figures are stored, metres to 0.1 m and correlations to 4 decimals."""
        rounded = {
            name: value if value is None or name == "areas" else round(value, 4 if name.startswith("pearson") else 1)
            for name, value in vars(self).items()
        }
        return {_camel(name): value for name, value in rounded.items()}


def compare(
    walk_m: FloatArray, reference_m: FloatArray, persons: FloatArray, only: BoolArray | None = None
) -> Agreement:
    """Hold our metres against a reference.

    Args:
        walk_m: Our metres of n areas; NaN = not known, such an area does not count.
        reference_m: The same of the reference.
        persons: How many live in each area, (n,); an area without anybody does not count.
        only: (n,) which areas count; None = all.
    """
    known = np.isfinite(walk_m) & np.isfinite(reference_m) & (persons > 0)
    known = known if only is None else known & only
    ours, theirs, weight = walk_m[known], reference_m[known], persons[known]
    n = int(known.sum())
    if not n:
        return Agreement(0, 0.0, *[None] * 10)
    error = ours - theirs
    return Agreement(
        areas=n,
        persons=float(weight.sum()),
        pearson=correlate(ours, theirs, np.ones(n)),
        pearson_by_person=correlate(ours, theirs, weight),
        median_m=float(np.median(ours)),
        reference_median_m=float(np.median(theirs)),
        mean_by_person_m=float(np.average(ours, weights=weight)),
        reference_mean_by_person_m=float(np.average(theirs, weights=weight)),
        mean_error_m=float(error.mean()),
        mean_error_by_person_m=float(np.average(error, weights=weight)),
        mean_absolute_error_m=float(np.abs(error).mean()),
        mean_absolute_error_by_person_m=float(np.average(np.abs(error), weights=weight)),
    )


def correlate(a: FloatArray, b: FloatArray, weight: FloatArray) -> float | None:
    """Pearson's correlation of two series under weights; None where either does not vary, as one value does not.

    Source:
        The weighted covariance over the root of the weighted variances.
    """
    a, b = a - np.average(a, weights=weight), b - np.average(b, weights=weight)
    spread = np.sqrt((weight * a * a).sum() * (weight * b * b).sum())
    return float((weight * a * b).sum() / spread) if spread > 0 else None


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
