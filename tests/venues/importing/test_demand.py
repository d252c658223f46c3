from collections.abc import Mapping
from datetime import date

import pytest

from tests.factories import AreaFactory, EditionFactory, default_method
from venues.importing.demand import estimate_demand
from venues.models import Area, DemandEstimate, Edition, Figure

pytestmark = pytest.mark.django_db

DAY = date(2024, 1, 1)


@pytest.fixture
def edition() -> Edition:
    """Two neighbourhoods, columns 0 and 1, in one district."""
    default_method()
    edition = EditionFactory(year=2024)
    for column in (0, 1):
        AreaFactory(edition=edition, column=column)
    return edition


def publish(code: str, day: date = DAY, source: str = "CBS 2024", **values: float | None) -> None:
    area = Area.objects.get(code=code)
    for indicator, value in values.items():
        Figure.objects.update_or_create(
            area=area, indicator=indicator, reference_on=day, defaults={"value": value, "source": source}
        )


def persons(code: str, group: str, day: date = DAY) -> DemandEstimate | None:
    return DemandEstimate.objects.filter(area__code=code, group=group, reference_on=day).first()


def ages(residents: float, **others: float | None) -> Mapping[str, float | None]:
    return {"residents": residents, "age_0_15": 100, "age_15_25": 100, "age_65_plus": 200, **others}


def test_every_group_of_a_neighbourhood_is_estimated_with_its_range(edition: Edition):
    publish("BU99900000", **ages(1000, born_outside_europe_pct=20))
    publish("BU99900000", date(2020, 10, 1), "RIVM 2020", lonely_65_pct=50, very_lonely_65_pct=10)

    summary = estimate_demand(edition.municipality)

    found = {
        each.group_id: (each.persons_low, each.persons, each.persons_high) for each in DemandEstimate.objects.all()
    }
    assert found["residents"] == (1000, 1000, 1000)
    assert found["youth"] == (100, 100, 100)
    assert found["older-lonely"] == pytest.approx((20, 100, 110))
    assert found["newcomers"] == pytest.approx((20, 50, 100))
    assert found["intellectual-disability"] == pytest.approx((22, 40, 64))
    assert found["mental-health"] == pytest.approx((870 * 0.028, 870 * 0.097, 870 * 0.178))
    assert (summary.estimates, summary.created, summary.reference_days) == (6, 6, [DAY])


def test_an_area_that_nobody_published_is_unknown_and_counted(edition: Edition):
    publish("BU99900000", **ages(1000))

    summary = estimate_demand(edition.municipality)

    assert not DemandEstimate.objects.filter(area__code="BU99900001").exists()
    assert summary.unknown["residents"] == 1
    assert summary.unknown["newcomers"] == 2
    assert "newcomers unknown in 2 areas" in str(summary)


def test_the_district_stands_in_for_a_share_that_is_not_published_lower(edition: Edition):
    publish("BU99900000", **ages(1000))
    publish("WK999000", born_outside_europe_pct=40)

    estimate_demand(edition.municipality)

    newcomers = persons("BU99900000", "newcomers")
    assert newcomers.persons == 100
    assert not newcomers.is_suppressed
    assert "CBS 2024, district" in newcomers.source


def test_the_mean_of_the_others_stands_in_where_even_the_district_is_withheld(edition: Edition):
    AreaFactory(edition=edition, row=1, column=0)
    publish("BU99900000", **ages(900), born_outside_europe_pct=40)
    publish("BU99900001", **ages(300), born_outside_europe_pct=20)
    publish("BU99900100", residents=20, born_outside_europe_pct=None)
    publish("WK999001", residents=20, born_outside_europe_pct=None)

    estimate_demand(edition.municipality)

    newcomers = persons("BU99900100", "newcomers")
    # (900 × 40 % + 300 × 20 %) / 1200 = 35 % of 20 residents, a quarter of it.
    assert newcomers.persons == pytest.approx(20 * 0.35 * 0.25)
    assert newcomers.is_suppressed
    assert "mean of the areas that have it" in newcomers.source


def test_a_withheld_age_is_inferred_from_the_district_and_marked(edition: Edition):
    publish("BU99900000", **ages(1000))
    publish("BU99900001", **ages(40, age_15_25=None))
    publish("WK999000", residents=1040, age_15_25=112)

    summary = estimate_demand(edition.municipality)

    youth = persons("BU99900001", "youth")
    assert (youth.persons_low, youth.persons, youth.persons_high) == (0, 12, 40)
    assert youth.is_suppressed
    assert summary.suppressed == 2  # youth, and mental health, which rests on it


def test_a_withheld_age_takes_the_rate_of_the_others_where_no_district_is_published(edition: Edition):
    publish("BU99900000", **ages(1000))
    publish("BU99900001", residents=40, age_15_25=None)

    estimate_demand(edition.municipality)

    assert persons("BU99900001", "youth").persons == 4


def test_the_published_rate_of_the_municipality_goes_before_that_of_the_others(edition: Edition):
    publish("BU99900000", **ages(1000))
    publish("BU99900001", residents=40, age_15_25=None)
    publish("GM9990", residents=2000, age_15_25=400)

    estimate_demand(edition.municipality)

    assert persons("BU99900001", "youth").persons == 8


@pytest.mark.parametrize(
    ("published_on", "lonely"),
    [
        ([date(2016, 9, 1), date(2020, 10, 1), date(2024, 9, 1)], 40),  # the latest that was known on the day
        ([date(2024, 9, 1), date(2028, 9, 1)], 30),  # else the earliest after it
    ],
)
def test_a_monitor_of_another_year_is_used_the_latest_before_else_the_earliest_after(
    edition: Edition, published_on: list[date], lonely: float
):
    publish("BU99900000", **ages(1000))
    shares = {2016: 20, 2020: 40, 2024: 30, 2028: 60}
    for day in published_on:
        publish("BU99900000", day, f"RIVM {day.year}", lonely_65_pct=shares[day.year])

    estimate_demand(edition.municipality)

    assert persons("BU99900000", "older-lonely").persons == pytest.approx(200 * lonely / 100)


def test_each_year_with_ages_has_estimates_of_its_own(edition: Edition):
    publish("BU99900000", **ages(1000))
    publish("BU99900000", date(2016, 1, 1), **ages(800))

    summary = estimate_demand(edition.municipality)

    assert summary.reference_days == [date(2016, 1, 1), DAY]
    assert persons("BU99900000", "residents", date(2016, 1, 1)).persons == 800


def test_only_the_finest_areas_are_estimated_so_that_levels_add_up(edition: Edition):
    publish("BU99900000", **ages(1000))
    publish("WK999000", **ages(1003))
    publish("GM9990", **ages(1007))

    estimate_demand(edition.municipality)

    assert set(DemandEstimate.objects.values_list("area__level", flat=True)) == {"neighbourhood"}


def test_a_second_run_changes_nothing_and_withdrawn_figures_withdraw_their_estimate(edition: Edition):
    publish("BU99900000", **ages(1000))
    estimate_demand(edition.municipality)

    again = estimate_demand(edition.municipality)
    Figure.objects.filter(indicator="age_15_25").delete()
    less = estimate_demand(edition.municipality)

    assert (again.created, again.updated, again.unchanged, again.removed) == (0, 0, 5, 0)
    assert (less.unchanged, less.removed) == (3, 2)
    assert persons("BU99900000", "youth") is None


def test_the_edition_in_use_is_estimated_unless_another_is_asked_for(edition: Edition):
    later = EditionFactory(year=2025, is_active=False, activated_at=None)
    AreaFactory(edition=later, column=0, row=0)
    Figure.objects.create(
        area=later.areas.get(level="neighbourhood"), indicator="residents", reference_on=DAY, value=5, source="CBS"
    )

    assert estimate_demand(edition.municipality).estimates == 0
    assert estimate_demand(edition.municipality, later).estimates == 2
