"""The page of the country, through its address."""

import csv
import gzip
import io
import json
import re

import numpy as np
import pytest
import shapely
from django.urls import reverse

from tests.factories import AreaFactory, EditionFactory, EstimateFactory, FigureFactory, MunicipalityFactory, group
from tests.venues.pages.country import small_country
from tests.venues.pages.town import scored_town
from venues.models import Area, DemandEstimate, Municipality
from venues.pages.country_shapes import fitted

pytestmark = pytest.mark.django_db


def page(client, address="/en/country?group=youth"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(html):
    """Name, class and figures of each row, in their order."""
    found = []
    for row in re.findall(r"<tr data-area=.*?</tr>", html, re.DOTALL):
        written = re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        name, *cells = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in written]
        found.append((name.replace("&#x27;", "'"), re.search(r'data-class="([^"]+)"', row)[1], *cells))
    return found


def legend(html):
    entries = re.findall(r'<li[^>]*data-class="([^"]+)".*?</li>', html, re.DOTALL)
    counts = re.findall(r'legend-count">(\d+)', html)
    return dict(zip(entries, map(int, counts), strict=True))


def test_scored_ones_are_in_the_class_of_their_coverage_and_others_in_none(client):
    small_country()

    html = page(client)

    assert [row[:2] for row in rows(html)] == [
        *((f"Stad {place}", f"coverage-{place + 1}") for place in range(6)),
        ("Stad 6", "coverage-unknown"),
        ("Stad 7", "coverage-suppressed"),
        ("Stad 8", "coverage-no-need"),
        ("Almeer", "coverage-not-scored"),
        ("'s-Hoek", "coverage-not-scored"),
        ("Zuidwold", "coverage-not-scored"),
    ]
    assert rows(html)[0][2:] == ("10% 5–15%", "1,000", "2,000")
    assert rows(html)[9][2:] == ("not scored here", "–", "–")
    assert "9 of the 12 municipalities are scored here." in html


def test_the_legend_counts_what_the_table_says(client):
    small_country()

    html = page(client)

    counted = legend(html)
    assert counted == {f"coverage-{n}": 1 for n in range(1, 7)} | {
        "coverage-unknown": 1,
        "coverage-suppressed": 1,
        "coverage-no-need": 1,
        "coverage-not-scored": 3,
    }


def test_a_scored_one_leads_to_its_map_for_the_same_group_and_an_outline_nowhere(client):
    small_country()

    html = page(client)

    assert "/en/?municipality=GM8000&amp;group=youth&amp;level=neighbourhood" in html
    assert "municipality=GM8010" not in html


def test_the_table_is_sorted_and_filtered_by_its_address(client):
    small_country()

    by_name = [row[0] for row in rows(page(client, "/en/country?group=youth&sort=name"))]
    assert by_name == ["Almeer", "'s-Hoek", *(f"Stad {place}" for place in range(9)), "Zuidwold"]
    assert rows(page(client, "/en/country?group=youth&sort=-people"))[0][0] == "Stad 8"
    assert page(client, "/en/country?filter=zuid").count("hidden>\n") == 11
    assert "1 of 12 municipalities" in page(client, "/en/country?filter=zuid")


def test_the_table_as_a_file_has_the_rows_of_the_screen_filtered_alike(client):
    small_country()
    view = "?group=youth&sort=-name"
    shown = client.get(f"/en/country{view}").context

    assert dict(shown["files"])["CSV"] == f"/en/country.csv{view}"
    text = client.get(f"/en/country.csv{view}").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head == ["Code", "Municipality", "Coverage", "Beside it", "People", "Need, hours a week", "As a number"]
    assert [tuple(row[:-1]) for row in rows] == [
        (row.code, row.name, row.figure, row.aside, *row.cells) for row in shown["rows"]
    ]
    numbers = {row[1]: row[-1] for row in rows}
    assert (numbers["Stad 0"], numbers["Almeer"]) == ("0,1", "")
    one = client.get("/en/country.csv?group=youth&filter=zuid").content.decode()
    assert one.count("\r\n") == 2
    assert client.get("/en/country.pdf").status_code == 404


def test_people_of_all_groups_together_are_not_counted(client):
    small_country()

    html = page(client, "/en/country")

    assert "sort-people" not in html
    assert "sort-need" in html


def test_an_address_that_cannot_be_understood_says_why(client):
    small_country()

    answer = client.get("/en/country?group=nobody")

    assert answer.status_code == 400
    assert "There is no group with this code." in answer.content.decode()


def test_people_and_need_of_an_outline_are_told_where_every_neighbourhood_has_an_estimate(client):
    small_country()
    edition = Municipality.objects.get(code="GM8010").editions.get()
    areas = [AreaFactory(edition=edition, column=column) for column in range(2)]
    estimate(areas[0], 400)
    assert ("Almeer", "coverage-not-scored", "not scored here", "–", "–") in rows(page(client))

    estimate(areas[1], 200)

    assert ("Almeer", "coverage-not-scored", "not scored here", "600", "1,200") in rows(page(client))


def test_all_residents_of_an_outline_are_told_where_their_number_is_published(client):
    small_country()
    area = Area.objects.get(code="GM8010")
    for year, value in ((2024, 40_000.0), (2025, 41_000.0)):
        FigureFactory(area=area, indicator="residents", reference_on=f"{year}-01-01", value=value)

    almeer = next(row for row in rows(page(client, "/en/country?group=residents")) if row[0] == "Almeer")

    assert almeer[1:4] == ("coverage-not-scored", "not scored here", "41,000")
    assert ("Almeer", "coverage-not-scored", "not scored here", "–", "–") in rows(page(client))


def test_fewer_than_ten_people_are_not_told(client):
    small_country()
    area = AreaFactory(edition=Municipality.objects.get(code="GM8010").editions.get())
    estimate(area, 6)

    assert ("Almeer", "coverage-not-scored", "not scored here", "–", "–") in rows(page(client))


def estimate(area: Area, persons: float) -> None:
    EstimateFactory(area=area, group=group("youth"), persons_low=persons, persons=persons, persons_high=persons)
    assert DemandEstimate.objects.filter(area=area).exists()


def test_the_fictional_town_is_not_on_the_map_of_the_country(client):
    scored_town()
    small_country()

    assert "Waardveen" not in page(client)
    assert len(shapes(client)) == 12


def test_the_way_there_is_shown_where_more_than_one_municipality_has_an_outline(client):
    scored_town()
    assert "/en/country" not in page(client, "/en/")
    assert "not loaded here" in page(client, "/en/country")

    small_country()

    assert "/en/country?group=youth" in page(client, "/en/?municipality=GM9999&group=youth")


def test_the_page_without_a_scored_municipality_leads_there_too(client):
    small_country()
    Municipality.objects.update(is_scored=False)

    html = page(client, "/en/")

    assert "There is no municipality here yet" in html
    assert 'href="/en/country"' in html


def test_the_pickers_of_the_map_name_scored_municipalities_alone(client):
    small_country()

    html = page(client, "/en/?municipality=GM8000")

    assert '<option value="GM8001"' in html
    assert '<option value="GM8010"' not in html


def test_a_search_for_an_outline_leads_to_its_row(client):
    small_country()

    html = page(client, "/en/search?q=Almeer")

    assert 'href="/en/country?group=all&amp;filter=Almeer"' in html
    assert "not scored here" in html


def test_the_page_costs_the_same_queries_however_many_municipalities_there_are(client, django_assert_max_num_queries):
    small_country()

    with django_assert_max_num_queries(10):
        page(client)


def shapes(client):
    return json.loads(client.get(reverse("map-country")).content)["features"]


def test_the_outlines_share_their_borders(client):
    small_country()

    drawn = shapely.from_geojson([json.dumps(each["geometry"]) for each in shapes(client)])

    assert shapely.coverage_is_valid(drawn)


def test_the_outlines_are_kept_until_they_change(client):
    small_country()
    address = re.search(r'"areasUrl": "([^"]+)"', page(client))[1]

    answer = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert "immutable" in answer["Cache-Control"]
    assert len(json.loads(gzip.decompress(answer.content))["features"]) == 12
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    EditionFactory(municipality=MunicipalityFactory(code="GM8000"), year=2026, is_active=False).activate()
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_outlines_that_overlap_or_gape_are_fitted_together():
    left, right = shapely.box(0, 0, 10_000, 10_000), shapely.box(10_150, 0, 20_000, 10_000)
    above, below = shapely.box(0, 9_900, 20_000, 20_000), shapely.box(0, -10_000, 20_000, 0)
    across_water = shapely.box(30_000, 0, 40_000, 10_000)

    together = fitted(np.array([left, right, above, below, across_water], dtype=object))

    assert shapely.coverage_is_valid(together)
    assert shapely.area(together).sum() == pytest.approx(20_000 * 30_000 + 10_000 * 10_000)
    assert together[4].equals(across_water)
