"""What the page of a place says: its room, how hard it is pressed, its risks, who may meet there, and the record."""

from datetime import date

import pytest
from django.utils import timezone

from tests.factories import AttendanceFactory, ClosureFactory, FundingFactory
from tests.venues.pages.measured_town import measured_town, words
from venues.models import DemandGroup, OfferScore

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured():
    town = measured_town()
    town.score()
    return town


def offer_of(venue):
    return OfferScore.objects.get(venue=venue, activity=None)


def test_recorded_room_is_one_figure_and_assumed_room_a_range(client, measured):
    assert "4 hosted hours × 20 places = 80 place-hours a week, as recorded." in words(
        client, f"/en/venues/{measured.library.pk}"
    )
    assumed = offer_of(measured.centre)

    said = words(client, f"/en/venues/{measured.centre.pk}")

    assert f"{assumed.room:,.0f} place-hours a week. What is not recorded is assumed from the kind of place" in said
    assert f"so it may be 0 to {assumed.room_high:,.0f}." in said


def test_pressure_is_said_per_place_hour_and_beside_the_middle_place(client, measured):
    offer = offer_of(measured.library)

    said = words(client, f"/en/venues/{measured.library.pk}")

    assert (
        f"{offer.load_hours:,.0f} hours a week would be asked of it: {offer.pressure:.1f} for every place-hour" in said
    )
    assert f"That is {offer.pressure_relative:.1f} times the middle place of Testdorp." in said


def test_what_if_it_were_not_there_is_no_proposal(client, measured):
    said = words(client, f"/en/venues/{measured.library.pk}")

    assert "would be asked of it and of all that is held in it." in said
    assert "In this sum other places within reach can take that over; whether people do so, it does not tell." in said
    assert "This is a what-if, not a proposal." in said


def test_hours_that_move_and_hours_that_are_left_re_add(client, measured):
    OfferScore.objects.filter(venue=measured.centre).update(moved_hours=736.4, stranded_hours=631.4)

    said = words(client, f"/en/venues/{measured.centre.pk}")

    assert "At the norm, 1,368 hours a week would be asked of it." in said
    assert "other places within reach can take over 737 of these, and 631 are left with no place; whether" in said


def test_hours_of_fewer_than_ten_people_are_not_told(client, measured):
    OfferScore.objects.filter(venue=measured.centre).update(moved_hours=None, stranded_hours=None)

    assert (
        "What would move and what would be left is not told: of some group it is about fewer than 10 people."
        in words(client, f"/en/venues/{measured.centre.pk}")
    )


def test_of_a_place_that_few_can_reach_neither_load_nor_visitors_are_told(client, measured):
    nothing = {"bridging": None, "load_hours": None, "pressure": None, "moved_hours": None, "stranded_hours": None}
    OfferScore.objects.filter(venue=measured.centre).update(**nothing)

    said = words(client, f"/en/venues/{measured.centre.pk}")

    assert "Of some group fewer than 10 people are within reach, so it is not told." in said
    assert "If it were not there" not in said
    assert "Too few people to tell the groups apart." in said
    assert "Youth" not in said.partition("Who depends on it")[0]


def test_a_place_without_room_is_asked_nothing(client, measured):
    park = measured.town.venue("park", name="Park")
    measured.score()

    said = words(client, f"/en/venues/{park.pk}")

    assert "No room of its own: no hours with a host." in said
    assert "Without room nothing can be asked of it." in said


def test_risks_are_named_and_unknown_is_not_none(client, measured):
    assert "Risks Funding ends within 12 months, structural funding below half" in words(
        client, f"/en/venues/{measured.library.pk}"
    )
    assert "Risks Not known: neither funding, staffing nor the state of the building is recorded." in words(
        client, f"/en/venues/{measured.centre.pk}"
    )


def test_the_sectors_are_named_with_their_shares(client, measured):
    assert "Carried by Library 75%, Welfare 25%" in words(client, f"/en/venues/{measured.library.pk}")
    assert "Carried by Not recorded" in words(client, f"/en/venues/{measured.centre.pk}")


def test_expected_visitors_add_up_and_are_called_expected(client, measured):
    answer = client.get(f"/en/venues/{measured.centre.pk}")

    shares = answer.context["measures"].visitors
    assert sum(int(share.text.rstrip("%")) for share in shares) == 100
    assert "Expected share of each group (not counted)" in words(client, f"/en/venues/{measured.centre.pk}")


def test_counted_visitors_are_called_counted_and_small_counts_are_not_told(client, measured):
    persons = {"youth": 60, "older-lonely": 30, "newcomers": 4, "intellectual-disability": 7, "mental-health": 12}
    for code, number in persons.items():
        group = DemandGroup.objects.get(code=code)
        AttendanceFactory(venue=measured.library, group=group, persons_per_week=number, counted_on=date(2026, 9, 1))
    measured.score()

    said = words(client, f"/en/venues/{measured.library.pk}")
    shares = {
        share.name: share.text for share in client.get(f"/en/venues/{measured.library.pk}").context["measures"].visitors
    }

    assert "(counted visitors;" in said
    assert "Share of each group in the counted visitors; a count of 1 to 9 counts as 5" in said
    assert "Newcomers: fewer than 10" in said
    assert "Youth: 60" in said
    assert "counted up to 1 September 2026" in said
    assert set(shares) == {
        "Youth",
        "Lonely older people",
        "People with mental-health needs",
        "other groups together",
    }


def test_the_record_names_roles_money_and_the_state_of_the_building(client, measured):
    said = words(client, f"/en/venues/{measured.library.pk}")

    assert "Professional, bibliothecaris: 3 h a week (Library)" in said
    assert "Volunteer: 1 h a week (Welfare)" in said
    assert "Gemeente: € 12,345 a year, one-off, until" in said
    assert "5, on a scale from 1 (excellent) to 6 (very bad), inspected on 1 June 2025" in said


@pytest.mark.parametrize("language", ["", "/en"])
def test_an_amount_that_is_not_public_is_nowhere_on_the_page(client, measured, language):
    FundingFactory(venue=measured.library, funder="Stille Gever", amount_eur=98_765, is_public=False)
    measured.score()
    answer = client.get(f"{language}/venues/{measured.library.pk}").content.decode()

    assert "98765" not in answer.replace(",", "").replace(".", "")
    assert "Stille Gever" not in answer
    if language:
        assert "There is also money of which the amount is not public." in answer


def test_money_that_is_not_public_is_not_called_not_recorded(client, measured):
    FundingFactory(venue=measured.centre, is_public=False)

    said = words(client, f"/en/venues/{measured.centre.pk}")

    assert "Money There is money, of which the amount is not public." in said


def test_an_activity_has_figures_of_its_own(client, measured):
    offer = OfferScore.objects.get(activity=measured.evening)

    said = words(client, f"/en/venues/{measured.library.pk}")

    assert f"20 {offer.pressure:.1f} {offer.bridging:.0%}" in said
    assert "Leesavond Tuesday 09:00–11:00 mixes groups on purpose At risk: funding ends within 12 months" in said


def test_a_closed_place_has_no_figures(client, measured):
    ClosureFactory(venue=measured.centre, starts_on=timezone.localdate())
    measured.score()

    said = words(client, f"/en/venues/{measured.centre.pk}")

    assert "A closed place has no figures: nobody can come." in said
    assert "place-hours" not in said


def test_the_page_costs_few_queries(client, measured, django_assert_max_num_queries):
    client.get(f"/en/venues/{measured.library.pk}")

    # A third of them read what changed, from a table each.
    with django_assert_max_num_queries(24):
        client.get(f"/en/venues/{measured.library.pk}")


def test_risks_that_hang_on_hidden_money_are_not_called_absent(client, measured):
    FundingFactory(venue=measured.centre, is_public=False, is_structural=False)
    measured.score()

    assert "Risks None of the reasons holds, by what is recorded and public." in words(
        client, f"/en/venues/{measured.centre.pk}"
    )


def test_what_is_not_recorded_takes_one_line_with_a_way_to_add_it(client, measured):
    said = words(client, f"/en/venues/{measured.centre.pk}")

    missing = said.partition("Not recorded:")[2].partition("Suggest what is missing")[0]
    assert missing.strip() == (
        "address, run by, website, for whom, low threshold, wheelchair, opening hours, places, staffing, money, "
        "state of the building, counted visitors."
    )
    assert said.count("ot recorded:") == 1
    assert (
        f'href="/en/venues/{measured.centre.pk}/edit"'
        in client.get(f"/en/venues/{measured.centre.pk}").content.decode()
    )


def test_an_activity_says_what_is_not_recorded_in_one_line_too(client, measured):
    said = words(client, f"/en/activities/{measured.evening.pk}")

    missing = said.partition("Not recorded:")[2].partition("Suggest what is missing")[0]
    assert "money" in missing
    assert "places" not in missing
