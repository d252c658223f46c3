"""What closing some offers and opening others would do, without scoring the town anew."""

from dataclasses import dataclass, field

import numpy as np

from scoring.areas import membership
from scoring.arrays import BoolArray, FloatArray, checked_flags, checked_floats
from scoring.catchment import Catchment, cover
from scoring.shapes import Areas


@dataclass(frozen=True, eq=False)
class Standing:
    """A town as it stands, made ready for many questions.

    Coverage of offers that have room follows from the persons, as their figures do already; all that a question would
    be the first to tell follows from the persons as they may be told. Where the two are the same array, every answer
    is that of a full scoring.

    Args:
        catchment: From `prepare`.
        room: S[k], place-hours per week, shape (K,).
        persons: P[i,g], shape (P, G).
        told_persons: The persons as they may be told, shape (P, G); None = the same.

    Attributes:
        need, told_need: Hours per week, shape (P, G).
        competing: Need that competes for each offer, shape (K,): of the persons where it has room, else as told.
        by_point: Coverage of the points, shape (P, G).
        room_in_reach: Σ_k w·S, shape (P, G).
        load_hours: Load of the offers by the persons, shape (K,).
        told_load_hours: Load of the offers by the persons as told, shape (K,).

    Raises:
        ValueError: If a shape differs, or a value is not a number of 0 or more.
    """

    catchment: Catchment
    room: FloatArray
    persons: FloatArray
    told_persons: FloatArray | None = None
    need: FloatArray = field(init=False, repr=False)
    told_need: FloatArray = field(init=False, repr=False)
    competing: FloatArray = field(init=False, repr=False)
    by_point: FloatArray = field(init=False, repr=False)
    room_in_reach: FloatArray = field(init=False, repr=False)
    load_hours: FloatArray = field(init=False, repr=False)
    told_load_hours: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        catchment = self.catchment
        room = checked_floats("room, place-hours a week", self.room, (catchment.n_offers,))
        need = catchment.need(self.persons)
        told_need = need if self.told_persons is None else catchment.need(self.told_persons)
        in_reach = catchment.spread(room)
        made = {
            "room": room,
            "need": need,
            "told_need": told_need,
            "competing": np.where(room > 0, catchment.gather(need), catchment.gather(told_need)),
            "by_point": cover(catchment, room, self.persons).by_point,
            "room_in_reach": in_reach,
            "load_hours": room * catchment.gather(_ratio(need, in_reach)),
            "told_load_hours": room * catchment.gather(_ratio(told_need, in_reach)),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True, eq=False)
class Changes:
    """What is proposed.

    Args:
        room: S[k] of the offers that are there, afterwards, shape (K,); 0 where one closes.
        closed: Which of them close, shape (K,).
        opened: The walks and the suitability of N new offers, over the same points and groups.
        opened_room: Their room, place-hours per week, shape (N,).

    Raises:
        ValueError: If shapes differ, or something closes and keeps room.
    """

    room: FloatArray
    closed: BoolArray
    opened: Catchment
    opened_room: FloatArray

    def __post_init__(self) -> None:
        room = checked_floats("room, place-hours a week", self.room, (None,))
        closed = checked_flags("closed", self.closed, len(room))
        if room[closed].any():
            raise ValueError(f"Offer {int(np.flatnonzero(closed & (room > 0))[0])} closes and keeps room.")
        opened = checked_floats("room of what opens, place-hours a week", self.opened_room, (self.opened.n_offers,))
        object.__setattr__(self, "room", room)
        object.__setattr__(self, "closed", closed)
        object.__setattr__(self, "opened_room", opened)


@dataclass(frozen=True, eq=False)
class Changed:
    """What would change.

    Attributes:
        known_change: Change of the coverage of the points that rests on figures which are there, shape (P, G).
        new_change: The part that new room brings, shape (P, G).
        load_hours: Load of the offers afterwards, by the persons as told, shape (K,).
        opened_load_hours: Load of the new ones, shape (N,).
        opened_persons: Persons of each group, as told, who can reach a new one and whom it suits, shape (N, G).
        moved_by_point: Load of the closed offers that others take over, hours per week, shape (P, G).
        stranded_by_point: Load of the closed offers of those whom no offer is left to reach, shape (P, G).
    """

    known_change: FloatArray
    new_change: FloatArray
    load_hours: FloatArray
    opened_load_hours: FloatArray
    opened_persons: FloatArray
    moved_by_point: FloatArray
    stranded_by_point: FloatArray


def try_changes(standing: Standing, changes: Changes) -> Changed:
    """Work out what changes would do: the figures of a scoring with them, less those that stand.

    Room is divided by the need in its reach, which no change of other room moves: an offer that closes takes its own
    part of the coverage away, and one that opens adds its own. Loads are divided anew.

    Args:
        standing: The town as it stands.
        changes: What is proposed.

    Returns:
        The change of coverage and loads.

    Raises:
        ValueError: If the changes are not of this town.
    """
    catchment, opened = standing.catchment, changes.opened
    room = checked_floats("room, place-hours a week", changes.room, standing.room.shape)
    if opened.n_points != catchment.n_points or opened.n_groups != catchment.n_groups:
        raise ValueError(
            f"What opens has {opened.n_points} points and {opened.n_groups} groups: "
            f"expected {catchment.n_points} and {catchment.n_groups}."
        )
    gained = _ratio(room - standing.room, standing.competing)
    had_room = standing.room > 0
    opened_per_need = _ratio(changes.opened_room, opened.gather(standing.told_need))
    in_reach = catchment.spread(room) + opened.spread(changes.opened_room)
    per_room = _ratio(standing.told_need, in_reach)
    closing = catchment.spread(np.where(changes.closed, standing.room, 0.0))
    borne = standing.told_need * _ratio(closing, standing.room_in_reach)
    keeps_an_offer = in_reach > 0
    persons = standing.persons if standing.told_persons is None else standing.told_persons
    return Changed(
        known_change=catchment.spread(np.where(had_room, gained, 0.0)),
        new_change=catchment.spread(np.where(had_room, 0.0, gained)) + opened.spread(opened_per_need),
        load_hours=room * catchment.gather(per_room),
        opened_load_hours=changes.opened_room * opened.gather(per_room),
        opened_persons=_in_reach(opened, persons),
        moved_by_point=np.where(keeps_an_offer, borne, 0.0),
        stranded_by_point=np.where(keeps_an_offer, 0.0, borne),
    )


def coverage_of_areas(standing: Standing, changed: Changed, areas: Areas) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The coverage of each area and group before and after, and the need that it is weighed with.

    Returns:
        Before, after and need in hours per week, each of shape (A, G); NaN coverage where there is no need.

    Raises:
        ValueError: If the membership is not that of the points.
    """
    members = membership(standing.catchment, areas)
    need_hours = members @ standing.need
    before = _ratio(members @ (standing.need * standing.by_point), need_hours, np.nan)
    hours = members @ (standing.need * changed.known_change) + members @ (standing.told_need * changed.new_change)
    # Rounding must not make a coverage of less than nothing.
    return before, np.maximum(before + _ratio(hours, need_hours), 0.0), need_hours


def _in_reach(opened: Catchment, persons: FloatArray) -> FloatArray:
    reached = np.empty((opened.n_offers, opened.n_groups))
    for matrix, columns in zip(opened.weights, opened.columns, strict=True):
        reaches = matrix.copy()
        reaches.data = np.ones_like(reaches.data)
        reached[:, columns] = (reaches.T @ persons[:, columns])[opened.offers.site_index]
    return np.where(opened.offers.suitability > 0, reached, 0.0)


def _ratio(part: FloatArray, whole: FloatArray, otherwise: float = 0.0) -> FloatArray:
    return np.divide(part, whole, out=np.full_like(part, otherwise), where=whole > 0)
