"""What an area page says of how sure a figure is, what it rests on, who carries it and who may meet there."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories import AttendanceFactory, ClosureFactory
from tests.venues.pages.measured_town import measured_town, numbers, words
from tests.venues.pages.town import scored_town
from venues.assessment.history import store_history
from venues.assessment.result import Contribution
from venues.models import DemandGroup, Score, VenueType
from venues.pages.decomposition import printed_parts
from venues.pages.reliance import reliance

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured():
    town = measured_town()
    town.score()
    return town


def page_of(town, position=0, group="youth", language="/en"):
    return f"{language}/areas/{town.area(position)}?group={group}"


def test_the_largest_place_is_named_with_the_share_that_would_be_missing(client, measured):
    score = Score.objects.get(area__code=measured.area(0), group="youth")

    said = words(client, page_of(measured))

    assert "The largest part comes from Buurthuis" in said
    share = f"{score.n_minus_one:.0%}"
    after = f"{score.coverage * (1 - score.n_minus_one):.0%}"
    assert f"{share} of this coverage would be missing ({score.coverage:.0%} of the norm would be {after})" in said


def test_where_no_place_weighs_the_page_says_so_rather_than_that_nothing_changes(client, measured):
    Score.objects.filter(area__code=measured.area(0), group="youth").update(n_minus_one=0.003)

    said = words(client, page_of(measured, language=""))

    assert "minder dan 1% van deze dekking ontbreken: geen enkele plek weegt hier zwaar." in said
    assert "<1%" not in said


def test_what_is_held_in_a_place_counts_with_it(client, measured):
    # Without the centre the library and its reading evening are the largest.
    ClosureFactory(venue=measured.centre)
    measured.score()
    score = Score.objects.get(area__code=measured.area(0), group="youth")
    reliance = client.get(page_of(measured)).context["reliance"]

    assert reliance.largest.name == "Bieb"
    assert reliance.largest.share == f"{score.n_minus_one:.0%}"


def test_places_at_risk_are_named_with_their_reasons_and_re_add(client, measured):
    score = Score.objects.get(area__code=measured.area(0), group="youth")

    said = words(client, page_of(measured))
    *parts, total = numbers(client, page_of(measured), "at-risk")

    assert f"{score.fragile_share:.0%} of this coverage rests on places at risk." in said
    assert "Funding ends within 12 months, structural funding below half of what it needs, building in poor" in said
    assert sum(parts) == total
    assert float(total) == pytest.approx(100 * score.coverage * score.fragile_share, abs=0.2)


def test_places_at_risk_that_add_next_to_nothing_are_counted_and_still_re_add():
    rows = [contribution(amount, risks=("funding-ends",)) for amount in (0.3, 0.2, *[0.0002] * 12)]
    rows += [contribution(0.0003, risks=()) for _ in range(10)]
    score = Score(coverage=0.5054, n_minus_one=0.5, fragile_share=0.9, fragile_known_share=1.0)

    told = reliance(score, rows, printed_parts(rows))

    assert [place.adds for place in told.places] == ["30.0%", "20.0%"]
    assert told.n_places == 14
    assert (told.tail.n, told.tail.text) == (12, "0.2%")
    assert told.total == "50.2%"


def contribution(coverage, risks):
    place = uuid4()
    return Contribution(
        venue_id=place,
        venue_name="Huis",
        activity_id=None,
        activity_name="",
        type_code="library",
        coverage=coverage,
        is_known=True,
        is_commercial=False,
        sectors=(("library", 1.0),),
        risks=risks,
        is_risk_recorded=True,
        mixing_aim="",
    )


def test_reasons_overlap_and_say_so(client, measured):
    reasons = {reason.name: reason for reason in client.get(page_of(measured)).context["reliance"].reasons}

    assert reasons["funding ends within 12 months"].share == reasons["building in poor condition (4 or worse)"].share
    assert "these shares overlap and do not add up" in words(client, page_of(measured))


def test_beside_the_share_at_risk_stands_of_what_part_a_risk_could_be_known(client, measured):
    score = Score.objects.get(area__code=measured.area(0), group="youth")

    assert f"Whether there is a risk could be known of {score.fragile_known_share:.0%} of it" in words(
        client, page_of(measured)
    )


def test_where_nothing_is_recorded_the_risk_is_not_known_rather_than_none(client, measured):
    for facts in (measured.library.staffings, measured.library.fundings, measured.library.inspections):
        facts.all().delete()
    measured.score()

    said = words(client, page_of(measured))

    assert "How much of it rests on places at risk is not known" in said
    assert "rests on places at risk." not in said


def test_the_sectors_add_up_to_the_coverage_and_what_is_not_recorded_stands_last(client, measured):
    carried = client.get(page_of(measured)).context["carried"]
    *parts, total = numbers(client, page_of(measured), "carriers")

    assert sum(parts) == total
    assert f"{total}%" == client.get(page_of(measured)).context["decomposition"].total
    assert {sector.name for sector in carried.sectors[:-1]} == {"Library", "Welfare"}
    assert carried.sectors[-1].name == "not recorded"


def test_coverage_stands_with_and_without_commercial_places(client, measured):
    carried = client.get(page_of(measured)).context["carried"]

    added, without, whole = (
        Decimal(text.rstrip("%")) for text in (carried.commercial, carried.without_commercial, carried.total)
    )
    assert added > 0
    assert added + without == whole
    assert f"Commercial places, such as cafés, add {added}% to this" in words(client, page_of(measured))


def test_a_source_without_commercial_places_does_not_read_as_if_there_are_none(client, measured):
    measured.town.municipality.unrecorded_types.add(VenueType.objects.get(code="cafe"))
    measured.cafe.slots.all().delete()
    ClosureFactory(venue=measured.cafe)
    measured.score()

    said = words(client, page_of(measured))

    assert "Commercial places, such as cafés, are not in the sources used here." in said
    assert "None of it comes from commercial places" not in said


def test_who_may_meet_is_called_a_potential_and_its_rows_add_up(client, measured):
    said = words(client, page_of(measured))
    meeting = client.get(page_of(measured)).context["meeting"]

    assert "Bridging potential:" in said
    assert "Nobody was counted here" in said
    assert [row.group for row in meeting.rows] == meeting.columns
    assert len(meeting.rows) == 5
    for row in meeting.rows:
        assert sum(int(cell.text.rstrip("%")) for cell in row.cells) == 100
        assert [cell.css.endswith(" own") for cell in row.cells].count(True) == 1


def test_what_was_counted_of_the_meeting_is_said(client, measured):
    for group in DemandGroup.objects.exclude(is_everyone=True):
        AttendanceFactory(
            venue=measured.library, group=group, persons_per_week=25, counted_on=timezone.localdate() - timedelta(9)
        )
    measured.score()
    score = Score.objects.get(area__code=measured.area(0), group="youth")
    assert 0 < score.bridging_counted_share < 1

    assert f"Of this figure {score.bridging_counted_share:.0%} rests on counted visitors" in words(
        client, page_of(measured)
    )


def test_an_activity_that_mixes_on_purpose_is_named_and_not_counted(client, measured):
    before = Score.objects.get(area__code=measured.area(0), group="youth").bridging
    assert "Leesavond" in client.get(page_of(measured)).context["meeting"].mixing
    measured.evening.mixing_aim = "no"
    measured.evening.save()
    measured.score()

    assert client.get(page_of(measured)).context["meeting"].mixing == []
    assert Score.objects.get(area__code=measured.area(0), group="youth").bridging == pytest.approx(before)


def test_the_areas_below_show_the_places_that_they_may_take(client, measured):
    rows = client.get(f"/en/areas/{measured.town.areas[0].parent.code}?group=residents").context["children"]

    assert all(re.fullmatch(r"[1-3](–[1-3])?", row.ranks) for row in rows)


@pytest.mark.parametrize("name", ["reliance", "carried", "meeting", "certainty"])
def test_of_a_group_that_is_withheld_nothing_is_told(client, measured, name):
    assert Score.objects.get(area__code=measured.area(2), group="youth").status == "suppressed"

    assert client.get(page_of(measured, position=2)).context[name] is None


def test_figures_of_before_these_were_measured_are_not_made_up(client):
    scored_town()

    context = client.get("/en/areas/BU99990002?group=youth").context

    assert context["reliance"] is None
    assert context["meeting"] is None


def test_nothing_recorded_is_said_with_the_range_that_follows(client, measured):
    for venue in (measured.library, measured.cafe):
        venue.slots.all().delete()
    measured.evening.slots.all().delete()
    measured.score()
    score = Score.objects.get(area__code=measured.area(0), group="youth")
    assert score.known_share == 0

    assert "Wholly assumed:" in words(client, page_of(measured))
    assert "Geheel aangenomen:" in words(client, page_of(measured, language=""))


def test_the_page_leads_to_how_it_is_worked_out_and_to_what_changed(client, measured):
    body = client.get(page_of(measured)).content.decode()

    assert f'href="/en/method/{measured.town.municipality.code}#sure"' in body
    assert f'href="/en/areas/{measured.area(0)}/change?group=youth"' in body


def test_the_page_costs_few_queries(client, measured, django_assert_max_num_queries):
    today = timezone.localdate()
    store_history(measured.town.municipality, today - timedelta(days=400), today)
    client.get(page_of(measured))

    with django_assert_max_num_queries(20):
        client.get(page_of(measured))
    with django_assert_max_num_queries(20):
        client.get(f"/en/areas/{measured.town.municipality.code}")
