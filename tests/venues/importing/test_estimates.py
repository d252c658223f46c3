"""The arithmetic from figures to persons, by hand."""

import pytest

from venues.importing.estimates import Persons, Place, Share, estimate_groups, infer_counts
from venues.models import Indicator

RESIDENTS = Indicator.RESIDENTS
YOUNG = Indicator.AGE_15_25
OLD = Indicator.AGE_65_PLUS
CHILDREN = Indicator.AGE_0_15


def exactly(persons: float) -> Persons:
    return Persons(persons, persons, persons)


def estimate(group: str, counted: dict[Indicator, Persons], shares: dict[Indicator, Share] | None = None):
    found = {each.group: each for each in estimate_groups(counted, shares or {}, "CBS 2024")}
    return found.get(group)


def numbers(persons: Persons) -> tuple[float, float, float]:
    return pytest.approx((persons.low, persons.best, persons.high))  # type: ignore[return-value]


def test_youth_and_residents_are_counted_not_estimated():
    counted = {RESIDENTS: exactly(1000), YOUNG: exactly(120)}

    assert estimate("youth", counted).persons == exactly(120)
    assert estimate("residents", counted).persons == exactly(1000)
    assert estimate("residents", counted).source == "CBS 2024: residents"


def test_lonely_older_people_range_from_severely_lonely_to_a_tenth_more():
    shares = {
        Indicator.LONELY_65_PCT: Share(0.545, "RIVM 2020"),
        Indicator.VERY_LONELY_65_PCT: Share(0.139, "RIVM 2020"),
    }

    found = estimate("older-lonely", {OLD: exactly(200)}, shares)

    assert numbers(found.persons) == (27.8, 109, 119.9)
    assert found.source == "CBS 2024: ages 65 and over × 54.5 % lonely (RIVM 2020)"


def test_without_the_monitor_the_national_shares_of_the_lonely_stand_in():
    found = estimate("older-lonely", {OLD: exactly(200)})

    assert numbers(found.persons) == (20.8, 99, 108.9)
    assert "RIVM 2020, NL, 65+" in found.source


def test_never_more_lonely_people_than_people():
    shares = {Indicator.LONELY_65_PCT: Share(0.95, "x"), Indicator.VERY_LONELY_65_PCT: Share(0.99, "x")}

    assert numbers(estimate("older-lonely", {OLD: exactly(200)}, shares).persons) == (190, 190, 200)


def test_mental_health_needs_are_a_share_of_the_adults():
    counted = {RESIDENTS: exactly(1000), CHILDREN: exactly(200), YOUNG: exactly(100)}
    shares = {Indicator.ANXIETY_DEPRESSION_18_PCT: Share(0.10, "RIVM 2020")}

    # Adults: 1000 − 200 − 0.3 × 100 = 770.
    assert numbers(estimate("mental-health", counted, shares).persons) == (61.6, 77, 92.4)
    assert numbers(estimate("mental-health", counted).persons) == (21.56, 74.69, 137.06)


def test_more_minors_than_residents_by_rounding_leave_no_adults():
    counted = {RESIDENTS: exactly(10), CHILDREN: exactly(10), YOUNG: exactly(5)}

    assert estimate("mental-health", counted).persons == exactly(0)


def test_newcomers_are_a_quarter_of_those_born_outside_europe():
    found = estimate("newcomers", {RESIDENTS: exactly(1000)}, {Indicator.BORN_OUTSIDE_EUROPE_PCT: Share(0.2, "CBS")})

    assert numbers(found.persons) == (20, 50, 100)
    assert "20 % born outside Europe (CBS) × 0.25 (our assumption)" in found.source


def test_where_the_origin_of_a_few_residents_is_withheld_the_range_is_wide():
    share = Share(0.2, "CBS, district", is_withheld_here=True)

    found = estimate("newcomers", {RESIDENTS: exactly(20)}, {Indicator.BORN_OUTSIDE_EUROPE_PCT: share})

    assert numbers(found.persons) == (0, 1, 10)
    assert found.persons.is_suppressed


def test_intellectual_disability_is_four_percent_and_says_that_no_register_exists():
    found = estimate("intellectual-disability", {RESIDENTS: exactly(1000)})

    assert numbers(found.persons) == (22, 40, 64)
    assert "no register exists" in found.source


@pytest.mark.parametrize(
    ("group", "counted"),
    [
        ("youth", {RESIDENTS: exactly(1000)}),
        ("older-lonely", {RESIDENTS: exactly(1000)}),
        ("mental-health", {RESIDENTS: exactly(1000), CHILDREN: exactly(100)}),
        ("newcomers", {RESIDENTS: exactly(1000)}),
        ("intellectual-disability", {YOUNG: exactly(100)}),
        ("residents", {YOUNG: exactly(100)}),
    ],
)
def test_what_is_not_known_has_no_estimate(group: str, counted: dict[Indicator, Persons]):
    assert estimate(group, counted) is None


def test_a_withheld_count_is_what_the_district_has_left_spread_by_residents():
    district = Place("WK", {RESIDENTS: 1000, YOUNG: 130})
    places = [
        Place("BU1", {RESIDENTS: 800, YOUNG: 100}),
        Place("BU2", {RESIDENTS: 150, YOUNG: None}),
        Place("BU3", {RESIDENTS: 50, YOUNG: None}),
    ]

    known, larger, smaller = infer_counts(places, district, {})

    assert known[YOUNG] == exactly(100)
    # 30 left over 200 residents.
    assert larger[YOUNG] == Persons(0, 22.5, 150, is_suppressed=True)
    assert smaller[YOUNG] == Persons(0, 7.5, 50, is_suppressed=True)


def test_a_withheld_count_of_a_district_without_figures_takes_the_rate_of_the_municipality():
    places = [Place("BU1", {RESIDENTS: 40, YOUNG: None})]

    (found,) = infer_counts(places, Place("WK", {RESIDENTS: 40, YOUNG: None}), {YOUNG: 0.1})

    assert found[YOUNG] == Persons(0, 4, 40, is_suppressed=True)


def test_withheld_residents_without_any_total_stay_unknown_and_so_do_their_ages():
    (found,) = infer_counts([Place("BU1", {RESIDENTS: None, YOUNG: None})], None, {YOUNG: 0.1})

    assert found == {}


def test_nothing_can_be_inferred_where_nothing_is_known():
    (found,) = infer_counts([Place("BU1", {RESIDENTS: 40, YOUNG: None})], None, {})

    assert found == {RESIDENTS: exactly(40)}


def test_a_count_that_nobody_published_stays_absent_and_takes_nothing_from_its_siblings():
    district = Place("WK", {YOUNG: 130})
    places = [Place("BU1", {}), Place("BU2", {RESIDENTS: 10, YOUNG: None}), Place("BU3", {RESIDENTS: 5, YOUNG: 120})]

    unpublished, withheld, _known = infer_counts(places, district, {YOUNG: 0.1})

    assert unpublished == {}
    assert withheld[YOUNG].best == 10


def test_withheld_residents_are_inferred_too_evenly_where_nothing_tells_them_apart():
    district = Place("WK", {RESIDENTS: 100})
    places = [Place("BU1", {RESIDENTS: 80}), Place("BU2", {RESIDENTS: None}), Place("BU3", {RESIDENTS: None})]

    _known, second, third = infer_counts(places, district, {})

    assert second[RESIDENTS] == third[RESIDENTS] == Persons(0, 10, 20, is_suppressed=True)


def test_rounded_figures_never_leave_fewer_than_nobody():
    places = [Place("BU1", {RESIDENTS: 80, YOUNG: 15}), Place("BU2", {RESIDENTS: 5, YOUNG: None})]

    _known, withheld = infer_counts(places, Place("WK", {RESIDENTS: 85, YOUNG: 10}), {})

    assert withheld[YOUNG] == Persons(0, 0, 5, is_suppressed=True)


def test_an_area_without_residents_is_known_to_have_none_of_any_age():
    (found,) = infer_counts([Place("BU1", {RESIDENTS: 0, YOUNG: None})], Place("WK", {YOUNG: 100}), {})

    assert found[YOUNG] == exactly(0)


def test_an_estimate_that_rests_on_a_withheld_count_is_itself_withheld_and_may_be_zero():
    counted = {
        RESIDENTS: exactly(40),
        CHILDREN: Persons(0, 5, 40, is_suppressed=True),
        YOUNG: exactly(10),
        OLD: Persons(0, 8, 40, is_suppressed=True),
    }

    mental, lonely = estimate("mental-health", counted), estimate("older-lonely", counted)

    # Adults: best 40 − 5 − 3 = 32, at most 40 − 0 − 3 = 37.
    assert numbers(mental.persons) == (0, 32 * 0.097, 37 * 0.178)
    assert numbers(lonely.persons) == (0, 8 * 0.495, 40 * 0.5445)
    assert mental.persons.is_suppressed
    assert lonely.persons.is_suppressed
