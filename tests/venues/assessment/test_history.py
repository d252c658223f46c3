"""Month after month: the same figures as a scoring of each month, in one go."""

from datetime import date, time

import pytest

from tests.factories import (
    ActivityFactory,
    AudienceFactory,
    ClosureFactory,
    FundingFactory,
    SlotFactory,
    StaffingFactory,
)
from tests.venues.assessment.town import Town, make_town, of, open_library
from venues.assessment.arrays import NothingToScore
from venues.assessment.history import FIGURES, is_behind, months_of, store_history
from venues.assessment.run import assess
from venues.assessment.span import read_span
from venues.models import Activity, History, HistorySeries, Method, Municipality, Venue, Walk

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2023, 11, 1), date(2026, 12, 1)


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture
def eventful(town) -> Town:
    """Nearly everything that can happen to a place between 2023 and 2027, and people who come and go."""
    library = open_library(town)
    SlotFactory(venue=library, weekday=2, starts_on=date(2024, 3, 1), ends_on=date(2026, 2, 15))
    SlotFactory(venue=library, weekday=3, starts=time(12), ends=time(15), starts_on=date(2025, 1, 1), host="")
    ClosureFactory(venue=library, starts_on=date(2024, 7, 10), reopens_on=date(2024, 9, 2), reason="renovation")
    table = ActivityFactory(
        municipality=town.municipality, venue=library, location=None, places=6, starts_on=date(2024, 5, 1)
    )
    SlotFactory(activity=table)
    AudienceFactory(activity=table, group_id="newcomers")
    ClosureFactory(activity=table, starts_on=date(2026, 3, 1), reopens_on=date(2026, 5, 1))
    centre = town.venue("community-centre", walks=(600, None, 300), opened_on=date(2024, 2, 1))
    StaffingFactory(venue=centre, hours_per_week=12, starts_on=date(2024, 6, 1), ends_on=date(2026, 6, 1))
    ClosureFactory(venue=centre, extent="partial", hours_remaining=5, starts_on=date(2025, 3, 1))
    ClosureFactory(venue=centre, extent="partial", places_remaining=20, starts_on=date(2025, 6, 1))
    ClosureFactory(venue=town.venue("youth-centre", walks=(None, 200, None)), starts_on=date(2026, 12, 1))
    town.people("residents", (100, 100, 200), reference_on=date(2023, 1, 1))
    town.people("residents", (150, 90, 0), reference_on=date(2025, 1, 1), persons_high=400)
    town.people("newcomers", (9, 30, 0), reference_on=date(2023, 1, 1))
    town.people("newcomers", (30, 8, 12), reference_on=date(2026, 1, 1))
    town.people("youth", (40, 50, 60), reference_on=date(2024, 1, 1), is_suppressed=True)
    town.people("youth", (40, 50, 60), reference_on=date(2026, 6, 1))
    return town


def series(history: History) -> dict[tuple[str, str | None], HistorySeries]:
    return {(each.area.code, each.group_id): each for each in history.series.select_related("area")}


def test_every_month_is_what_a_scoring_of_its_first_day_gives(eventful):
    history = store_history(eventful.municipality, FIRST, LAST)
    kept = series(history)
    assert history.months == 38
    for month, day in enumerate(months_of(FIRST, LAST)):
        scores = assess(eventful.municipality, day).scores
        assert {(score.area.code, score.group_id) for score in scores} == set(kept)
        for score in scores:
            each = kept[score.area.code, score.group_id]
            for figure in FIGURES:
                expected = getattr(score, figure)
                found = getattr(each, figure)[month]
                assert found == (None if expected is None else pytest.approx(expected, abs=1e-9)), (day, score, figure)
    # The town is eventful: else this would compare one figure 38 times.
    together = kept[eventful.municipality.code, None].coverage
    assert len({round(value, 9) for value in together}) > 12


def test_a_municipality_without_a_register_has_unknown_months_and_no_zeros(eventful):
    eventful.municipality.register_loaded_on = None
    eventful.municipality.save()
    each = series(store_history(eventful.municipality, FIRST, FIRST))[eventful.areas[0].code, "residents"]
    assert (each.need_hours, each.coverage, each.known_share) == ([25], [None], [None])


def test_a_history_takes_the_place_of_the_one_before(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    store_history(town.municipality, date(2020, 1, 15), date(2020, 12, 1))
    history = store_history(town.municipality, date(2020, 6, 1), date(2021, 6, 30))
    assert History.objects.get() == history
    assert (history.first_on, history.months) == (date(2020, 6, 1), 13)
    assert history.seconds > 0
    assert {len(each.coverage) for each in history.series.all()} == {13}


def test_months_are_behind_once_anything_that_they_follow_from_changes(eventful):
    town = eventful
    history = store_history(town.municipality, FIRST, LAST)
    day = date(2026, 11, 24)
    changes = [
        lambda: ClosureFactory(venue=Venue.objects.first(), starts_on=date(2024, 4, 1), reopens_on=date(2024, 5, 1)),
        lambda: town.people("residents", (1, 2, 3), reference_on=date(2026, 3, 1)),
        lambda: town.people("newcomers", (30, 30, 12), reference_on=date(2024, 6, 1), is_suppressed=True),
        lambda: Venue.objects.update(places=77),
        lambda: Walk.objects.filter(points__len=3).update(walk_m=[444, 444, 444]),
        lambda: AudienceFactory(activity=Activity.objects.first(), group_id="youth"),
        lambda: Municipality.objects.update(register_loaded_on=None),
    ]
    for change in changes:
        assert not is_behind(Municipality.objects.get(), day)
        change()
        assert is_behind(Municipality.objects.get(), day)
        history = store_history(Municipality.objects.get(), FIRST, LAST)
    History.objects.filter(pk=history.pk).update(fingerprint="")
    assert is_behind(Municipality.objects.get(), day)


def test_another_method_has_a_history_of_its_own(town):
    town.people("residents", (100, 100, 200))
    first = store_history(town.municipality, FIRST, FIRST)
    own = Method.objects.create(municipality=town.municipality)
    for rule in first.method.group_rules.all():
        rule.pk, rule.method = None, own
        rule.save()
    second = store_history(town.municipality, FIRST, FIRST)
    assert {history.method for history in History.objects.all()} == {first.method, second.method}


def test_where_nothing_can_be_scored_the_history_that_is_there_stays(town):
    town.people("residents", (100, 100, 200))
    history = store_history(town.municipality, FIRST, FIRST)
    town.edition.is_active = False
    town.edition.save()
    with pytest.raises(NothingToScore, match="no active boundaries"):
        store_history(town.municipality, FIRST, LAST)
    assert History.objects.get() == history


def test_nobodys_figures_have_no_history(town):
    with pytest.raises(NothingToScore, match="no figures of residents"):
        store_history(town.municipality, FIRST, LAST)


def test_months_run_from_the_first_to_the_last():
    assert months_of(date(2025, 11, 30), date(2026, 2, 1)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    with pytest.raises(ValueError, match="2025-01 comes before 2025-02"):
        months_of(date(2025, 2, 1), date(2025, 1, 31))


def test_a_date_that_was_not_read_is_refused(town):
    town.people("residents", (100, 100, 200))
    span = read_span(town.municipality, FIRST, LAST)
    with pytest.raises(
        ValueError, match="2027-01-01 was not read: the register was read from 2023-11-01 to 2026-12-01"
    ):
        span.register.on(date(2027, 1, 1))


# Scores as of any date, past or coming.


def coverage(town: Town, day: date) -> float:
    value = of(assess(town.municipality, day), 0, "residents", town).coverage
    assert value is not None
    return value


def test_an_announced_closure_and_reopening_count_from_their_days(town):
    town.people("residents", (100, 100, 200))
    ClosureFactory(venue=open_library(town), starts_on=date(2027, 9, 1), reopens_on=date(2028, 3, 1))
    days = (date(2027, 8, 31), date(2027, 9, 1), date(2028, 2, 29), date(2028, 3, 1))
    assert [coverage(town, day) > 0 for day in days] == [True, False, False, True]


def test_an_announced_opening_counts_from_its_day(town):
    town.people("residents", (100, 100, 200))
    open_library(town, opened_on=date(2027, 4, 1))
    assert (coverage(town, date(2027, 3, 31)), coverage(town, date(2027, 4, 1))) == (0, pytest.approx(0.4))


def test_funding_that_ends_closes_nothing(town):
    town.people("residents", (100, 100, 200))
    FundingFactory(venue=open_library(town), ends_on=date(2027, 1, 1))
    assert coverage(town, date(2026, 12, 31)) == coverage(town, date(2027, 1, 1)) > 0


def test_hours_that_are_to_be_cut_count_until_their_last_day(town):
    town.people("residents", (100, 100, 200))
    SlotFactory(venue=open_library(town), weekday=2, ends_on=date(2027, 1, 1))
    assert coverage(town, date(2026, 12, 31)) == pytest.approx(2 * coverage(town, date(2027, 1, 1)))
