"""A municipality over a span of dates: read once, weighed once, and asked for its room and people on each date."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from scoring.catchment import Catchment
from scoring.room import stack
from scoring.shapes import Rooms
from venues.assessment.arrays import NothingToScore, catchment_of, terms_of, walked_to_from
from venues.assessment.offers import Offer
from venues.assessment.people import Population, read_population
from venues.assessment.register import Register, Registered, read_register
from venues.assessment.rooms import Measured, measure_rooms
from venues.models import DemandGroup, Edition, Method, Municipality


@dataclass(frozen=True)
class Records:
    """What is recorded of the offers of a municipality on each day of a span, under the method and boundaries in use.

    Attributes:
        register: All offers of the span.
    """

    municipality: Municipality
    edition: Edition
    method: Method
    register: Register
    _known: dict[Offer, Measured] = field(default_factory=dict, init=False, repr=False)

    def measured_on(self, day: date) -> list[Measured | None]:
        """The room of each offer on a date, in the order of the register; None where it is not open."""
        offers = [entry.on(day) for entry in self.register.entries]
        measured = iter(measure_rooms([offer for offer in offers if offer], self.method, self._known))
        return [next(measured) if offer else None for offer in offers]

    def measured(self, entry: Registered, day: date) -> Measured | None:
        """The room of one offer on a date; None where it is not open."""
        offer = entry.on(day)
        return measure_rooms([*offer.during, offer], self.method, self._known)[-1] if offer else None


@dataclass(frozen=True)
class Span(Records):
    """What all figures of a span of dates follow from. K offers: those of the register, in that order.

    Attributes:
        catchment: The walks from the doors of all of them.
    """

    groups: list[DemandGroup]
    population: Population
    catchment: Catchment

    def rooms_on(self, day: date) -> Rooms:
        """The same as arrays of shape (K,): an offer that is not open has no room."""
        measured = self.measured_on(day)
        low, best, high, known = np.zeros((4, len(measured)))
        open_ = np.flatnonzero([each is not None for each in measured])
        rooms = stack([each.room for each in measured if each])
        low[open_], best[open_], high[open_], known[open_] = rooms.low, rooms.best, rooms.high, rooms.known
        return Rooms(low, best, high, known.astype(np.bool_))


def read_records(municipality: Municipality, first: date, last: date) -> Records:
    """Read what is recorded for all dates from the first to the last, both included; of nobody's figures.

    Raises:
        NothingToScore: If it has no active boundaries.
    """
    edition, method, rules = terms_of(municipality)
    reach_m = max(rule.reach_m[-1] for rule in rules)
    return Records(municipality, edition, method, read_register(municipality, first, last, method, reach_m))


def read_span(municipality: Municipality, first: date, last: date) -> Span:
    """Read a municipality for all dates from the first to the last, both included.

    Raises:
        NothingToScore: If it has no active boundaries or nobody's figures.
    """
    edition, method, rules = terms_of(municipality)
    groups = [rule.group for rule in rules]
    register = read_register(municipality, first, last, method, max(rule.reach_m[-1] for rule in rules))
    population = read_population(municipality, groups, walked_to_from(register.ever))
    if population.on(first).reference_on is None:
        raise NothingToScore(f"{municipality.name} has no figures of residents: load them with load_city first.")
    catchment = catchment_of(register.ever, population.point_ids, rules, method)
    return Span(municipality, edition, method, register, groups, population, catchment)
