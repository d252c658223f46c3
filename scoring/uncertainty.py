"""Draw what is uncertain, many times: decay, norms, demand and room, each within its honest range."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.arrays import FloatArray, IntArray, checked_floats, checked_indexes
from scoring.rescoring import Assumptions
from scoring.shapes import Offers, Rooms

N_DRAWS = 1000
DECAY_SCALES = (0.75, 0.875, 1.0, 1.125, 1.25)
"""Equally likely; walks have to be known to the largest × the largest reach."""
LEAST_FACTOR, USUAL_FACTOR, MOST_FACTOR = 0.5, 1.0, 1.5
"""The triangle of a norm, and of the room of a type of place."""


@dataclass(frozen=True, eq=False)
class Draws:
    """N draws of what is uncertain, before it meets a town's rooms.

    Attributes:
        decay_scale: One for all groups, shape (N,).
        norm_factor: One a group, shape (N, G).
        demand_shift: One a group, shared by all places, from -1 (low) to 1 (high), shape (N, G).
        room_quantile: One a site, shape (N, V): all that is held at one door is high or low together.
        kind_factor: One a type of place, shape (N, T).
    """

    decay_scale: FloatArray
    norm_factor: FloatArray
    demand_shift: FloatArray
    room_quantile: FloatArray
    kind_factor: FloatArray


def draw(
    seed: int, *, groups: Sequence[str], sites: Sequence[str], kinds: Sequence[str], n_draws: int = N_DRAWS
) -> Draws:
    """Draw at random; the same seed and names give the same draws.

    Each group, site and type has a stream of its own, by its name: one place more or less leaves the others as they
    were, so that figures do not waver where nothing changed.

    Args:
        seed: 0 or more.
        groups: Names of the groups.
        sites: Names of the sites.
        kinds: Names of the types of place.
        n_draws: How many times to draw.

    Raises:
        ValueError: If the seed or a number is negative.
    """
    factors = (LEAST_FACTOR, USUAL_FACTOR, MOST_FACTOR)

    def each(what: str, names: Sequence[str], one: Callable[[np.random.Generator], FloatArray]) -> FloatArray:
        rows = [one(_stream(seed, what, name)) for name in names]
        return np.stack(rows, axis=1) if rows else np.empty((n_draws, 0))

    return Draws(
        decay_scale=_stream(seed, "decay").choice(DECAY_SCALES, n_draws),
        norm_factor=each("norm", groups, lambda random: random.triangular(*factors, size=n_draws)),
        demand_shift=each("demand", groups, lambda random: random.triangular(-1.0, 0.0, 1.0, size=n_draws)),
        room_quantile=each("room", sites, lambda random: random.random(n_draws)),
        kind_factor=each("kind", kinds, lambda random: random.triangular(*factors, size=n_draws)),
    )


def _stream(seed: int, what: str, name: str = "") -> np.random.Generator:
    digest = hashlib.sha256(f"{what} {name}".encode()).digest()
    return np.random.default_rng([seed, *np.frombuffer(digest, dtype=np.uint32).tolist()])


def assumptions_of(draws: Draws, rooms: Rooms, offers: Offers, kind_index: IntArray) -> Assumptions:
    """Turn draws into what each rescoring assumes.

    The room of an offer is triangular(low, best, high) at the quantile of its site, times the factor of its type. The
    factor counts for recorded room too: what an hour at one type of place is worth beside another is our assumption.

    Args:
        draws: From `draw`.
        rooms: Room of each offer, shape (K,).
        offers: Site of each offer.
        kind_index: Type of place of each offer, shape (K,).

    Raises:
        ValueError: If the rooms, sites or types do not fit the draws.
    """
    n_offers = len(offers.site_index)
    checked_floats("room, place-hours a week", rooms.best, (n_offers,))
    sites = checked_indexes("site_index", offers.site_index, draws.room_quantile.shape[1])
    kinds = checked_indexes("kind_index", kind_index, draws.kind_factor.shape[1], length=n_offers)
    return Assumptions(
        decay_scale=draws.decay_scale,
        norm_factor=draws.norm_factor,
        demand_shift=draws.demand_shift,
        room=triangular(draws.room_quantile[:, sites], rooms) * draws.kind_factor[:, kinds],
    )


def triangular(quantile: FloatArray, rooms: Rooms) -> FloatArray:
    """The room below which a share of a triangle from low over best to high lies.

    Args:
        quantile: Shares from 0 to 1, shape (N, K).
        rooms: Corners of the triangles, shape (K,).

    Returns:
        Room, place-hours per week, shape (N, K); the best itself where there is no range.

    Raises:
        ValueError: If a quantile lies outside 0..1.

    Source:
        Inverse of the triangular distribution; Kotz & van Dorp (2004), Beyond Beta, chapter 1.
    """
    quantile = checked_floats("quantile", quantile, (None, len(rooms.best)), at_most=1.0)
    width, below = rooms.high - rooms.low, rooms.best - rooms.low
    share_below = np.divide(below, width, out=np.zeros_like(width), where=width > 0)
    rising = rooms.low + np.sqrt(quantile * width * below)
    falling = rooms.high - np.sqrt((1 - quantile) * width * (rooms.high - rooms.best))
    # Rounding must not put a room outside its range.
    return np.clip(np.where(quantile < share_below, rising, falling), rooms.low, rooms.high)
