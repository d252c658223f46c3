"""The table of the map as a file: the rows of the screen, and no text becomes a formula."""

import csv
import io

import pytest
from openpyxl import load_workbook

from tests.venues.pages.figures_town import figures_town
from tests.venues.pages.town import scored_town
from venues.models import Area
from venues.pages.indicators import INDICATORS

pytestmark = pytest.mark.django_db


def lines(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("key", INDICATORS)
def test_the_file_has_the_rows_of_the_screen_in_their_order(client, monkeypatch, key):
    figures_town(key, monkeypatch)
    view = f"?group=youth&show={key}&sort=-name"

    shown = client.get(f"/en/{view}").context["rows"]
    head, *rows = lines(client.get(f"/en/map.csv{view}"))

    assert head[:3] == ["No.", "Code", "Area"]
    assert [(row[1], row[2], row[4], *row[6:-1]) for row in rows] == [
        (row.code, row.name, row.figure, *row.cells) for row in shown
    ]
    assert len(head) == len(rows[0])


def test_the_file_is_filtered_as_the_screen_is(client):
    scored_town()

    rows = lines(client.get("/en/map.csv?group=youth&filter=0-3"))

    assert [row[1] for row in rows[1:]] == ["BU99990003"]
    assert rows[1][-1] == "0,9"


def test_the_screen_links_to_the_file_of_its_view(client):
    scored_town()

    files = dict(client.get("/en/?group=youth&show=reach&filter=0-3").context["files"])

    assert files["CSV"] == "/en/map.csv?municipality=GM9999&group=youth&level=neighbourhood&filter=0-3&show=reach"
    answer = client.get(files["CSV"])
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="GM9999-reach-youth-neighbourhood-20')


def test_a_withheld_figure_is_withheld_in_the_file(client):
    scored_town()

    rows = {row[1]: row for row in lines(client.get("/en/map.csv?group=youth"))}

    assert rows["BU99990007"][4:] == ["fewer than 10", "", "–", "–", ""]


def test_a_name_that_looks_like_a_formula_stays_text(client):
    scored_town()
    Area.objects.filter(code="BU99990002").update(name="=1+1")

    rows = {row[1]: row for row in lines(client.get("/en/map.csv?group=youth"))}

    assert rows["BU99990002"][2] == "'=1+1"


def test_a_workbook_says_what_its_figures_are(client):
    town = scored_town()

    book = load_workbook(io.BytesIO(client.get("/en/map.xlsx?group=youth&show=reach").content))

    assert book["1"]["B2"].value.startswith("BU9999")
    assert [cell.value for cell in book["i"][1]] == ["People with a hosted place within reach", "Youth"]
    assert town.attribution is not None


@pytest.mark.parametrize(("address", "status"), [("/map.pdf", 404), ("/map.csv?show=luck", 400)])
def test_a_file_that_cannot_be_made_is_refused(client, address, status):
    scored_town()

    assert client.get(address).status_code == status


def test_without_a_scored_municipality_there_is_no_file(client):
    assert client.get("/map.csv").status_code == 404
