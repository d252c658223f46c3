"""Services of another register, in the form of HSDS, become places, activities, hours and audiences of this one."""

import json
from collections import Counter
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.api.hsds.town import told
from tests.factories import EditionFactory, MunicipalityFactory, SlotFactory
from tests.venues.importing.sources import load, refusals
from venues.importing.base import Source, run_import
from venues.importing.loaders import LOADERS
from venues.models import Activity, Area, Audience, ImportRun, Municipality, Slot, Venue

LIBRARY = "2f5f2f6e-0001-4a3c-9b1e-000000000001"
CLUB = "2f5f2f6e-0002-4a3c-9b1e-000000000002"
SOURCE = {"municipality": "GM9990", "source": "hsds"}


def term(taxonomy: str, code: str, value: str = "") -> dict[str, Any]:
    return {"id": code, "value": value, "taxonomy_term": {"id": code, "code": code, "name": code, "taxonomy": taxonomy}}


def library(**more: Any) -> dict[str, Any]:
    service = {
        "id": LIBRARY,
        "name": "Bibliotheek",
        "status": "active",
        "organization": {"id": "org-1", "name": "Stichting Boek", "description": "–"},
        "schedules": [
            {"id": "s1", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "10:00", "closes_at": "17:00"},
            {"id": "s2", "freq": "WEEKLY", "byday": "FR", "opens_at": "22:00+01:00", "closes_at": "01:00+01:00"},
        ],
        "service_at_locations": [
            {
                "id": LIBRARY,
                "location": {"id": "loc-1", "location_type": "physical", "latitude": 52.309, "longitude": 4.8776},
            }
        ],
        "attributes": [term("infra-map:venue-type", "library"), term("infra-map:audience", "youth", "0.7")],
    }
    return service | more


def monday(**more: Any) -> dict[str, Any]:
    return {"freq": "WEEKLY", "byday": "MO", "opens_at": "10:00", "closes_at": "11:00"} | more


def club(**more: Any) -> dict[str, Any]:
    link = {"id": CLUB, "location": {"id": "loc-1", "location_type": "physical"}}
    schedule = {"id": "c", "freq": "WEEKLY", "interval": 2, "byday": "WE", "opens_at": "14:00", "closes_at": "15:30",
                "valid_from": "2026-01-01", "valid_to": "2098-12-31"}  # fmt: skip
    return {
        "id": CLUB,
        "name": "Leesclub",
        "status": "active",
        "schedules": [schedule],
        "service_at_locations": [link],
    } | more


def written(folder: Path, *services: Any) -> Path:
    path = folder / "services.json"
    path.write_text(json.dumps(list(services)))
    return path


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.rows_created, run.rows_updated, run.rows_skipped, run.rows_refused


def hours(**owner: Any) -> list[tuple[int, str, str]]:
    return [
        (slot.weekday, f"{slot.starts:%H:%M}", f"{slot.ends:%H:%M}")
        for slot in Slot.objects.filter(**owner).order_by("weekday", "starts")
    ]


def test_a_service_with_a_type_is_a_place_and_another_at_its_location_an_activity_there(village, tmp_path):
    run = load("hsds", written(tmp_path, library(), club()))
    assert run.status == ImportRun.Status.DONE, refusals(run)
    place, activity = Venue.objects.get(**SOURCE), Activity.objects.get(**SOURCE)
    assert (place.name, place.venue_type_id, place.organisation.name) == ("Bibliotheek", "library", "Stichting Boek")
    assert hours(venue=place) == [
        (1, "10:00", "17:00"), (2, "10:00", "17:00"), (5, "22:00", "00:00"), (6, "00:00", "01:00"),
    ]  # fmt: skip
    assert Audience.objects.get(venue=place).suitability == 0.7
    assert activity.venue == place
    slot = activity.slots.get()
    assert (slot.every_weeks, slot.starts_on, slot.ends_on) == (2, date(2026, 1, 1), date(2099, 1, 1))


def test_the_same_file_twice_changes_nothing(village, tmp_path):
    path = written(tmp_path, library(), club())
    load("hsds", path)
    before = [list(model.objects.order_by("pk").values()) for model in (Venue, Activity, Slot, Audience)]
    run = load("hsds", path)
    assert counts(run) == (0, 0, 0, 0)
    assert [list(model.objects.order_by("pk").values()) for model in (Venue, Activity, Slot, Audience)] == before


def test_a_dry_run_stores_nothing(village, tmp_path):
    run = load("hsds", written(tmp_path, library()), dry_run=True)
    assert (run.status, run.rows_created) == (ImportRun.Status.DRY_RUN, 2)
    assert not Venue.objects.exists()


def test_a_changed_service_follows_but_not_what_a_person_checked(village, tmp_path):
    load("hsds", written(tmp_path, library(), club()))
    Venue.objects.update(verified_on=date(2026, 6, 1))
    changed = [{"id": "s1", "freq": "WEEKLY", "byday": "SU", "opens_at": "12:00", "closes_at": "13:00"}]
    run = load(
        "hsds", written(tmp_path, library(name="Boekhuis", schedules=changed), club(name="Club", schedules=changed))
    )
    assert Venue.objects.get().name == "Bibliotheek"
    assert len(hours(venue__isnull=False)) == 4
    assert Activity.objects.get().name == "Club"
    assert hours(activity__isnull=False) == [(7, "12:00", "13:00")]
    assert "1 was checked by a person and stays as it is." in run.notes


def test_what_is_not_active_is_not_added_and_not_closed_here(village, tmp_path):
    load("hsds", written(tmp_path, library()))
    run = load("hsds", written(tmp_path, library(status="defunct"), club(status="inactive")))
    assert run.rows_skipped == 2
    assert not Activity.objects.exists()
    assert not Venue.objects.get().closures.exists()
    assert any("Bibliotheek" in note and "Record a closure" in note for note in run.notes)


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (library(name=""), "record 1"),
        (library(service_at_locations=[]), "this place has no location"),
        (library(attributes=[term("infra-map:venue-type", "castle")]), "castle"),
        (library(attributes=[term("infra-map:audience", "youth", "7")]), "0 to 1"),
        (library(url="javascript:alert(1)"), "javascript:alert(1)"),
        (library(schedules=[monday(byday="XX")]), "XX"),
        (library(schedules=[monday(opens_at="tien")]), "tien"),
        (library(schedules=[monday(opens_at="10:00Z")]), "10:00Z"),
        (library(schedules=[monday(interval=0.5)]), "0.5"),
        (library(schedules=[monday(valid_from="gisteren")]), "gisteren"),
        (club(), "held nowhere"),
        (["geen dienst"], "no object"),
    ],
)
def test_a_service_that_cannot_be_stored_is_named_and_refuses_the_file(village, tmp_path, service, said):
    spot = {"id": "loc-2", "location_type": "physical", "latitude": 52.309, "longitude": 4.8776}
    other = club(id="other", name="Hardlopers", service_at_locations=[{"id": "other", "location": spot}])
    run = load("hsds", written(tmp_path, service, other))
    assert run.status == ImportRun.Status.FAILED
    assert said in " ".join(refusals(run))
    assert not Activity.objects.exists()
    assert load("hsds", written(tmp_path, service, other), partial=True).status == ImportRun.Status.DONE
    assert Activity.objects.get().name == "Hardlopers"


@pytest.mark.parametrize("text", ["", "{", "3", '{"a": 1}', "[[[[", "[" * 100_000])
def test_what_is_no_hsds_is_refused_in_words(village, tmp_path, text):
    path = tmp_path / "file.json"
    path.write_text(text)
    run = load("hsds", path)
    assert run.status == ImportRun.Status.FAILED
    assert refusals(run)


def test_terms_of_another_taxonomy_are_mapped_by_the_options(village, tmp_path):
    foreign = [term("Open Eligibility", "Public Libraries"), term("Open Eligibility", "Teens")]
    run = load(
        "hsds",
        written(tmp_path, library(attributes=foreign)),
        types={"Public Libraries": "library"},
        groups={"Teens": "youth"},
    )
    assert run.status == ImportRun.Status.DONE, refusals(run)
    assert Venue.objects.get().audiences.get().suitability == 1
    wrong = load("hsds", written(tmp_path, library(attributes=foreign)), types={"Public Libraries": "kasteel"})
    assert "kasteel" in refusals(wrong)[0]


def test_hours_that_are_no_plain_week_are_left_out_and_said(village, tmp_path):
    monthly = [{"freq": "MONTHLY", "byday": "2MO", "opens_at": "10:00", "closes_at": "11:00"}]
    run = load("hsds", written(tmp_path, library(schedules=monthly)))
    assert any("no plain week" in note for note in run.notes)
    assert not Slot.objects.exists()
    load("hsds", written(tmp_path, library(schedules=[{"description": "Mo 09:00-12:00"}])))
    assert hours() == [(1, "09:00", "12:00")]


def facts(municipality: Municipality) -> dict[str, Any]:
    found = {}
    for model in (Venue, Activity):
        for offer in model.objects.filter(municipality=municipality):
            slots = Counter(
                (s.weekday, s.starts, s.ends, s.host, s.every_weeks, s.in_school_holidays, s.starts_on, s.ends_on)
                for s in offer.slots.all()
            )
            held = offer if isinstance(offer, Venue) else offer.venue or offer
            found[offer.name] = (
                slots,
                {row.group_id: row.suitability for row in offer.audiences.all()},
                offer.places,
                offer.organisation and offer.organisation.name,
                held.name,
                tuple(round(part, 1) for part in held.location.coords),
                (held.venue_type_id, held.address, held.postcode, held.website, held.wheelchair, held.low_threshold)
                if isinstance(held, Venue)
                else None,
            )
    return found


def empty_town_beside() -> Municipality:
    municipality = MunicipalityFactory(code="GM9991", name="Leegveen")
    edition = EditionFactory(municipality=municipality)
    ground = Area.objects.get(edition__municipality="GM9990", level="municipality")
    Area.objects.create(
        edition=edition,
        code="GM9991",
        name="Leegveen",
        level="municipality",
        boundary=ground.boundary,
        centre=ground.centre,
    )
    return municipality


@pytest.mark.parametrize("kind", ["services", "service_at_locations"])
def test_what_one_register_gives_out_another_takes_in_as_it_was(village, tmp_path, kind):
    town = told()
    SlotFactory(venue=town.centre, weekday=7, starts=time(0), ends=time(3), host="none")
    path = tmp_path / "page.json"
    path.write_bytes(Client().get(f"/api/v1/hsds/{kind}?full=true&area=GM9990").content)
    run = run_import(Source("hsds", path, empty_town_beside(), 2024), LOADERS["hsds"])
    assert run.status == ImportRun.Status.DONE, refusals(run)
    assert facts(Municipality.objects.get(pk="GM9991")) == facts(town.municipality)


def test_what_this_register_gave_out_is_not_added_to_it_again(village, tmp_path):
    town = told()
    path = tmp_path / "page.json"
    path.write_bytes(Client().get("/api/v1/hsds/services?full=true").content)
    run = run_import(Source("hsds", path, town.municipality, 2024), LOADERS["hsds"])
    assert counts(run) == (0, 0, 3, 0)
    assert Venue.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_services_of_an_api_are_fetched_page_after_page_and_imported(live_server, tmp_path, monkeypatch):
    monkeypatch.setattr("venues.importing.fetch.hsds.PAGE", 2)
    told()
    empty_town_beside()
    path = tmp_path / "fetched.json"
    call_command("fetch_hsds", f"{live_server.url}/api/v1/hsds", "--to", str(path), "--area", "GM9990")
    assert len(json.loads(path.read_text())) == 3
    call_command("import_file", "hsds", str(path), "--municipality", "GM9991")
    assert Venue.objects.filter(municipality="GM9991", name="Buurthuis").exists()
    with pytest.raises(CommandError, match="404"):
        call_command("fetch_hsds", f"{live_server.url}/api/v1", "--to", str(path))
