"""How close two ways to the same figure must come."""

import numpy.typing as npt
from numpy.testing import assert_allclose


def assert_close(found: npt.ArrayLike, expected: npt.ArrayLike, within: float = 1e-9) -> None:
    """To nine digits, or to nine decimals near zero; NaN equals NaN."""
    assert_allclose(found, expected, rtol=within, atol=within)  # type: ignore[arg-type]


def assert_six_decimals(found: npt.ArrayLike, expected: npt.ArrayLike) -> None:
    """As printed: to six decimals."""
    assert_allclose(found, expected, rtol=0, atol=5.1e-7)  # type: ignore[arg-type]


def assert_four_decimals(found: npt.ArrayLike, expected: npt.ArrayLike) -> None:
    """As printed: to four decimals, for hours a week in the hundreds."""
    assert_allclose(found, expected, rtol=0, atol=5.1e-5)  # type: ignore[arg-type]
