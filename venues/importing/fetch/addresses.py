"""Addresses from the Locatieserver of PDOK, for whoever looks for one in a form."""

import re
from dataclasses import dataclass
from typing import Any

from venues.importing.fetch.web import FetchFailed, Web

PATIENCE_S = 3.0
"""A person waits for it."""

MOST = 6
POINT_RD = re.compile(r"POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)")


@dataclass(frozen=True)
class Address:
    """An address, street, postcode or neighbourhood."""

    label: str
    x: float
    """Metres of the Dutch grid."""
    y: float
    address: str
    """Street and number; empty where it is no address."""
    postcode: str


def find_addresses(service: str, text: str, *municipality_codes: str) -> list[Address]:
    """What the service knows of a text within one municipality or some, the likest first.

    Args:
        service: Its `free` endpoint, such as the setting ADDRESS_SEARCH_URL names.
        text: As somebody typed it.
        municipality_codes: GM and four digits, at least one.

    Raises:
        FetchFailed: If it does not answer in time, or not as documented.

    Source:
        PDOK Locatieserver v3.1, https://api.pdok.nl/bzk/locatieserver/search/v3_1/ui/
    """
    codes = " OR ".join(code[2:] for code in municipality_codes)
    within = f"gemeentecode:({codes})" if len(municipality_codes) > 1 else f"gemeentecode:{codes}"
    asked: dict[str, str | int] = {"q": text, "fq": within, "rows": MOST}
    answer = Web(timeout_s=PATIENCE_S, tries=1).json(service, asked)
    try:
        docs: list[dict[str, Any]] = answer["response"]["docs"]
        return [_address(doc) for doc in docs if POINT_RD.fullmatch(doc.get("centroide_rd", ""))]
    except (KeyError, TypeError, AttributeError) as error:
        raise FetchFailed(f"{service}: {error!r}") from None


def _address(doc: dict[str, Any]) -> Address:
    found = POINT_RD.fullmatch(doc["centroide_rd"])
    x, y = (float(part) for part in found.groups()) if found else (0.0, 0.0)
    street, number = doc.get("straatnaam", ""), doc.get("huis_nlt", "")
    return Address(
        str(doc["weergavenaam"]), x, y, f"{street} {number}".strip() if number else "", doc.get("postcode", "")
    )
