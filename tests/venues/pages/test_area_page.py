"""The area page: a figure that can be quoted, and that re-adds by hand."""

import html
import re
from decimal import Decimal

import pytest

from tests.factories import (
    ActivityFactory,
    ClosureFactory,
    ExplanationFactory,
    ScoreFactory,
    SlotFactory,
    VenueFactory,
    group,
    spot,
)
from tests.venues.pages.town import PARTS, scored_town
from venues.models import GroupRule, Run, Score, Venue
from venues.pages.behind import OUR_ASSUMPTION, norm_note

pytestmark = pytest.mark.django_db


def read(client, path):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", client.get(path).content.decode())))


def printed_parts(client, path):
    body = client.get(path).content.decode()
    tables = re.findall(r'<table class="parts.*?</table>', body, re.DOTALL)
    return [[Decimal(n) for n in re.findall(r'<td class="number">([\d.]+)%</td>', table)] for table in tables]


def test_the_headline_can_be_quoted(client):
    scored_town()

    assert "Youth in Buurt 0-2 can count on 1.2 hosted hours a week each: 60% of the norm of 2 hours." in read(
        client, "/en/areas/BU99990002?group=youth"
    )


def test_the_headline_can_be_quoted_in_dutch_with_a_decimal_comma(client):
    scored_town()

    assert "Jongeren in Buurt 0-2 kunnen per persoon rekenen op 1,2 bemenste uren per week" in read(
        client, "/areas/BU99990002?group=youth"
    )


def test_a_headline_of_which_little_is_recorded_calls_itself_an_estimate(client):
    scored_town()
    Score.objects.filter(area__code="BU99990002").update(known_share=0.1)

    assert "can count on an estimated 1.2 hosted hours a week each" in read(client, "/en/areas/BU99990002?group=youth")
    assert "hebben naar schatting" in read(client, "/areas/BU99990002")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("BU99990006", "Youth in Buurt 0-6: the coverage is unknown, which is not zero."),
        ("BU99990007", "Youth in Buurt 0-7: fewer than 10 people, so figures are withheld to protect them."),
        ("BU99990008", "nobody of this group is known to live here"),
    ],
)
def test_a_missing_figure_is_explained_and_not_taken_apart(client, code, said):
    scored_town()

    page = read(client, f"/en/areas/{code}?group=youth")

    assert said in page
    assert "There is no figure to take apart." in page


def test_a_suppressed_area_tells_no_number_of_people(client):
    scored_town()
    Score.objects.filter(status="suppressed").update(persons=7.0)

    page = client.get("/en/areas/BU99990007?group=youth").content.decode()

    assert "by estimate" not in page


def test_printed_parts_add_up_to_the_printed_coverage(client):
    scored_town()

    [[*parts, total]] = printed_parts(client, "/en/areas/BU99990002?group=youth")

    assert len(parts) == len(PARTS)
    assert sum(parts) == total == Decimal("60.0")


def test_many_small_parts_are_counted_together_and_listed_below(client):
    town = scored_town()
    score = Score.objects.get(area__code="BU99990003", group="youth")
    places = [VenueFactory(municipality=town, location=spot(3)) for _ in range(40)]
    ExplanationFactory(score=score, venues=[p.pk for p in places], activities=[None] * 40, coverage=[0.9 / 40] * 40)

    [[*named, others, total], [*listed, again]] = printed_parts(client, "/en/areas/BU99990003?group=youth")

    assert sum(named) + others == total == Decimal("90.0")
    assert sum(listed) == others == again
    assert len(named) + len(listed) == 40


def test_an_activity_names_where_it_is_held(client):
    town = scored_town()
    place = Venue.objects.get(name="Huis 0")
    table = ActivityFactory(municipality=town, name="Koffietafel", venue=place, location=None)
    run_group = ActivityFactory(municipality=town, name="Hardlopen in het park")
    score = Score.objects.get(area__code="BU99990003", group="youth")
    ExplanationFactory(score=score, venues=[place.pk, None], activities=[table.pk, run_group.pk], coverage=[0.5, 0.4])

    said = read(client, "/en/areas/BU99990003?group=youth")

    assert "Koffietafel activity at Huis 0" in said
    assert "Hardlopen in het park activity without a building" in said


def test_higher_areas_list_the_areas_below_them(client):
    scored_town()

    assert "Wijk 0" in read(client, "/en/areas/GM9999?group=youth")
    page = client.get("/en/areas/WK999900?group=youth").content.decode()
    assert re.findall(r'<tr data-area="(\w+)"', page)[0] == "BU99990000"
    assert 'href="/en/areas/GM9999?group=youth"' in page


def test_the_shares_within_reach_add_up_to_a_hundred(client):
    scored_town()
    Score.objects.filter(area__code="BU99990002").update(reach_none=0.2044, reach_one=0.3345, reach_two_plus=0.4611)

    stretches = client.get("/en/areas/BU99990002?group=youth").context["reach"]

    assert [stretch.text for stretch in stretches] == ["20%", "34%", "46%"]


def test_doubts_are_said_beside_the_figure(client):
    scored_town()
    Score.objects.filter(area__code="BU99990002").update(is_edge=True, unhosted_places=3)
    Run.objects.update(has_streets=False)

    said = read(client, "/en/areas/BU99990002?group=youth")

    assert "At the edge:" in said
    assert "straight lines × 1.3" in said
    assert "3 places within reach have no host" in said


def test_an_unknown_area_is_not_found_in_words(client):
    scored_town()
    answer = client.get("/en/areas/BU00000000")

    assert answer.status_code == 404
    assert "There is no area with code “BU00000000”" in answer.content.decode()


def test_a_place_says_when_it_is_open_and_what_is_not_recorded(client):
    town = scored_town()
    place = VenueFactory(municipality=town, name="De Meent")
    SlotFactory(venue=place)

    said = read(client, f"/en/venues/{place.pk}")

    assert "Monday 09:00–13:00" in said
    assert "not recorded" in said


def test_a_closed_place_stays_in_the_register(client):
    town = scored_town()
    place = VenueFactory(municipality=town)
    ClosureFactory(venue=place)

    assert "Closed since" in read(client, f"/en/venues/{place.pk}")


def test_an_unknown_place_is_not_found_in_words(client):
    answer = client.get("/en/venues/00000000-0000-0000-0000-000000000000")

    assert answer.status_code == 404
    assert "The register has no place with this number." in answer.content.decode()


def test_the_still_map_paints_the_neighbours_and_sets_a_circle_at_each_place(client):
    scored_town()

    picture = client.get("/en/areas/BU99990002?group=youth").context["picture"]

    painted = {outline.name: outline.css for outline in picture.areas}
    assert painted["Buurt 0-2"] == "coverage-3"
    assert painted["Buurt 0-1"] == "coverage-2"
    radii = {dot.name: dot.radius for dot in picture.dots}
    assert radii["Huis 0"] == max(radii.values())
    by_surface = (radii["Huis 2"] / radii["Huis 0"]) ** 2
    assert by_surface == pytest.approx(PARTS[2] / PARTS[0], abs=0.02)
    assert all(0 <= dot.x <= picture.width and 0 <= dot.y <= picture.height for dot in picture.dots)


def test_the_still_map_of_a_municipality_paints_its_districts(client):
    scored_town()

    picture = client.get("/en/areas/GM9999?group=youth").context["picture"]

    assert [(outline.name, outline.css) for outline in picture.areas] == [("Wijk 0", "coverage-4")]


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
