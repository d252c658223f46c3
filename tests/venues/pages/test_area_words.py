"""What an area page says of its headline and its sums, so that nobody reads more into them than they hold."""

import re
from decimal import Decimal

import pytest

from tests.factories import ExplanationFactory, ScoreFactory, VenueFactory, group, spot
from tests.venues.pages.test_area_page import printed_parts, read
from tests.venues.pages.town import scored_town
from venues.models import GroupRule, Score
from venues.pages.behind import OUR_ASSUMPTION, norm_note

pytestmark = pytest.mark.django_db


def test_places_that_add_next_to_nothing_are_counted_rather_than_listed_at_zero(client):
    town = scored_town()
    score = Score.objects.get(area__code="BU99990003", group="youth")
    parts = [0.9 - 6 * 0.0002, *[0.0002] * 6]
    places = [VenueFactory(municipality=town, location=spot(3)).pk for _ in parts]
    ExplanationFactory(score=score, venues=places, activities=[None] * len(parts), coverage=parts)

    [[*named, total]] = printed_parts(client, "/en/areas/BU99990003?group=youth")

    assert "… en 6 plekken met elk minder dan 0,1%" in read(client, "/areas/BU99990003?group=youth")
    assert len(named) == 2
    assert sum(named) == total == Decimal("90.0")


def test_a_long_list_ends_in_what_adds_next_to_nothing_and_still_adds_up(client):
    town = scored_town()
    score = Score.objects.get(area__code="BU99990003", group="youth")
    parts = [*[0.88 / 20] * 20, *[0.0004] * 50]
    places = [VenueFactory(municipality=town, location=spot(3)).pk for _ in parts]
    ExplanationFactory(score=score, venues=places, activities=[None] * len(parts), coverage=parts)

    [[*named, others, total], [*listed, tail, again]] = printed_parts(client, "/en/areas/BU99990003?group=youth")

    assert "58 others together, listed below" in read(client, "/en/areas/BU99990003?group=youth")
    assert len(named) == 12
    assert len(listed) == 8
    assert sum(named) + others == total == Decimal("90.0")
    assert sum(listed) + tail == others == again


def test_no_place_that_is_named_prints_as_nothing(client):
    town = scored_town()
    score = Score.objects.get(area__code="BU99990003", group="youth")
    parts = [*[0.0899] * 9, *[0.0011] * 41, *[0.0007] * 64]
    places = [VenueFactory(municipality=town, location=spot(3)).pk for _ in parts]
    ExplanationFactory(score=score, venues=places, activities=[None] * len(parts), coverage=parts)

    [named, listed] = printed_parts(client, "/en/areas/BU99990003?group=youth")

    assert min(*named, *listed) >= Decimal("0.1")
    assert sum(named[:-1]) == named[-1]
    assert sum(listed[:-1]) == listed[-1]


def test_many_that_add_next_to_nothing_each_are_not_printed_as_nothing_together(client):
    town = scored_town()
    score = Score.objects.get(area__code="BU99990003", group="youth")
    parts = [*[0.08949] * 10, *[0.0001] * 51]
    places = [VenueFactory(municipality=town, location=spot(3)).pk for _ in parts]
    ExplanationFactory(score=score, venues=places, activities=[None] * len(parts), coverage=parts)

    [[*named, tail, total]] = printed_parts(client, "/en/areas/BU99990003?group=youth")

    assert tail == Decimal("0.5")
    assert sum(named) + tail == total == Decimal("90.0")


def test_all_groups_together_says_which_groups_are_in_it(client):
    scored_town()

    one_missing = read(client, "/areas/BU99990006")
    none_missing = read(client, "/areas/BU99990002")

    assert "Alle groepen samen: hier alleen eenzame ouderen; van 1 groep is er geen cijfer." in one_missing
    assert "geen cijfer. Vergelijk" not in none_missing


def test_all_groups_together_says_without_which_group_where_most_are_in_it(client):
    scored_town()
    unknown = Score.objects.get(area__code="BU99990006", group="youth")
    for code in ("newcomers", "residents"):
        ScoreFactory(run=unknown.run, area=unknown.area, group=group(code), coverage=0.5, status="ok")

    assert "All groups together: here without youth, of which there is no figure." in read(
        client, "/en/areas/BU99990006"
    )


def test_the_headline_of_all_groups_says_that_its_norm_is_an_assumption(client):
    scored_town()

    said = read(client, "/areas/BU99990002")

    assert "van de bemenste uren die ze volgens onze norm nodig hebben" in said
    assert "De normen zijn een eigen aanname; er bestaan geen gepubliceerde." in said


def test_norms_that_a_municipality_brings_are_not_called_our_assumption():
    decided = GroupRule(group_id="youth", norm_source="Council decision of 2025")
    assumed = GroupRule(group_id="newcomers", norm_source=OUR_ASSUMPTION)
    together, youth = Score(group=None), Score(group_id="youth")

    assert norm_note([decided, assumed], youth) == "The norm: Council decision of 2025"
    assert norm_note([decided], together) == ""
    assert norm_note([decided, assumed], together).startswith("Some of the norms are our own assumption")


def test_the_norm_of_every_installation_is_the_one_called_our_assumption(client):
    scored_town()

    assert "The norm is our own assumption: no published norm exists." in read(
        client, "/en/areas/BU99990002?group=youth"
    )


def test_warnings_stand_under_the_headline_before_the_first_figure(client):
    scored_town()
    Score.objects.filter(area__code="BU99990002").update(known_share=0.0)

    page = client.get("/areas/BU99990002?group=youth").content.decode()

    assert page.index('class="quote"') < page.index("Geheel aangenomen") < page.index('<dl class="facts">')


@pytest.mark.parametrize(
    ("coverage", "said"),
    [(0.602, "afgerond: 60%"), (0.4946, "afgerond: 49%, van 49,46%"), (0.49996, "afgerond: 49%, van 49,99%")],
)
def test_nobody_reads_a_total_of_49_and_a_half_as_50_where_the_headline_has_49(client, coverage, said):
    scored_town()
    Score.objects.filter(area__code="BU99990002", group="youth").update(coverage=coverage)

    page = read(client, "/areas/BU99990002?group=youth")

    assert f"{said[10:13]} van de norm" in page
    assert re.search(rf"Dekking {re.escape(said)} [\d,]+%", page)


def test_columns_say_of_what_their_figures_are(client):
    scored_town()

    said = read(client, "/areas/BU99990002?group=youth")

    assert "Draagt bij, in % van de norm" in said
    assert "Uren per persoon per week" in said
    assert "streepjes: de norm" in said
