"""`fetch_open_data` against a local server that answers as the live services are documented to."""

import csv
import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.venues.importing import services as local
from tests.venues.importing.services import Answer, Services, figures, health, neighbourhood
from tests.venues.importing.sources import YEAR
from venues.importing.base import Source, run_import
from venues.importing.defaults import load_defaults
from venues.importing.fetch import odata, squares
from venues.importing.fetch.municipality import fetch_municipality
from venues.importing.fetch.services import Services as Addresses
from venues.importing.fetch.web import FetchFailed, Web
from venues.importing.loaders import LOADERS
from venues.importing.manifest import read_manifest
from venues.models import Area, DemandPoint, Figure, ImportRun, Level, Municipality, Street, Venue


class Pauses(list[float]):
    """Waits nothing and remembers how long it should have."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def web(pauses: Pauses) -> Web:
    return Web(timeout_s=5, tries=3, pause_s=1, sleep=pauses)


@pytest.fixture
def services(settings: Any) -> Iterator[Services]:
    """Three neighbourhoods in two districts, a neighbour, and a piece of open water."""
    known = Services(
        neighbourhoods=[
            neighbourhood("BU9990AA01", 0),
            neighbourhood("BU9990AA02", 1),
            neighbourhood("BU9990AB01", 2),
            neighbourhood("BU99909997", 3, water="JA"),
            neighbourhood("BU999100A1", 4),
        ],
        figures=[
            figures("GM9990", 1600, 200, 350),
            figures("WK9990AA", 1500, 180, 340),
            figures("BU9990AA01", 800, 90, 160),
            figures("BU9990AA02", 700, None, None),
            figures("GM9991", 300, 30, 10),
        ],
        health=[
            health(code, age, 50.5) for code in ("NL01", "GM9990", "BU9990AA01") for age in ("20300", "53115", "80200")
        ],
        squares={"E1200N4800": 35, "E1201N4801": None, "E1250N4800": 10},
        osm=local.osm_xml(),
    )
    with local.running(known) as address:
        settings.OPEN_DATA_SERVICES = {
            "pdok_features": f"{address}/features",
            "pdok_wfs": f"{address}/wfs",
            "cbs_odata": f"{address}/cbs",
            "rivm_odata": f"{address}/rivm",
            "overpass": f"{address}/overpass",
        }
        yield known


def fetch(web: Web, to: Path, **options: Any) -> list[str]:
    said: list[str] = []
    fetch_municipality("GM9990", to, year=YEAR, web=web, say=said.append, **options)
    return said


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_page_of_neighbourhoods_comes_without_open_water(services: Services, web: Web, tmp_path: Path):
    said = fetch(web, tmp_path)

    document = json.loads((tmp_path / "areas.geojson").read_text())
    codes = [each["properties"]["buurtcode"] for each in document["features"]]
    assert codes == ["BU9990AA01", "BU9990AA02", "BU9990AB01"]
    assert "areas.geojson: 3" in said
    assert any("buurten/items" in asked and "cursor=2" in asked for asked in services.asked)
    assert table(tmp_path / "districts.csv")[0] == {"code": "WK9990AA", "name": "Wijk AA"}


@pytest.mark.usefixtures("services")
def test_figures_keep_what_is_withheld_empty_and_work_out_the_share(web: Web, tmp_path: Path):
    fetch(web, tmp_path)

    rows = {row["code"]: row for row in table(tmp_path / "figures.csv")}
    assert list(rows) == ["GM9990", "WK9990AA", "BU9990AA01", "BU9990AA02"]
    assert rows["BU9990AA01"]["born_outside_europe_pct"] == "20.0"
    assert (rows["BU9990AA02"]["age_15_25"], rows["BU9990AA02"]["born_outside_europe_pct"]) == ("", "")


@pytest.mark.usefixtures("services")
def test_health_comes_for_two_age_classes_with_the_national_row(web: Web, tmp_path: Path):
    fetch(web, tmp_path)

    rows = table(tmp_path / "health.csv")
    assert {row["age"] for row in rows} == {"18+", "65+"}
    assert [row["code"] for row in rows if row["age"] == "65+"] == ["NL01", "GM9990", "BU9990AA01"]
    assert (rows[0]["lonely_pct"], rows[0]["anxiety_depression_pct"]) == ("50.5", "8.5")


def test_tables_longer_than_a_page_come_whole(
    services: Services, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(odata, "PAGE", 2)
    monkeypatch.setattr(squares, "PAGE", 1)
    services.figures += [figures(f"BU9990AB{number:02d}", 10, 1, 1) for number in range(5)]

    fetch(web, tmp_path)

    assert len(table(tmp_path / "figures.csv")) == 9
    assert len(table(tmp_path / "squares.csv")) == 3


@pytest.mark.usefixtures("services")
def test_a_square_on_the_edge_of_two_tiles_is_written_once(web: Web, tmp_path: Path):
    fetch(web, tmp_path)

    assert table(tmp_path / "squares.csv") == [
        {"square": "E1200N4800", "residents": "35"},
        {"square": "E1201N4801", "residents": ""},
        {"square": "E1250N4800", "residents": "10"},
    ]


@pytest.mark.parametrize("name", ["E1200N4800", "E120000N480000"])
def test_squares_in_metres_are_written_in_hectometres(services: Services, web: Web, tmp_path: Path, name: str):
    def rename(answer: Answer) -> Answer:
        return answer[0], answer[1], answer[2].replace(b"E1200N4800", name.encode())

    services.fail_once("bbox=120000", rename)

    fetch(web, tmp_path)

    assert table(tmp_path / "squares.csv")[0]["square"] == "E1200N4800"


@pytest.mark.django_db
@pytest.mark.usefixtures("services")
def test_the_folder_loads_as_it_is(web: Web, tmp_path: Path):
    load_defaults()
    fetch(web, tmp_path, neighbours=["GM9991"])
    manifest = read_manifest(tmp_path / "manifest.toml", LOADERS)
    municipality = Municipality.objects.create(code=manifest.code, name=manifest.name)
    for code, name in manifest.neighbours.items():
        municipality.neighbours.add(Municipality.objects.create(code=code, name=name, is_scored=False))

    runs = [
        run_import(
            Source(each.loader, tmp_path / each.file, municipality, manifest.edition, each.options, each.partial),
            LOADERS[each.loader],
        )
        for each in manifest.sources
    ]

    assert [(run.loader, run.status) for run in runs] == [
        (loader, ImportRun.Status.DONE) for loader in ("areas", "figures", "health", "squares", "osm")
    ]
    assert municipality.name == "’s-Testdorp"
    assert Municipality.objects.get(code="GM9991").name == "Buurdorp"
    assert Area.objects.filter(level=Level.NEIGHBOURHOOD).count() == 4
    assert Area.objects.get(code="WK9990AA").name == "Wijk AA"
    assert Figure.objects.get(area__code="BU9990AA02", indicator="age_15_25").value is None
    assert Figure.objects.get(area__code="BU9990AA01", indicator="lonely_65_pct").value == 50.5
    assert DemandPoint.objects.get().weight == 35
    assert Venue.objects.get().name == "Bibliotheek Testdorp"
    assert Street.objects.count() == 1


def test_a_second_run_asks_nothing_and_keeps_an_edited_manifest(services: Services, web: Web, tmp_path: Path):
    fetch(web, tmp_path)
    services.asked.clear()
    manifest = tmp_path / "manifest.toml"
    manifest.write_text(manifest.read_text() + "# ours\n")

    said = fetch(web, tmp_path)

    assert not services.asked
    assert all("was there already" in line for line in said)
    assert manifest.read_text().endswith("# ours\n")


def test_a_run_that_broke_off_goes_on_where_it_stopped(services: Services, web: Web, tmp_path: Path):
    services.health.clear()
    with pytest.raises(FetchFailed, match="has no rows for this municipality"):
        fetch(web, tmp_path)
    services.health.append(health("GM9990", "80200", 50.0))
    services.asked.clear()

    fetch(web, tmp_path)

    assert not any("/features/" in asked or "/cbs/" in asked for asked in services.asked)
    assert (tmp_path / "osm.osm.pbf").exists()


def test_a_file_that_was_changed_or_belongs_to_another_question_is_fetched_again(
    services: Services, web: Web, tmp_path: Path
):
    fetch(web, tmp_path)
    (tmp_path / "health.csv").write_text("half of it")
    services.asked.clear()
    fetch(web, tmp_path)
    after_a_change = {asked.split("/")[1] for asked in services.asked}

    fetch(web, tmp_path, neighbours=["GM9991"])

    assert after_a_change == {"rivm"}
    assert tomllib.loads((tmp_path / "manifest.toml").read_text())["neighbours"] == {"GM9991": "Buurdorp"}


def status(code: int, **headers: str) -> Any:
    return lambda _answer: (code, {name.replace("_", "-"): value for name, value in headers.items()}, b"busy")


def cut(answer: Answer) -> Answer:
    """Half of the bytes that the header promises."""
    return answer[0], {"Content-Length": str(len(answer[2])), "Connection": "close"}, answer[2][: len(answer[2]) // 2]


def half(answer: Answer) -> Answer:
    """A whole answer with half a document."""
    return answer[0], {}, answer[2][: len(answer[2]) // 2]


@pytest.mark.parametrize("where", ["/features/", "/cbs/", "/rivm/", "/wfs/", "/overpass"])
@pytest.mark.parametrize("fault", [status(500), cut, half], ids=["error", "cut", "half"])
def test_a_fault_is_tried_again_after_a_pause(
    services: Services, web: Web, pauses: Pauses, tmp_path: Path, where: str, fault: Any
):
    services.fail_once(where, fault)

    fetch(web, tmp_path)

    assert pauses == [1]
    assert len(table(tmp_path / "figures.csv")) == 4
    assert not list(tmp_path.glob("*.part"))


def test_a_busy_service_is_given_the_pause_that_it_asks_for(
    services: Services, web: Web, pauses: Pauses, tmp_path: Path
):
    services.fail_once("/cbs/", status(429, Retry_After="7"))
    services.fail_once("/cbs/", status(503, Retry_After="soon"))
    services.fail_once("/overpass", status(429, Retry_After=format_datetime(datetime.now(UTC) + timedelta(hours=9))))

    fetch(web, tmp_path)

    # Seven seconds as asked; our own second pause where the wish is unreadable; never longer than five minutes.
    assert pauses == [7, 2, 300]


def test_an_overloaded_overpass_that_says_so_in_a_remark_is_tried_again(
    services: Services, web: Web, pauses: Pauses, tmp_path: Path
):
    remark = b"<osm><remark> runtime error: Query timed out </remark></osm>"
    services.fail_once("/overpass", lambda _answer: (200, {}, remark))
    services.fail_once("/overpass", lambda _answer: (200, {}, b"<html>The server is too busy.</html>"))

    fetch(web, tmp_path)

    assert pauses == [1, 2]


def test_a_map_that_cannot_be_parsed_is_tried_again(services: Services, web: Web, pauses: Pauses, tmp_path: Path):
    services.fail_once("/overpass", lambda _answer: (200, {}, b'<osm version="0.6"><node id="x"></osm>'))

    fetch(web, tmp_path)

    assert pauses == [1]


def test_a_service_that_stays_down_is_named_and_leaves_no_half_file(
    services: Services, web: Web, pauses: Pauses, tmp_path: Path
):
    for _try in range(3):
        services.fail_once("/cbs/", status(502))

    with pytest.raises(FetchFailed, match=r"85984NED.* no usable answer in 3 tries \(last: 502"):
        fetch(web, tmp_path)

    assert pauses == [1, 2]
    assert (tmp_path / "areas.geojson").exists()
    assert not (tmp_path / "figures.csv").exists()


def test_a_refusal_is_not_tried_again_and_its_words_are_passed_on(
    services: Services, web: Web, pauses: Pauses, tmp_path: Path
):
    services.fail_once("/features/", lambda _answer: (400, {}, b"unknown query parameter"))

    with pytest.raises(FetchFailed, match="answered 400: unknown query parameter"):
        fetch(web, tmp_path)

    assert not pauses


def test_a_service_that_is_not_there_is_named(services: Services, web: Web, tmp_path: Path, settings: Any):
    settings.OPEN_DATA_SERVICES = {**settings.OPEN_DATA_SERVICES, "pdok_features": "http://127.0.0.1:9"}

    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1:9.*refused"):
        fetch(web, tmp_path)

    assert not services.asked


def replaced(content: dict[str, Any]) -> Any:
    return lambda _answer: (200, {}, json.dumps(content).encode())


@pytest.mark.parametrize(
    ("where", "answer", "words"),
    [
        ("/features/", {"features": [], "numberReturned": 0}, "has no buurten of GM9990"),
        ("/features/", {"features": [], "numberReturned": 5}, "not as many as it says"),
        ("/features/", {"title": "Not a collection"}, "no list of features"),
        ("/cbs/", {"value": [{"WijkenEnBuurten": "GM9990", "Inwoners_5": 5}]}, "no column AantalInwoners any more"),
        ("/cbs/", {"error": "…"}, "no list of rows"),
        ("/wfs/", {"error": "…"}, "no list of squares"),
        ("/wfs/", {"features": [{"properties": {"crs28992res100m": "1"}}]}, "names a square “1”"),
        ("/wfs/", {"features": [{"properties": {"crs28992res100m": "E1200N4800"}}]}, "no column aantalInwoners"),
    ],
)
def test_an_answer_of_another_shape_is_refused_in_words(
    services: Services, web: Web, tmp_path: Path, where: str, answer: dict[str, Any], words: str
):
    services.fail_once(where, replaced(answer))

    with pytest.raises(FetchFailed, match=words):
        fetch(web, tmp_path)


def test_squares_of_a_year_that_has_none_are_refused(services: Services, web: Web, tmp_path: Path):
    services.squares.clear()

    with pytest.raises(FetchFailed, match="has no squares here"):
        fetch(web, tmp_path)


def test_pages_that_go_round_in_a_circle_are_noticed(services: Services, web: Web, tmp_path: Path):
    circle = [{"rel": "next", "href": "?gemeentecode=GM9990"}]
    page = {"features": [neighbourhood("BU9990AA01", 0)], "links": circle}
    for _time in range(3):
        services.fail_once("/features/", replaced(page))

    with pytest.raises(FetchFailed, match="the same page again and again"):
        fetch(web, tmp_path)


def test_an_answer_that_is_no_object_is_tried_again_and_then_refused(services: Services, web: Web, tmp_path: Path):
    for _try in range(3):
        services.fail_once("/features/", lambda _answer: (200, {}, b"[]"))

    with pytest.raises(FetchFailed, match="the answer is no JSON object"):
        fetch(web, tmp_path)


def test_an_unknown_year_is_refused_before_anything_is_asked(services: Services, web: Web, tmp_path: Path):
    with pytest.raises(FetchFailed, match="no CBS table of 1999"):
        fetch_municipality("GM9990", tmp_path, year=1999, web=web)

    assert not services.asked


def test_only_web_addresses_are_opened(web: Web):
    with pytest.raises(FetchFailed, match="is no web address"):
        web.content("file:///etc/hostname")


@pytest.mark.usefixtures("services")
def test_the_command_fetches_and_says_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    call_command("fetch_open_data", municipality="GM9990", to=tmp_path)

    said = capsys.readouterr().out
    assert "osm.osm.pbf: 4" in said
    assert f"manage.py load_city {tmp_path / 'manifest.toml'}" in said


@pytest.mark.usefixtures("services")
def test_the_command_tells_in_one_line_what_went_wrong(tmp_path: Path):
    with pytest.raises(CommandError, match="has no buurten of GM0001"):
        call_command("fetch_open_data", municipality="GM0001", to=tmp_path)


def test_the_command_wants_a_code_of_a_municipality(tmp_path: Path):
    with pytest.raises(CommandError, match="invalid municipality_code value: 'Amsterdam'"):
        call_command("fetch_open_data", "--municipality", "Amsterdam", "--to", str(tmp_path))


def test_without_settings_the_public_services_are_asked(settings: Any):
    settings.OPEN_DATA_SERVICES = {}

    assert Addresses.configured() == Addresses()
    assert Addresses.configured().pdok_features == "https://api.pdok.nl/cbs"
