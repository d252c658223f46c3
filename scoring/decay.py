"""Metres to weights: how much a place counts for a group, the further it is to walk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from scoring.arrays import FloatArray


class Decay(Protocol):
    """Any distance decay: hashable, so that groups that share one share its weights."""

    @property
    def reach_m(self) -> float:
        """Metres beyond which the weight is 0."""
        ...

    def __call__(self, walk_m: FloatArray) -> FloatArray:
        """Weights of walks in metres, same shape, 0 or more."""
        ...

    def __hash__(self) -> int: ...


class Step(NamedTuple):
    """Walks of at most `up_to_m` metres weigh `weight`."""

    up_to_m: float
    weight: float


@dataclass(frozen=True)
class Stepwise:
    """The stepwise decay of a group; its reach is the last step.

    Args:
        steps: (up_to_m, weight), rising metres, falling weights in (0, 1].

    Raises:
        ValueError: If there is no step, the metres do not rise, the weights do not fall or lie outside (0, 1].
    """

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        _check_steps(self.steps)

    @classmethod
    def of(cls, up_to_m: Sequence[float], weights: Sequence[float], *, scale: float = 1.0) -> "Stepwise":
        """Build from two aligned rows, with the metres multiplied by `scale` (0.625 for older people, 3 for cycling).

        Raises:
            ValueError: If the rows differ in length, or the steps are not valid.
        """
        if len(up_to_m) != len(weights):
            raise ValueError(f"{len(up_to_m)} steps in metres but {len(weights)} weights: each step needs one weight.")
        return cls(tuple(Step(metres * scale, weight) for metres, weight in zip(up_to_m, weights, strict=True)))

    @property
    def reach_m(self) -> float:
        """Metres of the last step."""
        return self.steps[-1].up_to_m

    def __call__(self, walk_m: FloatArray) -> FloatArray:
        """Weights of walks in metres: see `stepwise_decay`."""
        return stepwise_decay(walk_m, self.steps)


@dataclass(frozen=True)
class Scaled:
    """A decay stretched over longer walks, or shrunk to shorter ones: a walk of `scale` km counts as one of 1 km.

    Args:
        decay: The decay at scale 1.
        scale: By what its metres are multiplied, above 0.

    Raises:
        ValueError: If the scale is not a number above 0.
    """

    decay: Decay
    scale: float

    def __post_init__(self) -> None:
        if not 0 < self.scale < np.inf:
            raise ValueError(f"A decay cannot be scaled by {self.scale}: it must be a number above 0.")

    @property
    def reach_m(self) -> float:
        """Metres beyond which the weight is 0."""
        return self.decay.reach_m * self.scale

    def __call__(self, walk_m: FloatArray) -> FloatArray:
        """Weights of walks in metres."""
        return self.decay(walk_m / self.scale)


def stepwise_decay(walk_m: FloatArray, steps: Sequence[Step]) -> FloatArray:
    """Weight each walk by the first step it fits in.

    Args:
        walk_m: Walking distance in metres, any shape; inf = no path.
        steps: (up_to_m, weight), rising metres, falling weights.

    Returns:
        Weights in [0, 1], same shape; beyond the last step 0.

    Raises:
        ValueError: If a distance is negative or NaN, or the steps do not rise.

    Source:
        Luo & Qi (2009), enhanced two-step floating catchment area.
    """
    _check_steps(steps)
    walk_m = np.asarray(walk_m, dtype=np.float64)
    bad = ~(walk_m >= 0)
    if bad.any():
        raise ValueError(f"A walk of {walk_m[bad].flat[0]} m: metres must be 0 or more.")
    weights = np.array([weight for _, weight in steps] + [0.0])
    return weights[np.searchsorted([up_to_m for up_to_m, _ in steps], walk_m, side="left")]


def _check_steps(steps: Sequence[Step]) -> None:
    if not steps:
        raise ValueError("A distance decay needs at least one step, such as 400 m with weight 1.")
    last_m, last_weight = 0.0, 1.0
    for up_to_m, weight in steps:
        if not last_m < up_to_m < np.inf:
            raise ValueError(f"Step of {up_to_m} m after {last_m} m: the metres must rise.")
        if not 0 < weight <= last_weight:
            raise ValueError(f"Step at {up_to_m} m weighs {weight} after {last_weight}: weights must fall from 1 to 0.")
        last_m, last_weight = up_to_m, weight
