"""Fetch everything that one municipality needs, and write the manifest to load it with."""

from collections.abc import Callable, Sequence
from pathlib import Path
from string import Template

from django.utils.translation import gettext as _

from venues.importing.fetch.areas import fetch_districts, fetch_neighbourhoods, municipality_names
from venues.importing.fetch.extent import extent_of
from venues.importing.fetch.folder import Folder
from venues.importing.fetch.odata import fetch_figures, fetch_health
from venues.importing.fetch.osm import fetch_osm
from venues.importing.fetch.services import HEALTH_YEAR, Services, cbs_table
from venues.importing.fetch.squares import fetch_squares
from venues.importing.fetch.web import Web

MANIFEST = "manifest.toml"
TEMPLATE = Path(__file__).with_name("manifest.toml.template")

Say = Callable[[str], object]


def fetch_municipality(  # noqa: PLR0913
    code: str, to: Path, *, year: int, neighbours: Sequence[str] = (), web: Web | None = None, say: Say = print
) -> Path:
    """Fill a folder with the open data of a municipality; a second run fetches only what is missing.

    Args:
        code: CBS code of the municipality.
        to: The folder.
        year: Of the boundaries, the key figures and the squares.
        neighbours: Codes of municipalities across whose border people walk.
        web: How to ask.
        say: Receives one line a file.

    Returns:
        The manifest, ready for `load_city`.

    Raises:
        FetchFailed: If a service fails; the files that came are kept.
    """
    web, services, folder = web or Web(), Services.configured(), Folder(to)
    codes = [code, *neighbours]
    cbs_table(year)
    question = {"municipalities": codes, "year": year}

    def step(name: str, fetch: Callable[[], int], **more: object) -> None:
        rows = folder.once(name, {**question, **more}, fetch)
        say(_("%(file)s: was there already") % {"file": name} if rows is None else f"{name}: {rows}")

    step("areas.geojson", lambda: fetch_neighbourhoods(web, services, folder, year, codes))
    step("districts.csv", lambda: fetch_districts(web, services, folder, year, codes))
    step("figures.csv", lambda: fetch_figures(web, services, folder, year, codes))
    step("health.csv", lambda: fetch_health(web, services, folder, codes), health_year=HEALTH_YEAR)
    extent = extent_of(folder)
    step("squares.csv", lambda: fetch_squares(web, services, folder, year, extent))
    step("osm.osm.pbf", lambda: fetch_osm(web, services, folder, extent))

    def write_manifest() -> int:
        folder.write(MANIFEST, _manifest(code, municipality_names(folder), neighbours, year).encode())
        return 1

    folder.once(MANIFEST, question, write_manifest, may_be_edited=True)
    return to / MANIFEST


def _manifest(code: str, names: dict[str, str], neighbours: Sequence[str], year: int) -> str:
    table = "".join(f"{each} = {_quoted(names[each])}\n" for each in neighbours)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        code=code,
        name=_quoted(names[code]),
        year=year,
        health_year=HEALTH_YEAR,
        neighbours=f"[neighbours]\n{table}\n" if table else "",
    )


def _quoted(text: str) -> str:
    """A TOML string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
