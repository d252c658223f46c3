"""The data quality page: how complete and how fresh the register is, of what, and what to do next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    ActivityFactory,
    AreaFactory,
    ClosureFactory,
    SlotFactory,
    UserFactory,
    VenueFactory,
    spot,
    venue_type,
)
from tests.venues.pages.measured_town import words
from venues.models import Activity, Venue

pytestmark = pytest.mark.django_db
PAGE = "/en/quality/GM9990"
QUERIES = 18
"""Municipality, areas, places and activities, eleven tables of facts, the ranges, and the types never recorded."""


@pytest.fixture
def register(town):
    """Our library was checked yesterday and has hours; that of the others nobody checked; an empty square besides."""
    AreaFactory(column=1)
    AreaFactory(column=2)
    yesterday = timezone.localdate() - timedelta(days=1)
    checker = UserFactory(email="jo.jansen@example.org", first_name="Jo", last_name="Jansen")
    Venue.objects.filter(pk=town.venue.pk).update(places=20, verified_on=yesterday, verified_by=checker)
    SlotFactory(venue=town.venue)
    Activity.objects.filter(pk=town.activity.pk).update(verified_on=yesterday - timedelta(days=200))
    return town


def rows(client, query: str = "") -> dict[str, tuple[int, str, str, str, int]]:
    return {
        row["part"].name: (
            row["part"].places,
            *((row[name].text if row[name] else "–") for name in ("known", "room", "checked")),
            row["part"].never,
        )
        for row in client.get(PAGE + query).context["rows"]
    }


def test_neighbourhoods_say_what_is_known_and_how_lately_it_was_checked(client, register):
    assert rows(client, "?by=neighbourhoods") == {
        # Hours, hosts, places and organisation of the twelve facts of a library; nothing of the eight of an activity.
        "Buurt 0-0": (2, "20%", "50%", "50%", 0),
        "Buurt 0-1": (1, "8%", "0%", "0%", 1),
        "Buurt 0-2": (0, "–", "–", "–", 0),
    }


def test_districts_organisations_and_kinds_count_the_same_places(client, register):
    library = register.venue.venue_type.name_en
    assert rows(client) == {"Wijk 0": (3, "16%", "33%", "33%", 1)}
    assert rows(client, "?by=types") == {library: (2, "21%", "50%", "50%", 1), "activity": (1, "0%", "0%", "0%", 0)}
    assert {name: row[0] for name, row in rows(client, "?by=organisations").items()} == {
        register.organisation.name: 1,
        register.other.name: 1,
        "unknown": 1,
    }


def test_the_page_sums_it_up_and_says_what_to_do_next(client, register):
    page = words(client, PAGE)

    assert "Of 3 places and activities 16% of the facts that matter are recorded" in page
    assert "In the last half year a person checked 33%; 1 were never checked." in page
    assert "Ask for hours first: of 2 places this is missing" in page
    assert f"/files/places.csv?municipality=GM9990&amp;organisation={register.other.name.replace(' ', '+')}" in (
        client.get(f"{PAGE}?by=organisations").content.decode()
    )


def test_it_names_nobody(client, register):
    for query in ("", "?by=organisations", "?by=types"):
        page = client.get(PAGE + query).content.decode()
        assert "jansen" not in page.lower()
    assert "jansen" not in client.get("/en/quality/GM9990/types.csv").content.decode().lower()


def test_what_is_closed_archived_or_ended_leaves_nothing_to_check(client, register):
    ClosureFactory(venue=register.others_venue)
    Venue.objects.filter(pk=register.venue.pk).update(archived_at=timezone.now())
    Activity.objects.filter(pk=register.activity.pk).update(ends_on=timezone.localdate())

    assert "The register has no places of this municipality yet." in words(client, PAGE)


def test_it_is_sorted_and_filtered_by_its_address_and_what_has_no_figure_comes_last(client, register):
    by = "?by=neighbourhoods"

    assert [name[-1] for name in rows(client, by)] == ["1", "0", "2"]
    assert [name[-1] for name in rows(client, f"{by}&sort=-known")] == ["0", "1", "2"]
    assert [name[-1] for name in rows(client, f"{by}&sort=-name")] == ["2", "1", "0"]
    assert list(rows(client, f"{by}&q=0-2")) == ["Buurt 0-2"]
    assert list(rows(client, "?by=nothing&sort=nothing&q=%00")) == ["Wijk 0"]


def test_a_long_table_shows_its_first_rows_and_then_all(client, register):
    AreaFactory.create_batch(3, row=1)
    for column in range(3, 33):
        AreaFactory(column=column % 10, row=column // 10 + 2, code=f"BU9990{column:04d}")

    assert len(rows(client, "?by=neighbourhoods")) == 25
    assert "Show 11 more" in words(client, f"{PAGE}?by=neighbourhoods")
    assert len(rows(client, "?by=neighbourhoods&rows=all")) == 36


@pytest.mark.parametrize("by", ["districts", "neighbourhoods", "organisations", "types"])
def test_it_asks_the_database_a_set_number_of_times(client, register, django_assert_max_num_queries, by):
    VenueFactory.create_batch(20, municipality=register.municipality, venue_type=venue_type("cafe"))
    ActivityFactory.create_batch(5, municipality=register.municipality, location=spot(1, 0))
    with django_assert_max_num_queries(QUERIES):
        client.get(f"{PAGE}?by={by}")


def test_the_file_has_every_row_with_shares_and_counts(client, register):
    answer = client.get("/en/quality/GM9990/neighbourhoods.csv")
    head, *lines = answer.content.decode("utf-8-sig").splitlines()

    assert answer["Content-Disposition"] == 'attachment; filename="quality-GM9990-neighbourhoods.csv"'
    assert head.startswith("key;Neighbourhoods;within;places and activities;share of facts recorded;")
    assert lines[0].startswith("BU99900000;Buurt 0-0;Wijk 0;2;0,2;0,5;1;0;1;1;1;2;")
    assert lines[2].startswith("BU99900002;Buurt 0-2;Wijk 0;0;;;0;0;")
    assert client.get("/en/quality/GM9990/types.xlsx").status_code == 200


@pytest.mark.parametrize("address", ["GM0001", "GM9990/nothing.csv", "GM9990/types.exe", "GM0001/types.csv"])
def test_of_what_is_not_kept_here_there_is_no_page(client, register, address):
    assert client.get(f"/en/quality/{address}").status_code == 404


def test_a_name_that_is_a_formula_is_text_in_the_file(client, register):
    register.other.name = "=1+1"
    register.other.save()

    assert "'=1+1" in client.get("/en/quality/GM9990/organisations.csv").content.decode("utf-8-sig")
