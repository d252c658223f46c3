"""One service of HSDS with its location and organisation, whichever of the two came first in the file."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, RowRefused

Json = Mapping[str, Any]

LARGEST_BYTES = 100 * 2**20
"""The register of a large city has a twentieth of it."""


@dataclass(frozen=True)
class Given:
    """A service at one location.

    Attributes:
        place: Which record of the file it is, for messages: “record 7 (Eettafel)”.
        key: The id of the link between the two, else of the service.
        service: Of HSDS.
        location: Of HSDS; empty where the file gives none.
        schedules: Those of the link, else of the service.
    """

    place: str
    key: str
    service: Json
    location: Json
    schedules: Sequence[Json]

    @property
    def organization(self) -> Json:
        """Of HSDS; empty where the file gives none."""
        return object_of(self.service, "organization")


def read_records(path: Path) -> Iterator[Given | RowRefused]:
    """Read the services of a file: a page of HSDS, a list of services or of services at locations, or one of them.

    Yields:
        Each service at each of its locations, or why it cannot be read.

    Raises:
        FileRefused: If the file is no such JSON.
        OSError: If it cannot be opened.
    """
    for number, record in enumerate(_listed(path), start=1):
        if not isinstance(record, dict):
            yield RowRefused(
                _("record %(number)d is no object.") % {"number": number}, _("Give services or services at locations.")
            )
            continue
        yield from _given(record, number)


def text_of(record: Json, member: str) -> str:
    """A member as text; empty where it is absent, null or no plain value."""
    value = record.get(member)
    return str(value).strip() if isinstance(value, str | int | float) else ""


def object_of(record: Json, member: str) -> Json:
    """A member that is an object; empty where it is none."""
    value = record.get(member)
    return value if isinstance(value, dict) else {}


def objects_of(record: Json, member: str) -> list[Json]:
    """A member that is a list of objects; what is none is left out."""
    value = record.get(member)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def coded(record: Json) -> dict[str, dict[str, str]]:
    """The attributes of a record: by taxonomy the value of each term, by the term's code or else its name."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for attribute in objects_of(record, "attributes"):
        term = object_of(attribute, "taxonomy_term")
        if code := text_of(term, "code") or text_of(term, "name"):
            found[text_of(term, "taxonomy")][code] = text_of(attribute, "value")
    return found


def _listed(path: Path) -> Sequence[Any]:
    if path.stat().st_size > LARGEST_BYTES:
        raise FileRefused(
            _("%(file)s is larger than %(mb)d MB.") % {"file": path.name, "mb": LARGEST_BYTES // 2**20},
            _("Split it, for example by municipality."),
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            _("%(file)s is no JSON: %(reason)s.") % {"file": path.name, "reason": error},
            _("Give the answer of an HSDS API, or a list of its services."),
        ) from None
    if isinstance(content, dict):
        content = content.get("contents", [content] if "id" in content else None)
    if not isinstance(content, list):
        raise FileRefused(
            _("%(file)s holds no services of HSDS.") % {"file": path.name},
            _("Give a page with “contents”, or a list of services or of services at locations."),
        )
    return content


def _given(record: Json, number: int) -> Iterator[Given | RowRefused]:
    is_link = "service" in record
    service = object_of(record, "service") if is_link else record
    name = text_of(service, "name") or text_of(service, "id") or "–"
    place = _("record %(number)d (%(name)s)") % {"number": number, "name": name[:60]}
    for link in [record] if is_link else objects_of(service, "service_at_locations") or [{}]:
        yield Given(
            place=place,
            key=text_of(link, "id") or text_of(service, "id"),
            service=service,
            location=object_of(link, "location"),
            schedules=objects_of(link, "schedules") or objects_of(service, "schedules"),
        )
