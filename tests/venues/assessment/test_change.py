"""Between two dates a municipality can say what changed its coverage: places, hosts, people, or only the records."""

from datetime import date, time

import pytest

from tests.factories import (
    ActivityFactory,
    AudienceFactory,
    ClosureFactory,
    FundingFactory,
    RunFactory,
    SlotFactory,
    StaffingFactory,
    default_method,
)
from tests.venues.assessment.town import Town, make_town, open_library
from venues.assessment.change import (
    FACTORS,
    AreaChange,
    change_between,
    requested_change,
    runs_of_other_methods,
)
from venues.assessment.events import EventKind
from venues.assessment.run import assess
from venues.models import Method, Run, Score, Slot

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2020, 1, 1), date(2026, 1, 1)


@pytest.fixture
def town() -> Town:
    return make_town()


def change_of(town: Town, area: int | str = 0, group: str | None = "residents") -> AreaChange:
    code = area if isinstance(area, str) else town.areas[area].code
    return change_between(town.municipality, BEFORE, AFTER).areas[code, group]


def parts_of(change: AreaChange) -> dict[str, float]:
    """The parts that are not 0."""
    return {name: part for name, part in zip(FACTORS, change.parts, strict=True) if part != 0}


def happened(town: Town) -> list[tuple[str, str]]:
    return [(f"{event.on}", event.kind.value) for event in change_between(town.municipality, BEFORE, AFTER).events]


# What counts as what


def test_a_closed_place_is_presence(town):
    town.people("residents", (100, 100, 200))
    ClosureFactory(venue=open_library(town), starts_on=date(2022, 5, 1), reason="funding")
    change = change_of(town)
    assert (change.before, change.after) == (pytest.approx(0.4), 0)
    assert parts_of(change) == {"presence": pytest.approx(-0.4)}


def test_a_moved_place_is_one_that_closed_and_one_that_opened(town):
    town.people("residents", (100, 100, 200))
    ClosureFactory(venue=open_library(town, walks=(100, None, None)), starts_on=date(2022, 5, 1), reason="merger")
    open_library(town, walks=(None, 100, None), opened_on=date(2022, 5, 1))
    assert parts_of(change_of(town, 0)) == {"presence": pytest.approx(-1.6)}
    assert parts_of(change_of(town, 1)) == {"presence": pytest.approx(1.6)}
    assert happened(town) == [("2022-05-01", "closed"), ("2022-05-01", "opened")]


def test_recorded_hours_that_were_cut_are_hosted_hours(town):
    town.people("residents", (100, 100, 200))
    SlotFactory(venue=open_library(town), weekday=2, ends_on=date(2022, 5, 1))
    assert parts_of(change_of(town)) == {"hosted-hours": pytest.approx(-0.4)}
    [event] = change_between(town.municipality, BEFORE, AFTER).events
    assert (event.kind, event.hours_before, event.hours_after) == (EventKind.FEWER_HOURS, 8, 4)


def test_a_host_who_left_an_open_place_costs_hosted_hours(town):
    town.people("residents", (100, 100, 200))
    library = town.venue("library", places=10)
    SlotFactory(venue=library, ends_on=date(2022, 5, 1))
    SlotFactory(venue=library, starts_on=date(2022, 5, 1), host=Slot.Host.NONE)
    assert parts_of(change_of(town)) == {"hosted-hours": pytest.approx(-0.4)}


def test_a_partial_closure_takes_the_hours_or_the_places_that_it_names(town):
    town.people("residents", (100, 100, 200))
    ClosureFactory(venue=open_library(town), extent="partial", hours_remaining=1, starts_on=date(2022, 5, 1))
    ClosureFactory(venue=open_library(town), extent="partial", places_remaining=5, starts_on=date(2023, 5, 1))
    assert parts_of(change_of(town)) == {
        "hosted-hours": pytest.approx(-0.3),
        "places": pytest.approx(-0.2),
    }
    assert happened(town) == [("2022-05-01", "partly-closed"), ("2023-05-01", "partly-closed")]


def test_an_activity_that_took_places_out_of_a_room_is_places_there_and_presence_itself(town):
    town.people("residents", (100, 100, 200))
    library = open_library(town)
    table = ActivityFactory(
        municipality=town.municipality, venue=library, location=None, places=4, starts_on=date(2022, 5, 1)
    )
    SlotFactory(activity=table)
    AudienceFactory(activity=table, group_id="residents", suitability=0.5)
    parts = parts_of(change_of(town))
    # 4 of 10 places, of 40 place-hours for 100 hours of need; the activity gives back what it takes.
    assert parts == {"presence": pytest.approx(0.16), "places": pytest.approx(-0.16)}


def test_more_people_for_the_same_room_is_demand(town):
    open_library(town)
    town.people("residents", (100, 100, 200), reference_on=date(2019, 1, 1))
    town.people("residents", (200, 200, 400), reference_on=date(2025, 1, 1))
    assert parts_of(change_of(town)) == {"demand": pytest.approx(-0.2)}


# What is only record-keeping


def only_record_keeping(town: Town) -> None:
    change = change_of(town)
    assert change.after != pytest.approx(change.before)
    assert parts_of(change) == {"record-keeping": pytest.approx(change.after - change.before)}


def test_a_default_that_makes_way_for_recorded_hours_is_no_real_change(town):
    town.people("residents", (400, 400, 200))
    library = town.venue("library")
    for weekday in (1, 2):
        SlotFactory(venue=library, weekday=weekday, starts_on=date(2022, 5, 1))
    only_record_keeping(town)
    [event] = change_between(town.municipality, BEFORE, AFTER).events
    assert (event.kind, event.hours_before, event.hours_after) == (EventKind.RECORDED, 45, 8)


def test_a_record_that_lapses_is_no_real_change(town):
    town.people("residents", (400, 400, 200))
    SlotFactory(venue=town.venue("library", places=10), ends_on=date(2022, 5, 1))
    only_record_keeping(town)


def test_staffing_that_was_recorded_at_last_is_no_real_change(town):
    town.people("residents", (400, 400, 200))
    StaffingFactory(venue=town.venue("library"), hours_per_week=8, starts_on=date(2022, 5, 1))
    only_record_keeping(town)


def test_hosts_of_slots_that_were_recorded_at_last_are_no_real_change(town):
    """Some slots before and others after: the hours are as open as they were."""
    town.people("residents", (400, 400, 200))
    centre = town.venue("garden", places=10)
    for weekday in (1, 2, 3, 4, 5):
        SlotFactory(venue=centre, weekday=weekday, host="", ends_on=date(2022, 5, 1) if weekday < 5 else None)
    for weekday in (1, 2, 3, 4):
        SlotFactory(venue=centre, weekday=weekday, starts_on=date(2022, 5, 1))
    only_record_keeping(town)


def test_slots_without_a_recorded_host_that_were_cut_are_a_real_change(town):
    town.people("residents", (400, 400, 200))
    library = town.venue("library", places=10)
    SlotFactory(venue=library, host="")
    SlotFactory(venue=library, weekday=2, host="", ends_on=date(2022, 5, 1))
    assert set(parts_of(change_of(town))) == {"hosted-hours"}


def test_places_that_seem_taken_once_the_hours_are_recorded_were_taken_before(town):
    """An activity's places are taken out of recorded hours only: to record these is no loss of places."""
    town.people("residents", (400, 400, 200))
    library = town.venue("library", places=10)
    SlotFactory(venue=library, starts_on=date(2022, 5, 1))
    table = ActivityFactory(municipality=town.municipality, venue=library, location=None, places=4)
    SlotFactory(activity=table)
    AudienceFactory(activity=table, group_id="youth")
    only_record_keeping(town)


def test_an_activity_whose_hours_were_recorded_at_last_takes_no_places_in_reality(town):
    town.people("residents", (400, 400, 200))
    library = open_library(town)
    table = ActivityFactory(municipality=town.municipality, venue=library, location=None, places=4)
    SlotFactory(activity=table, starts_on=date(2022, 5, 1))
    AudienceFactory(activity=table, group_id="youth")
    only_record_keeping(town)


def test_hours_that_were_cut_are_real_though_another_host_was_written_down_later(town):
    town.people("residents", (100, 100, 200))
    library = town.venue("library", places=10)
    for weekday in (1, 2, 3, 4):
        SlotFactory(venue=library, weekday=weekday, ends_on=date(2023, 1, 1))
    for facts in ({"host": "", "ends_on": date(2024, 1, 1)}, {"starts_on": date(2024, 1, 1)}):
        SlotFactory(venue=library, weekday=5, starts=time(9), ends=time(10), **facts)
    assert parts_of(change_of(town)) == {"hosted-hours": pytest.approx(-1.6)}
    assert happened(town) == [("2023-01-01", "fewer-hours"), ("2024-01-01", "recorded")]


def test_a_default_a_record_and_a_partial_closure_are_told_apart(town):
    town.people("residents", (100, 100, 200))
    library = town.venue("library", places=10)
    for weekday in (1, 2):
        SlotFactory(venue=library, weekday=weekday, starts_on=date(2022, 1, 1))
    ClosureFactory(venue=library, extent="partial", starts_on=date(2023, 1, 1), hours_remaining=2)
    assert parts_of(change_of(town)) == {
        "hosted-hours": pytest.approx(-0.6),
        "record-keeping": pytest.approx(-3.7),
    }


def test_a_slot_that_came_while_a_host_was_written_down_makes_that_no_real_change(town):
    town.people("residents", (100, 100, 200))
    table = ActivityFactory(municipality=town.municipality, venue=town.venue("park"), location=None, places=10)
    SlotFactory(activity=table, host="", ends_on=date(2023, 1, 1))
    SlotFactory(activity=table, host="volunteer", starts_on=date(2023, 1, 1))
    SlotFactory(activity=table, weekday=2, host="", starts_on=date(2023, 1, 1))
    only_record_keeping(town)
    assert happened(town) == [("2023-01-01", "recorded")]


def test_an_hour_in_which_an_activity_had_the_whole_room_is_no_loss(town):
    town.people("residents", (100, 100, 200))
    library = open_library(town)
    SlotFactory(venue=library, weekday=2, ends_on=date(2023, 1, 1))
    table = ActivityFactory(municipality=town.municipality, venue=library, location=None, places=10)
    SlotFactory(activity=table, weekday=2)
    change = change_of(town)
    assert (change.before, parts_of(change)) == (pytest.approx(0.8), {})


@pytest.mark.parametrize(("facts", "part"), [({}, -0.2), ({"starts_on": date(2023, 1, 1)}, 0.2)])
def test_hours_without_a_host_are_hours_where_a_method_counts_them(town, facts, part):
    Method.objects.update(unhosted_weight=0.5)
    town.people("residents", (100, 100, 200))
    library = open_library(town)
    SlotFactory(venue=library, weekday=2, host=Slot.Host.NONE, ends_on=date(2023, 1, 1))
    if facts:
        SlotFactory(venue=library, weekday=2, **facts)
    assert parts_of(change_of(town)) == {"hosted-hours": pytest.approx(part)}


@pytest.mark.parametrize("slots", [{}, {"host": ""}])
def test_the_last_host_who_leaves_is_a_real_loss(town, slots):
    """The default of the type does not take over: it is known that nobody is there."""
    town.people("residents", (100, 100, 200))
    library = town.venue("library", places=10)
    StaffingFactory(venue=library, hours_per_week=4, ends_on=date(2022, 5, 1))
    if slots:
        SlotFactory(venue=library, **slots)
    change = change_of(town)
    assert (change.before, change.after) == (pytest.approx(0.4), 0)
    assert parts_of(change) == {"hosted-hours": pytest.approx(-0.4)}
    [event] = change_between(town.municipality, BEFORE, AFTER).events
    assert (event.kind, event.hours_before, event.hours_after) == (EventKind.FEWER_HOURS, 4, 0)
    # So it is where it ended long before the day that is asked for.
    assert assess(town.municipality, AFTER).score(town.areas[0].code, "residents").coverage == 0


def test_who_hosted_before_the_first_staffing_is_unknown(town):
    town.people("residents", (100, 100, 200))
    library = town.venue("library", places=10)
    for starts_on, ends_on in ((date(2021, 1, 1), date(2022, 1, 1)), (date(2023, 1, 1), None)):
        StaffingFactory(venue=library, hours_per_week=4, starts_on=starts_on, ends_on=ends_on)
    days = date(2020, 6, 1), date(2021, 6, 1), date(2022, 6, 1), date(2023, 6, 1)
    scores = [assess(town.municipality, day).score(town.areas[0].code, "residents") for day in days]
    assert [score.coverage for score in scores] == [pytest.approx(each) for each in (4.5, 0.4, 0, 0.4)]


def test_people_whose_number_was_withheld_on_one_of_the_dates_are_no_real_change(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    town.people("newcomers", (20, 30, 30), reference_on=date(2018, 1, 1), is_suppressed=True)
    town.people("newcomers", (60, 30, 30), reference_on=date(2025, 1, 1))
    only_record_keeping(town)


# What may be said of it


def test_both_coverages_are_those_of_the_dates_and_the_parts_add_up(town):
    library = open_library(town)
    SlotFactory(venue=library, weekday=2, starts=time(12), ends=time(17), ends_on=date(2023, 1, 1))
    ClosureFactory(venue=town.venue("community-centre", walks=(500, None, 900)), starts_on=date(2024, 1, 1))
    open_library(town, opened_on=date(2021, 1, 1), walks=(None, 300, 700))
    town.people("residents", (100, 100, 200), reference_on=date(2019, 1, 1))
    town.people("residents", (150, 90, 0), reference_on=date(2025, 1, 1))
    town.people("newcomers", (30, 30, 0))
    found = change_between(town.municipality, BEFORE, AFTER)
    scored = assess(town.municipality, BEFORE), assess(town.municipality, AFTER)
    assert {(score.area.code, score.group_id) for score in scored[0].scores} == set(found.areas)
    for (code, group), change in found.areas.items():
        for assessment, coverage, status in (
            (scored[0], change.before, change.status_before),
            (scored[1], change.after, change.status_after),
        ):
            score = assessment.score(code, group)
            if change.group or not change.left_out:
                assert coverage == (None if score.coverage is None else pytest.approx(score.coverage, abs=1e-9))
            if change.group:
                assert status == score.status
        if change.parts:
            assert sum(change.parts) == pytest.approx(change.after - change.before, abs=1e-9)
    assert [change.group is None for change in found.of_area(town.areas[0].code)] == [False] * 6 + [True]


def test_a_group_that_is_withheld_on_a_date_has_no_parts_and_is_in_no_sum(town):
    open_library(town)
    town.people("residents", (100, 100, 200))
    town.people("newcomers", (30, 30, 30), reference_on=date(2019, 1, 1))
    town.people("newcomers", (9, 30, 30), reference_on=date(2025, 1, 1))
    found = change_between(town.municipality, BEFORE, AFTER).areas
    code = town.areas[0].code
    few, together, residents = (found[code, group] for group in ("newcomers", None, "residents"))
    assert (few.status_before, few.status_after) == (Score.Status.OK, Score.Status.SUPPRESSED)
    assert few.before is not None
    assert (few.after, few.parts) == (None, ())
    assert [group.code for group in together.left_out] == ["youth", "older-lonely", "newcomers", *REST]
    assert (together.before, together.parts) == (residents.before, residents.parts)


REST = ["intellectual-disability", "mental-health"]


def test_nobody_and_the_unknown_have_no_change(town):
    open_library(town)
    town.people("residents", (100, 0, 200))
    assert change_of(town, 1).status_after == Score.Status.NO_NEED
    assert change_of(town, 0, "youth").status_after == Score.Status.UNKNOWN
    town.municipality.register_loaded_on = None
    town.municipality.save()
    for group in ("residents", None):
        change = change_of(town, 0, group)
        assert (change.status_before, change.before, change.parts) == (Score.Status.UNKNOWN, None, ())


def test_a_change_runs_from_an_earlier_date_to_a_later_one(town):
    with pytest.raises(ValueError, match="2020-01-01 is not after 2020-01-01"):
        change_between(town.municipality, BEFORE, BEFORE)


# What happened


def test_what_happened_in_between_is_told_with_its_reason_and_where(town):
    town.people("residents", (100, 100, 200))
    library = open_library(town, name="De Bieb")
    ClosureFactory(venue=library, starts_on=date(2021, 1, 1), reopens_on=date(2021, 6, 1), reason="renovation")
    ClosureFactory(venue=library, starts_on=date(2019, 1, 1), reopens_on=date(2020, 6, 1), reason="building")
    FundingFactory(venue=library, ends_on=date(2022, 1, 1))
    table = ActivityFactory(
        municipality=town.municipality,
        venue=library,
        location=None,
        name="Taaltafel",
        starts_on=date(2022, 2, 1),
        ends_on=date(2023, 2, 1),
    )
    park = ActivityFactory(municipality=town.municipality, name="Wandelen", starts_on=date(2023, 4, 1))
    SlotFactory(venue=library, weekday=4, starts_on=date(2024, 1, 1))
    found = change_between(town.municipality, BEFORE, AFTER)
    assert [(f"{e.on}", e.kind.value, e.name, e.closure.reason if e.closure else "") for e in found.events] == [
        ("2020-06-01", "reopened", "De Bieb", "building"),
        ("2021-01-01", "closed", "De Bieb", "renovation"),
        ("2022-02-01", "opened", "Taaltafel", ""),
        ("2023-02-01", "ended", "Taaltafel", ""),
        ("2023-04-01", "opened", "Wandelen", ""),
        ("2024-01-01", "more-hours", "De Bieb", ""),
    ]
    inside = frozenset((town.areas[0].code, town.areas[0].parent.code, town.municipality.code))
    assert {event.area_codes for event in found.events} == {inside}
    assert found.events[2].activity == table
    assert (found.events[4].venue, found.events[4].activity) == (None, park)


def test_a_closed_place_takes_its_activities_along_without_a_line_of_their_own(town):
    town.people("residents", (100, 100, 200))
    library = open_library(town)
    ClosureFactory(venue=library, starts_on=date(2022, 5, 1))
    for ends_on in (None, date(2022, 5, 1)):
        table = ActivityFactory(municipality=town.municipality, venue=library, location=None, ends_on=ends_on)
        SlotFactory(activity=table)
    assert happened(town) == [("2022-05-01", "closed")]


def test_a_place_that_stays_closed_for_another_reason_neither_closes_nor_reopens(town):
    town.people("residents", (100, 100, 200))
    library = open_library(town)
    ClosureFactory(venue=library, starts_on=date(2019, 1, 1), reopens_on=date(2022, 1, 1))
    ClosureFactory(venue=library, starts_on=date(2022, 1, 1), reopens_on=date(2023, 1, 1))
    assert happened(town) == [("2023-01-01", "reopened")]


def test_what_happened_on_the_first_day_counts_before_and_on_the_last_day_after(town):
    town.people("residents", (100, 100, 200))
    open_library(town, opened_on=BEFORE)
    open_library(town, opened_on=AFTER)
    assert happened(town) == [(f"{AFTER}", "opened")]


def test_a_place_next_door_is_told_to_those_who_can_walk_there_and_whom_it_suits(town):
    town.people("residents", (100, 100, 0))
    town.people("youth", (30, 30, 0))
    ClosureFactory(venue=town.venue("youth-centre", walks=(100, 300, None)), starts_on=date(2022, 5, 1))
    found = change_between(town.municipality, BEFORE, AFTER)
    first, second, third = (area.code for area in town.areas)
    # It lies in the first.
    assert len(found.events_in(first)) == 1
    assert found.events_around(first, "youth") == []
    assert len(found.events_around(second, "youth")) == len(found.events_around(second, None)) == 1
    assert found.events_around(second, "residents") == []
    assert found.events_around(third, None) == []


# Runs


def test_runs_of_different_methods_are_told_apart(town):
    default, other = default_method(), Method.objects.create(municipality=town.municipality, version=2)
    RunFactory(edition=town.edition, method=default, as_of=BEFORE)
    two = RunFactory(edition=town.edition, method=other, as_of=AFTER)
    assert runs_of_other_methods(town.municipality, default, [BEFORE, AFTER]) == [two]
    assert runs_of_other_methods(town.municipality, default, [BEFORE]) == []


def test_a_change_that_was_asked_for_is_kept_until_the_register_is_scored_again(town):
    town.people("residents", (100, 100, 200))
    library = open_library(town)
    assert requested_change(town.municipality, BEFORE, AFTER).areas[town.areas[0].code, None].parts == (0,) * 5
    live = RunFactory(edition=town.edition, kind=Run.Kind.LIVE)
    first = requested_change(town.municipality, BEFORE, AFTER)
    ClosureFactory(venue=library, starts_on=date(2022, 5, 1))
    assert requested_change(town.municipality, BEFORE, AFTER) is first
    live.delete()
    live = RunFactory(edition=town.edition, kind=Run.Kind.LIVE)
    assert requested_change(town.municipality, BEFORE, AFTER).events != []
    live.delete()
    town.edition.is_active = False
    town.edition.save()
    assert requested_change(town.municipality, BEFORE, AFTER) is None
