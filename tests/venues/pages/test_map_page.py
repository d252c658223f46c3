"""The map page as plain HTML: what a reader without JavaScript gets."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.factories import EditionFactory, RunFactory, ScoreFactory, UserFactory, default_method, venue_type
from tests.venues.pages.town import scored_town
from venues.models import Municipality, Run, Score

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    """Asks in English."""
    return EnglishClient()


class EnglishClient(Client):
    def read(self, path):
        answer = self.get(f"/en{path}")
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def rows(client, path):
    body = client.get(f"/en{path}").content.decode()
    return re.findall(r'<tr data-area="(\w+)".*?</tr>', body, re.DOTALL)


def test_an_empty_database_says_what_to_do_next(client):
    assert "make demo" in client.read("/")


def test_the_lowest_coverage_stands_first_and_areas_without_a_figure_last(client):
    scored_town()

    codes = rows(client, "/?group=youth")

    assert codes == [f"BU999900{n:02d}" for n in range(9)]


@pytest.mark.parametrize(
    ("sort", "first"),
    [("-coverage", "BU99990005"), ("-name", "BU99990005"), ("name", "BU99990000"), ("-hours", "BU99990005")],
)
def test_a_column_header_sorts_the_table(client, sort, first):
    scored_town()

    assert rows(client, f"/?group=youth&sort={sort}")[0] == first
    assert rows(client, f"/?group=youth&sort={sort}")[-3:] == ["BU99990006", "BU99990007", "BU99990008"]


def test_the_headline_gives_the_municipality_with_its_honest_range(client):
    scored_town()

    assert "The municipality as a whole has 80% (40–120%) of the hosted hours" in client.read("/?group=youth")


def test_areas_without_a_figure_do_not_pass_for_well_covered_ones(client):
    scored_town()

    # Youth: six figures, of which .1 and .3 are below half; three areas have none.
    assert "2 of the 6 areas with a figure have less than half." in client.read("/?group=youth")
    assert "1 of the 1 areas with a figure" not in client.read("/?group=youth&level=municipality")


def test_missing_figures_are_said_in_words(client):
    scored_town()

    said = client.read("/?group=youth")

    for words in ("unknown", "fewer than 10", "nobody", "more than 200%"):
        assert words in said


def test_every_page_of_a_fictional_municipality_says_so(client):
    scored_town()

    for path in ("/", "/areas/GM9999", "/areas/BU99990002?group=youth"):
        assert "Waardveen is a fictional municipality." in client.read(path)


def test_a_real_municipality_is_not_called_fictional(client):
    scored_town(is_fictional=False)

    assert "fictional" not in client.read("/")


def test_without_a_register_coverage_is_called_unknown_not_zero(client):
    town = scored_town(register_loaded_on=None, name="Rotterdam", is_fictional=False)
    Score.objects.filter(run__municipality=town).update(
        status="unknown", coverage=None, coverage_low=None, coverage_high=None
    )

    said = client.read("/?group=youth")

    assert "No venue register is loaded for this municipality yet; the coverage is unknown, not zero." in said
    figures = re.findall(r'class="figure">([^<]+)<', client.get("/en/?group=youth").content.decode())
    assert figures == ["unknown"] * 9


def test_types_that_the_sources_never_contain_are_named(client):
    town = scored_town()
    town.unrecorded_types.set([venue_type("cafe")])

    assert re.search(r"missing from these figures: café ?\.", client.read("/"))


def test_a_municipality_that_is_not_scored_yet_says_so(client):
    EditionFactory()

    said = client.read("/")

    assert "has not been scored yet" in said
    assert "done by whoever runs this site" in said
    assert "manage.py" not in said, "a command is nothing to a visitor"


def test_who_runs_the_site_reads_how_a_municipality_is_scored(client):
    EditionFactory()
    client.force_login(UserFactory(is_superuser=True))

    assert "manage.py score --municipality" in client.read("/")


def test_the_first_page_shows_a_municipality_that_is_scored(client):
    EditionFactory(municipality__name="Aalsmeer")
    scored_town()

    assert "Waardveen" in client.read("/").split("Group")[1]
    assert client.get("/en/").context["municipality"].name == "Waardveen"


def test_a_basemap_replaces_our_own_backdrop_only_where_it_is_set(client, settings):
    scored_town()
    assert client.get("/en/").context["map_data"]["basemap"] is None

    settings.BASEMAP_URL = "https://tiles.example/{z}/{x}/{y}.png"
    settings.BASEMAP_ATTRIBUTION = "Example"

    assert client.get("/en/").context["map_data"]["basemap"] == {
        "url": "https://tiles.example/{z}/{x}/{y}.png",
        "attribution": "Example",
    }


def test_an_earlier_date_shows_the_run_of_that_date(client):
    town = scored_town()
    live = Run.objects.get()
    earlier = RunFactory(edition=live.edition, method=default_method(), as_of=date(2020, 1, 1))
    ScoreFactory(run=earlier, area=Score.objects.filter(area__level="neighbourhood")[0].area, coverage=0.33)

    assert rows(client, "/?group=youth&date=2020-01-01") == ["BU99990000"]
    assert "As of 1 January 2020." in client.read("/?group=youth&date=2020-01-01")
    assert town == Municipality.objects.get()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?group=teens", "group=teens: There is no group with this code."),
        ("/?municipality=GM0001", "municipality=GM0001: No municipality with this code is kept here."),
        ("/?date=31-12-2020", "date=31-12-2020: Write the date as year-month-day"),
        ("/?date=0001-01-01", "Choose a date between 1990 and 2100."),
        ("/?level=street", "level=street"),
        ("/?sort=luck", "sort=luck"),
    ],
)
def test_an_address_that_cannot_be_understood_names_the_value_and_the_remedy(client, address, said):
    scored_town()

    assert client.get(f"/en{address}").status_code == 400
    assert said in client.read(address)


def test_a_value_from_the_address_is_never_markup(client):
    scored_town()

    answer = client.get("/en/?group=<script>alert(1)</script>")

    assert b"<script>alert" not in answer.content


def test_another_language_keeps_the_view(client):
    scored_town()

    body = client.get("/en/?group=youth&level=district").content.decode()

    assert 'href="/?group=youth&amp;level=district"' in body


def test_pages_may_load_nothing_from_elsewhere_and_hold_no_inline_style(client):
    scored_town()

    for path in ("/en/?group=youth", "/en/areas/BU99990002?group=youth"):
        answer = client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        assert b" style=" not in answer.content


def test_the_map_page_asks_the_database_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    scored_town()
    client.get("/en/?group=youth")

    with django_assert_max_num_queries(14):
        client.get("/en/?group=youth")


def test_a_figure_that_is_hardly_recorded_says_that_it_is_assumed(client):
    scored_town()
    Score.objects.update(known_share=0.02)

    assert "Mostly assumed" in client.read("/?group=youth")
    assert "Mostly assumed" in client.read("/areas/BU99990002?group=youth")
    assert "Mostly assumed" not in client.read("/areas/BU99990006?group=youth")


@pytest.mark.parametrize(
    ("as_of", "people_on", "said"),
    [
        (date(2090, 3, 1), date(2024, 1, 1), "A look ahead: only what is recorded today counts."),
        (date(2016, 6, 1), date(2024, 1, 1), "A look back: people are counted as of 1 January 2024"),
    ],
)
def test_a_figure_for_another_time_says_what_is_not_of_that_time(client, as_of, people_on, said):
    scored_town()
    Run.objects.update(as_of=as_of, demand_reference_on=people_on)

    assert said in client.read("/?group=youth")
    assert said in client.read("/areas/BU99990002?group=youth")


def test_a_recorded_figure_of_its_own_time_needs_no_such_words(client):
    scored_town()
    Run.objects.update(as_of=date(2026, 1, 1), demand_reference_on=date(2024, 1, 1))

    for path in ("/?group=youth", "/areas/BU99990002?group=youth"):
        assert "Mostly assumed" not in client.read(path)
        assert "A look" not in client.read(path)
