"""The array types of scoring, and the checks at its door: shape, finiteness, bounds. Errors name the bad value."""

from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

_Scalar = TypeVar("_Scalar", bound=np.generic)


def checked_floats(
    name: str, values: npt.ArrayLike, shape: tuple[int | None, ...], *, at_most: float = np.inf
) -> FloatArray:
    """Check an array of quantities and freeze it.

    Args:
        name: What it is, with its unit, for the error.
        values: Finite numbers from 0 to `at_most`.
        shape: Expected shape; None = any length.
        at_most: Largest value that makes sense.

    Returns:
        A read-only float64 array.

    Raises:
        ValueError: If the shape differs, or a value is NaN, infinite, negative or too large.
    """
    array = np.asarray(values, dtype=np.float64)
    _check_shape(name, array.shape, shape)
    # Least and most tell it all in two passes, NaN included.
    if array.size and not (array.min() >= 0 and array.max() <= min(at_most, np.finfo(np.float64).max)):
        bad = ~(np.isfinite(array) & (array >= 0) & (array <= at_most))
        place = tuple(int(i) for i in np.argwhere(bad)[0])
        bounds = "0 or more" if np.isinf(at_most) else f"from 0 to {at_most:g}"
        where = f" at {list(place)}" if place else ""
        raise ValueError(f"{name}{where} is {array[place]}: it must be a number {bounds}.")
    return _frozen(array)


def checked_indexes(name: str, values: npt.ArrayLike, n: int, *, length: int | None = None, least: int = 0) -> IntArray:
    """Check an array of positions in another array and freeze it.

    Args:
        name: What it points at, for the error.
        values: Whole numbers, shape (length,).
        n: Number of things that can be pointed at.
        length: Expected length; None = any.
        least: Smallest position; -1 where "none" is allowed.

    Returns:
        A read-only int64 array.

    Raises:
        ValueError: If it is not a row of whole numbers of that length, or one lies outside [least, n).
    """
    array = np.asarray(values)
    if array.size == 0:
        array = array.astype(np.int64)
    if not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{name} must hold whole numbers, not {array.dtype}.")
    _check_shape(name, array.shape, (length,))
    bad = (array < least) | (array >= n)
    if bad.any():
        place = int(np.argmax(bad))
        raise ValueError(f"{name} at [{place}] is {array[place]}: it must lie from {least} to {n - 1}.")
    return _frozen(array.astype(np.int64))


def checked_flags(name: str, values: npt.ArrayLike, length: int) -> BoolArray:
    """Check a row of yes and no and freeze it.

    Args:
        name: What it says, for the error.
        values: Booleans, shape (length,).
        length: Expected length.

    Returns:
        A read-only bool array.

    Raises:
        ValueError: If it is not a row of booleans of that length.
    """
    array = np.asarray(values)
    if array.size and array.dtype != np.bool_:
        raise ValueError(f"{name} must hold true or false, not {array.dtype}.")
    _check_shape(name, array.shape, (length,))
    return _frozen(array.astype(np.bool_))


def _check_shape(name: str, found: tuple[int, ...], expected: tuple[int | None, ...]) -> None:
    if len(found) != len(expected) or any(e is not None and f != e for f, e in zip(found, expected, strict=True)):
        wanted = " × ".join("any" if e is None else str(e) for e in expected) or "one number"
        raise ValueError(f"{name} has shape {' × '.join(map(str, found)) or 'one number'}: expected {wanted}.")


def _frozen(array: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    # A view: the caller's own array stays writable.
    view = array.view()
    view.flags.writeable = False
    return view
