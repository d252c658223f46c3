"""Streets, venues and what surrounds them from OpenStreetMap, through Overpass, as an .osm.pbf file."""

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import osmium
from django.utils.translation import gettext as _

from venues.importing.defaults import default_rows
from venues.importing.fetch.extent import Extent
from venues.importing.fetch.folder import Folder
from venues.importing.fetch.services import Services
from venues.importing.fetch.web import AnswerIncomplete, Web
from venues.importing.osm.tags import GROUND

MARGIN_M = 1500
"""People walk across the border: streets and venues of the surroundings come along."""

TIMEOUT_S = 900
LARGEST_BYTES = 1 << 30


def fetch_osm(web: Web, services: Services, folder: Folder, extent: Extent) -> int:
    """Write `osm.osm.pbf` with the streets, venues and backdrop in the extent and a margin around it.

    Raises:
        FetchFailed: If the service fails.
    """
    query = overpass_query(extent.widened(MARGIN_M))
    converted: list[tuple[bytes, int]] = []

    def convert(xml: bytes) -> None:
        _check_whole(xml)
        converted.append(_as_pbf(xml))

    web.content(services.overpass, body=urlencode({"data": query}).encode(), check=convert)
    content, objects = converted[0]
    folder.write("osm.osm.pbf", content)
    return objects


def overpass_query(extent: Extent) -> str:
    """What to ask of Overpass: everything that the importer reads, and the nodes it consists of."""
    west, south, east, north = extent.lon_lat
    box = f"({south:.5f},{west:.5f},{north:.5f},{east:.5f})"
    venues = [
        "nwr" + "".join(f'["{key}"="{value}"]' for key, value in tags.items())
        for row in default_rows("venue_type")
        for tags in row.get("osm_tags", [])
    ]
    ground = [f'wr["{key}"~"^({"|".join(values)})$"]' for kinds in GROUND.values() for key, values in kinds.items()]
    wanted = "".join(f"{each}{box};" for each in ['way["highway"]', *dict.fromkeys(venues), *ground])
    return f"[out:xml][timeout:{TIMEOUT_S}][maxsize:{LARGEST_BYTES}];({wanted});(._;>;);out body;"


def _check_whole(xml: bytes) -> None:
    """An overloaded Overpass answers 200 with half of the data and a remark, or with a page of HTML."""
    if b"<osm" not in xml[:1000]:
        raise AnswerIncomplete(_("the answer is not OpenStreetMap data"))
    end = xml[-2000:]
    if b"<remark>" in end:
        remark = end.split(b"<remark>", 1)[1].split(b"</remark>", 1)[0].decode("utf-8", "replace").strip()
        raise AnswerIncomplete(remark)
    if not end.rstrip().endswith(b"</osm>"):
        raise AnswerIncomplete(_("the answer was cut off"))


def _as_pbf(xml: bytes) -> tuple[bytes, int]:
    """The same data in the format that the importer reads, nodes before ways before relations."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "osm.osm.pbf"
        writer = osmium.SimpleWriter(str(path))
        objects = 0
        try:
            for each in osmium.FileProcessor(osmium.io.FileBuffer(xml, "osm")):
                writer.add(each)
                objects += 1
            writer.close()
        except (RuntimeError, ValueError) as error:
            raise AnswerIncomplete(str(error)) from None
        return path.read_bytes(), objects
