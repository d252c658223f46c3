"""No text that somebody fills in becomes a formula in a spreadsheet, whichever table is taken along."""

import csv
import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client

from tests.api.conftest import DOCUMENT
from tests.factories import VenueFactory
from tests.infra_map.addresses import Row, address_of, rights_of_addresses
from tests.infra_map.targets import Targets
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from venues.models import Activity, Area, Organisation, RefusedRow, Venue

pytestmark = pytest.mark.django_db
BEGINNINGS = ["=", "+", "-", "@", "\t", "\r", "\n"]
NUMBER = re.compile(r"[+-]?\d[\d.,]*([eE][+-]?\d+)?")


@pytest.fixture
def targets(town: Register) -> Targets:  # noqa: F811
    """Every name in the register would be a formula, in each of the ways in which one begins."""
    made = Targets(town)
    for number, beginning in enumerate(BEGINNINGS):
        VenueFactory(
            municipality=town.municipality, name=f"{beginning}SUM({number})", address=f'{beginning}cmd|"/C"!A0'
        )
    for model in (Organisation, Activity, Area):
        model.objects.update(name='=HYPERLINK("http://evil.example";"x")')
    Venue.objects.filter(pk=town.venue.pk).update(name="=1+1", opening_hours="@SUM(A1)", postcode="=1+1")
    problem = dict.fromkeys(("column", "value", "problem", "remedy"), "=SUM(1)")
    cells = [f"{beginning}SUM(1)" for beginning in BEGINNINGS]
    RefusedRow.objects.create(upload=made.uploads["own"], line=2, cells=cells, problems=[problem])
    cache.clear()
    return made


def is_read(row: Row) -> bool:
    """Whether everybody gets it without a token."""
    return row.method == "GET" and row.expected["anonymous"] == "200"


def exports(targets: Targets) -> list[str]:
    """The address of every table, in each of its kinds."""
    found = []
    for row in rights_of_addresses():
        address = address_of(row, targets.arguments(row.name, row.whose))
        query = "&".join(f"{name}={value}" for name, value in targets.query(row.name).items())
        if "<slug:kind>" in row.route and row.whose != "other":
            found += [re.sub(r"\.\w+$", f"{kind}?{query}", address) for kind in (".csv", ".xlsx")]
        elif (
            row.name.startswith("api:")
            and row.expected["superuser"] == "200"
            and row.method == "GET"
            and row.name not in {"api:openapi", "api:hsds-openapi", "api:docs"}
        ):
            path = row.route.removeprefix("/api/v1").replace("<str:", "{").replace(">", "}")
            answer = DOCUMENT["paths"][path][row.method.lower()]
            if "text/csv" in answer["responses"]["200"]["content"]:
                found.append(f"{address}?{query}&format=csv")
    return found


def cells_of(answer: Any) -> list[Any]:
    if "csv" in answer.headers["Content-Type"]:
        text = answer.getvalue().decode("utf-8-sig")
        kind = csv.Sniffer().sniff(text.splitlines()[0], ",;") if text.count("\n") > 1 else csv.excel
        return [cell for row in csv.reader(io.StringIO(text, newline=""), kind) for cell in row]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    return [cell.value for cell in cells]


def test_no_table_carries_a_formula(targets: Targets):
    client, hostile = Client(), 0
    client.force_login(targets.town.people["superuser"])
    tables = exports(targets)
    assert len(tables) > 12
    for address in tables:
        answer = client.get(address)
        assert answer.status_code == 200, address
        texts = [cell for cell in cells_of(answer) if isinstance(cell, str) and cell]
        hostile += sum("SUM(" in text or "HYPERLINK" in text for text in texts)
        formulas = [text for text in texts if text[0] in BEGINNINGS and not NUMBER.fullmatch(text)]
        assert formulas == [], address
    assert hostile > 20
