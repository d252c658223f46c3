"""The area page: a figure that can be quoted, and that re-adds by hand."""

import html
import re
from decimal import Decimal

import pytest

from tests.factories import (
    ActivityFactory,
    ClosureFactory,
    ExplanationFactory,
    SlotFactory,
    VenueFactory,
    spot,
)
from tests.venues.pages.town import PARTS, scored_town
from venues.models import Run, Score, Venue

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


def test_the_sentence_is_taken_along_with_all_that_is_needed_to_check_it(client):
    scored_town()
    address = "/en/areas/BU99990002?group=youth"

    assert client.get(address).context["quotation"] == (
        "Youth in Buurt 0-2 can count on 1.2 hosted hours a week each: 60% of the norm of 2 hours. "
        "Honest range: 30–90% of the norm. 54% of this coverage rests on what is recorded. "
        "(infra_map, as of 1 June 2026, method version 1) "
        f"http://testserver{address}"
    )


def test_where_there_is_no_figure_the_reason_is_taken_along(client):
    scored_town()
    said = client.get("/en/areas/BU99990008?group=youth").context["quotation"]

    assert "so there is no need. (infra_map, as of 1 June 2026, method version 1) http" in said
    assert "range" not in said


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
    assert "Not recorded:" in said


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
