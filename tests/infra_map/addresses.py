"""All addresses of the site as the resolver knows them, and the table of docs/rights.md that says who may use each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

RIGHTS = Path(settings.BASE_DIR) / "docs" / "rights.md"
ROLES = ["nobody", "reader", "worker", "area-editor", "editor", "administrator", "superuser"]
EVERYBODY = ["anonymous", *ROLES]


@dataclass(frozen=True)
class Address:
    """A pattern of the resolver: its name, with its namespace, and its route in Dutch."""

    name: str
    route: str

    @property
    def key(self) -> str:
        """The name; where there is none, the route."""
        return self.route if self.name.endswith(":") or not self.name else self.name


@dataclass(frozen=True)
class Row:
    """A line of the table: what each role gets."""

    name: str
    route: str
    method: str
    whose: str
    expected: dict[str, str]


def every_address() -> list[Address]:
    """Every pattern that the site answers by."""
    with translation.override("nl"):
        return list(_walk(get_resolver(), "/", ""))


def _walk(resolver: URLResolver, route: str, namespace: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Address(namespace + (each.name or ""), here)
        else:
            yield from _walk(each, here, f"{namespace}{each.namespace}:" if each.namespace else namespace)


def table(heading: str) -> list[dict[str, str]]:
    """The rows of all tables below a heading of docs/rights.md that begin with the same column as the first."""
    part = re.split(r"^## ", RIGHTS.read_text(), flags=re.MULTILINE)
    (section,) = [each for each in part if each.startswith(f"{heading}\n")]
    lines = [re.split(r"\s*\|\s*", line.strip("| \n")) for line in section.splitlines() if line.startswith("|")]
    header = [cell.strip() for cell in lines[0]]
    rows = [[cell.strip() for cell in line] for line in lines if line != lines[0] and not line[0].startswith("---")]
    return [dict(zip(header, row, strict=True)) for row in rows]


def rights_of_addresses() -> list[Row]:
    """The declared table: one row for each address, method and kind of target."""
    return [
        Row(
            row["name"].strip("`"),
            row["address"].strip("`"),
            row["method"],
            row["whose"],
            {who: row[who] for who in EVERYBODY},
        )
        for row in table("Every address")
    ]


def address_of(row: Row, arguments: dict[str, object], language: str = "en") -> str:
    """Where a row of the table is asked for; an address without a name is its route."""
    if row.name.startswith("/"):
        return re.sub(r"<\w+:(\w+)>", lambda part: str(arguments[part[1]]), row.route)
    with translation.override(language):
        return reverse(row.name, kwargs=arguments)
