"""A town with stored months: a library that closed, a garden that opened, people too few to tell of, or unknown."""

from datetime import date

from tests.factories import ClosureFactory, SlotFactory
from tests.venues.assessment.town import Town, make_town, open_library
from venues.assessment.history import store_history
from venues.assessment.run import store_live_run

FIRST, TODAY = date(2020, 1, 1), date(2026, 2, 1)
GROUPS = ("residents", "youth", "newcomers", "older-lonely", None)


def months_town() -> Town:
    """Three neighbourhoods from January 2020 up to February 2026; of older people nobody knows how many there are."""
    town = make_town()
    closed = open_library(town, name="De Bieb")
    ClosureFactory(venue=closed, starts_on=date(2022, 5, 1), reason="funding")
    SlotFactory(venue=town.venue("garden", walks=(100, None, 300), places=5, opened_on=date(2024, 3, 1)))
    town.people("residents", (20, 300, 100), reference_on=date(2020, 1, 1))
    town.people("youth", (40, 5, 0), reference_on=date(2020, 1, 1))
    town.people("youth", (8, 50, 0), reference_on=date(2023, 1, 1))
    town.people("newcomers", (0, 0, 0), reference_on=date(2020, 1, 1))
    store_history(town.municipality, FIRST, TODAY)
    store_live_run(town.municipality, TODAY)
    return town
