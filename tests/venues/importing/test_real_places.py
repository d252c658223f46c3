"""Venues and streets of real cities, where their data is at hand."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Sum

from tests.factories import default_method
from venues.importing.base import Source, run_import
from venues.importing.loaders import LOADERS
from venues.importing.manifest import read_manifest
from venues.models import Backdrop, ImportRun, Municipality, Street, Venue
from venues.register.matching import proposals

pytestmark = pytest.mark.django_db


def load_city(name: str, data: Path, *loaders: str) -> dict[str, ImportRun]:
    """Areas, and then these sources of a manifest."""
    default_method()
    manifest = read_manifest(Path(settings.BASE_DIR) / "cities" / f"{name}.toml", LOADERS)
    municipality = Municipality.objects.create(code=manifest.code, name=manifest.name)
    return {
        each.loader: run_import(
            Source(each.loader, data / each.file, municipality, manifest.edition, each.options, each.partial),
            LOADERS[each.loader],
        )
        for each in manifest.sources
        if each.loader in {"areas", *loaders}
    }


def test_all_1462_venues_and_76718_streets_of_amsterdam_are_loaded(shared_data: Path):
    runs = load_city("amsterdam", shared_data, "venues", "streets")

    venues, streets = runs["venues"], runs["streets"]
    assert (venues.rows_read, venues.rows_created, venues.rows_refused, venues.rows_skipped) == (1462, 1462, 0, 0)
    assert (streets.rows_read, streets.rows_created, streets.rows_refused) == (76_718, 76_718, 0)
    of_type = {code: Venue.objects.filter(venue_type=code).count() for code in ("library", "community-centre", "gym")}
    assert of_type == {"library": 26, "community-centre": 43, "gym": 225}
    assert Venue.objects.get(source_key="MV1135-1").address == "Spaarndammerdijk 319"
    # Drawn straight between its nodes, a street is no longer than it is walked.
    drawn_m = sum(path.length for path in Street.objects.values_list("path", flat=True))
    walked_m = Street.objects.aggregate(sum=Sum("length_m"))["sum"]
    assert 0.8 * walked_m < drawn_m < 1.01 * walked_m


def test_the_small_extract_of_amsterdam_brings_streets_venues_and_parks(shared_data: Path):
    load_city("amsterdam", shared_data)
    municipality = Municipality.objects.get()

    run = run_import(Source("osm", shared_data / "osm" / "amsterdam_tiny.osm.pbf", municipality, 2024), LOADERS["osm"])

    assert run.status == ImportRun.Status.DONE
    assert Street.objects.count() == 79
    assert set(Venue.objects.values_list("venue_type", flat=True)) == {"pitch", "sports-hall"}
    assert set(Backdrop.objects.values_list("kind", flat=True)) == {"water", "park", "built"}


def test_organisations_of_grants_are_proposed_for_places_of_amsterdam(shared_data: Path):
    load_city("amsterdam", shared_data, "venues", "subsidies")

    found = proposals(Municipality.objects.get())

    pairs = {(each.venue_name, each.organisation_name) for each in found}
    assert ("Kinderboerderij Westerpark", "Stichting Kinderboerderij Westerpark") in pairs
    assert ("Speeltuin Disneyland", "Speeltuinvereniging Disneyland") in pairs
    assert len({each.venue_id for each in found}) == len(found) >= 50
    assert not Venue.objects.exclude(organisation=None).exists()
