"""A municipality sets itself up with a manifest, and a wrong file or manifest leaves nothing half done."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import SIDE_M, SOUTH_M, WEST_M, EditionFactory, MunicipalityFactory
from venues.city import CityRefused, load_city, try_city
from venues.importing.defaults import load_defaults
from venues.importing.manifest import ManifestRefused
from venues.importing.reading.projection import to_lon_lat
from venues.models import Area, DemandEstimate, History, ImportRun, Municipality, Run

pytestmark = pytest.mark.django_db

MANIFEST = """
[municipality]
code = "GM9991"
name = "Kleindorp"
edition = 2026
fictional = true

[[source]]
loader = "areas"
file = "areas.geojson"
code = "code"
name = "name"

[[source]]
loader = "figures"
file = "figures.csv"
code = "code"
reference_on = 2026-01-01
columns = { residents = "residents" }
"""


@pytest.fixture(autouse=True)
def defaults():
    load_defaults()


@pytest.fixture
def village(tmp_path) -> Path:
    """A folder with a manifest, two neighbourhoods side by side and their residents."""
    features = []
    for column in range(2):
        west = WEST_M + column * SIDE_M
        corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
        ring = [list(to_lon_lat(west + dx * SIDE_M, SOUTH_M + dy * SIDE_M)) for dx, dy in corners]
        features.append(
            {
                "type": "Feature",
                "properties": {"code": f"BU9991000{column}", "name": f"Buurt {column}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    (tmp_path / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    (tmp_path / "figures.csv").write_text("code;residents\nBU99910000;1200\nBU99910001;800,5\n")
    (tmp_path / "manifest.toml").write_text(MANIFEST)
    return tmp_path


def load(folder: Path, how=load_city) -> list[str]:
    said: list[str] = []
    how(folder / "manifest.toml", folder, said.append)
    return said


def test_a_manifest_makes_a_scored_municipality(village):
    load(village)
    run = Run.objects.get(municipality="GM9991")
    assert run.scores.filter(group="residents", area__level="municipality").get().persons == pytest.approx(2000.5)
    assert not run.register_loaded


def test_a_dry_run_tries_everything_and_stores_nothing(village):
    assert "nothing was stored" in load(village, try_city)[-1]
    assert not Municipality.objects.filter(code="GM9991").exists()
    assert not ImportRun.objects.exists()


def test_a_refused_file_stops_the_city_and_says_where(village):
    (village / "figures.csv").write_text("code;residents\nBU99910000;twaalf\n")
    said: list[str] = []
    with pytest.raises(CityRefused, match=r"figures\.csv was refused; nothing of it was stored"):
        load_city(village / "manifest.toml", village, said.append)
    assert "line 2" in said[-1]
    assert "twaalf" in said[-1]
    assert Area.objects.filter(edition__municipality="GM9991").exists()
    assert not Run.objects.exists()


def test_a_city_without_figures_says_what_to_load(village):
    (village / "manifest.toml").write_text(MANIFEST[: MANIFEST.rindex("[[source]]")])
    with pytest.raises(CommandError, match="Kleindorp has no figures of residents"):
        call_command("load_city", str(village / "manifest.toml"))


def test_a_neighbour_of_which_nothing_is_loaded_is_no_obstacle(village):
    (village / "manifest.toml").write_text(f'{MANIFEST}\n[neighbours]\nGM9992 = "Buurdorp"\n')
    load(village)
    assert Run.objects.get().municipality_id == "GM9991"
    assert Municipality.objects.get(code="GM9992").neighbours.get().code == "GM9991"


@pytest.mark.parametrize(("is_scored", "in_use"), [(True, 2027), (False, 2026)])
def test_a_neighbour_that_is_scored_keeps_the_boundaries_of_its_own_manifest(village, is_scored, in_use):
    neighbour = MunicipalityFactory(code="GM9992", name="Buurdorp", is_scored=is_scored)
    EditionFactory(municipality=neighbour, year=2027)
    EditionFactory(municipality=neighbour, year=2026, is_active=False)
    (village / "manifest.toml").write_text(f'{MANIFEST}\n[neighbours]\nGM9992 = "Buurdorp"\n')
    load(village)
    assert neighbour.editions.get(is_active=True).year == in_use


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('code = "GM9991"', 'code = "9991"', "write GM and 4 digits"),
        ('name = "Kleindorp"\n', "", "has no name"),
        ("edition = 2026", 'edition = "2026"', "has no edition"),
        ("[municipality]", "[gemeente]", r"\[municipality\] is missing"),
        ('loader = "areas"', 'loader = "arreas"', "names the loader “arreas”. Known loaders: areas"),
        ('file = "areas.geojson"', "", "names no file"),
        ("[municipality]", "[municipality", "is no TOML"),
    ],
)
def test_a_wrong_manifest_says_what_to_write(village, old, new, message):
    (village / "manifest.toml").write_text(MANIFEST.replace(old, new, 1))
    with pytest.raises(ManifestRefused, match=message):
        load(village)
    assert not Municipality.objects.exists()


def test_an_unknown_venue_type_is_named(village):
    (village / "manifest.toml").write_text(MANIFEST.replace("fictional", 'unrecorded_types = ["pub"]\nfictional'))
    with pytest.raises(CityRefused, match="pub"):
        load(village)


def test_a_manifest_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_city", str(tmp_path / "nothing.toml"))


def test_a_file_that_is_not_there_is_a_clear_error(village, capsys):
    (village / "figures.csv").unlink()
    with pytest.raises(CommandError, match=r"figures\.csv was refused"):
        call_command("load_city", str(village / "manifest.toml"))
    assert "cannot be read" in capsys.readouterr().out


def test_score_seals_a_date_and_score_live_replaces(village, capsys):
    load(village)
    call_command("score", "--date", "2020-01-01")
    assert Run.objects.get(as_of="2020-01-01").kind == Run.Kind.SEALED
    call_command("score", "--municipality", "GM9991", "--live")
    assert Run.objects.filter(kind=Run.Kind.LIVE).count() == 1
    assert "Kleindorp as of" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--date", "gisteren"], ["--date", "2020-02-30"], ["--municipality", "GM0001"]])
def test_score_refuses_what_it_does_not_know(village, wrong):
    with pytest.raises(CommandError):
        call_command("score", *wrong)


def test_score_keeps_the_months_of_a_span(village, capsys):
    load(village)
    call_command("score", "--from", "2025-11", "--to", "2026-02")
    history = History.objects.get()
    assert (f"{history.first_on}", history.months) == ("2025-11-01", 4)
    assert "Kleindorp from 2025-11 to 2026-02: 4 months in" in capsys.readouterr().out
    assert not Run.objects.filter(kind=Run.Kind.SEALED).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--from", "2025-11"], "A series needs both months"),
        (["--to", "2025-11"], "A series needs both months"),
        (["--from", "2025-11", "--to", "2025-13"], "“2025-13” is not a month. Write it as 2016-01."),
        (["--from", "november", "--to", "2025-12"], "“november” is not a month"),
        (["--from", "2025-11", "--to", "2025-10"], "From 2025-11 to 2025-10 is 0 months"),
        (["--from", "1900-01", "--to", "2025-10"], "1510 months: give from 1 to 600"),
        (["--from", "2025-11", "--to", "2025-12", "--live"], "leave --date and --live out"),
        (["--from", "2025-11", "--to", "2025-12", "--date", "2025-11-01"], "leave --date and --live out"),
    ],
)
def test_score_says_what_is_wrong_with_the_months(village, wrong, said):
    with pytest.raises(CommandError, match=re.escape(said)):
        call_command("score", *wrong)


def test_score_says_of_which_municipality_no_month_can_be_scored(village):
    load(village)
    DemandEstimate.objects.all().delete()
    with pytest.raises(CommandError, match="Kleindorp has no figures of residents"):
        call_command("score", "--from", "2025-11", "--to", "2025-12")
