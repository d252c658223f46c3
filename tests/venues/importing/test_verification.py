"""To have checked a place is a person's act: an import brings facts, and leaves that alone."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import UserFactory
from tests.venues.importing.test_osm import LIBRARY, Extract, extract, load_osm  # noqa: F401
from tests.venues.importing.test_register_tables import TABLES, load_register, load_table
from venues.models import Activity, ImportRun, Venue, VenueEvent

pytestmark = pytest.mark.usefixtures("village")
CHECKED_ON = date(2024, 3, 1)


def checked() -> set[tuple[object, object]]:
    return {
        row for model in (Venue, Activity) for row in model.everything.values_list("verified_on", "verified_by__email")
    }


def check_all() -> None:
    for model in (Venue, Activity):
        model.everything.update(verified_on=CHECKED_ON, verified_by=UserFactory(email=f"{model.__name__}@example.org"))


def test_a_table_that_adds_or_changes_places_never_counts_as_a_check(tmp_path: Path):
    load_register(tmp_path)
    assert checked() == {(None, None)}
    check_all()
    before = checked()
    head, first, *_rest = TABLES["venues"]
    load_table(tmp_path, "venues", head, first.replace(",60,", ",75,"))
    load_table(tmp_path, "activities", TABLES["activities"][0], "A2,Open tafel,V2,O1,,,25,no,no,,")

    assert (Venue.objects.get(source_key="V1").places, Activity.objects.get(source_key="A2").places) == (75, 25)
    assert checked() == before


def test_openstreetmap_that_adds_or_changes_places_never_counts_as_a_check(extract: Extract):  # noqa: F811
    extract.node(0, 0, **LIBRARY)
    load_osm(extract, "venues")
    assert checked() == {(None, None)}
    check_all()
    before = checked()
    extract.node(0, 0, **LIBRARY | {"name": "De Nieuwe Bieb"})
    load_osm(extract, "venues")

    assert Venue.objects.get().name == "De Nieuwe Bieb"
    assert checked() == before


def test_the_history_of_what_an_import_changed_names_the_import(tmp_path: Path):
    load_table(tmp_path, "organisations", *TABLES["organisations"])
    load_table(tmp_path, "venues", *TABLES["venues"])

    [context] = {event.pgh_context for event in VenueEvent.objects.all()}
    assert context.metadata == {"door": "import", "import": ImportRun.objects.latest("pk").pk}
