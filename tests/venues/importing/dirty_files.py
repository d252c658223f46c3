"""Files as offices, phones and pranksters send them: made from one seed, each with what must become of it."""

import csv
import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

import openpyxl

CLEAN = "clean"
ROWS = "rows refused in words"
FILE = "file refused in words"

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be")
SEPARATORS = (";", ",", "\t", "|")
ENDS = ("\n", "\r\n", "\r")
HEADER = ["Nr", "Naam", "Soort", "X", "Y", "Adres", "Postcode", "Capaciteit", "Begroting", "Geopend op", "Rolstoel"]
NAMES = [
    "Café 't Hœkje",
    "Buurthuis De Brêgge",
    "Wijkcentrum “Noord”",
    "Speeltuin Übung",
    "Het Huis, achterom",
    "Bieb; filiaal",
]
TYPES = ["Bibliotheek", "library", "community-centre", "Jongerencentrum"]
WEST_M, SOUTH_M = 120_000, 480_000


@dataclass(frozen=True)
class DirtyFile:
    """A file and what must become of it."""

    name: str
    data: bytes = field(repr=False)
    outcome: str
    rows: int = 0


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same files every time is the point


def rows_of(count: int, seed: int, places: str = "rd") -> list[list[str]]:
    """Good rows, in the words and numbers of a Dutch office."""
    chance = _chance(seed)
    rows = []
    for number in range(count):
        x, y = WEST_M + chance.randrange(100, 4900), SOUTH_M + chance.randrange(100, 4900)
        rows.append(
            [
                f"L{number + 1}",
                f"{chance.choice(NAMES)} {number + 1}",
                chance.choice(TYPES),
                *_where(x, y, places, chance),
                f"Dorpsstraat {number + 1}",
                "1234 AB",
                str(chance.randrange(5, 200)),
                chance.choice(["€ 12.500,50", "12500,5", "1.250", "EUR 900,-", ""]),
                chance.choice(["1-5-2019", "01/05/2019", "2019-05-01", "1 mei 2019", "01-05-19", ""]),
                chance.choice(["ja", "nee", "deels", ""]),
            ]
        )
    return rows


def _where(x: int, y: int, places: str, chance: random.Random) -> list[str]:
    lon, lat = 4.89 + (x - WEST_M) / 69_000, 52.31 + (y - SOUTH_M) / 111_500
    return {
        "rd": [str(x), str(y)],
        "rd swapped": [str(y), str(x)],
        "rd dots": [f"{x // 1000}.{x % 1000:03d}", f"{y // 1000}.{y % 1000:03d}"],
        "rd comma": [f"{x},5", f"{y},25"],
        "degrees": [f"{lon:.6f}", f"{lat:.6f}"],
        "degrees comma": [f"{lon:.6f}".replace(".", ","), f"{lat:.6f}".replace(".", ",")],
        "degrees swapped": [f"{lat:.6f}", f"{lon:.6f}"],
        "mixed": [str(x), str(y)] if chance.random() < 0.5 else [f"{lon:.5f}", f"{lat:.5f}"],
    }[places]


def as_csv(rows: list[list[str]], separator: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """The rows as a CSV file; what the encoding does not know is asked back as “?”."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding, errors="replace")


def as_xlsx(rows: list[list[Any]], prepare: Any = None) -> bytes:
    """The rows as a workbook; `prepare` may spoil the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if prepare:
        prepare(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def encodings() -> Iterator[DirtyFile]:
    for seed, (encoding, separator, end) in enumerate(product(ENCODINGS, SEPARATORS, ENDS)):
        name = f"{encoding} {separator!r} {end!r}.csv"
        yield DirtyFile(name, as_csv([HEADER, *rows_of(6, seed)], separator, encoding, end), CLEAN, 6)


def coordinates() -> Iterator[DirtyFile]:
    places = ("rd", "rd swapped", "rd dots", "rd comma", "degrees", "degrees comma", "degrees swapped", "mixed")
    for seed, (where, separator) in enumerate(product(places, SEPARATORS)):
        yield DirtyFile(f"{where} {separator!r}.csv", as_csv([HEADER, *rows_of(5, seed, where)], separator), CLEAN, 5)
        yield DirtyFile(f"{where} {seed}.xlsx", as_xlsx([HEADER, *rows_of(4, seed, where)]), CLEAN, 4)


def headers() -> Iterator[DirtyFile]:
    rows = rows_of(4, 1)
    above = {
        "title": [["Locaties 2026"]],
        "title and empty lines": [["Locaties van onze stichting"], [], ["Versie 3"], []],
        "merged groups": [["", "", "", "Ligging", "", "", "", "Overig"]],
        "title and groups": [["Locatielijst"], ["Algemeen", "", "", "Plaats", "", "Adres", "", "", "Geld"]],
    }
    for (name, lines), separator in product(above.items(), SEPARATORS):
        yield DirtyFile(f"{name} {separator!r}.csv", as_csv([*lines, HEADER, *rows], separator), CLEAN, 4)
    for name, lines in above.items():
        yield DirtyFile(f"{name}.xlsx", as_xlsx([*lines, HEADER, *rows]), CLEAN, 4)
    yield DirtyFile("sep line.csv", b"sep=;\r\n" + as_csv([HEADER, *rows]), CLEAN, 4)
    yield DirtyFile("capitals.csv", as_csv([[name.upper() for name in HEADER], *rows]), CLEAN, 4)
    yield DirtyFile("spaces.csv", as_csv([[f"  {name} " for name in HEADER], *rows]), CLEAN, 4)
    yield DirtyFile("quoted.csv", as_csv([HEADER, *rows]).replace(b"Dorpsstraat 1;", b'"Dorpsstraat 1";'), CLEAN, 4)
    yield DirtyFile("more columns.csv", as_csv([[*HEADER, "Beheerder"], *([*row, "x"] for row in rows)]), CLEAN, 4)
    yield DirtyFile("empty columns.csv", as_csv([[*HEADER, "", ""], *([*row, "", ""] for row in rows)]), CLEAN, 4)
    yield DirtyFile("empty lines.csv", as_csv([HEADER, *(line for row in rows for line in (row, []))]), CLEAN, 4)
    yield DirtyFile("short lines.csv", as_csv([HEADER, *(row[:5] for row in rows)]), CLEAN, 4)
    yield DirtyFile("no own number.csv", as_csv([HEADER[1:], *(row[1:] for row in rows)]), CLEAN, 4)
    yield DirtyFile(
        "lines in cells.csv", as_csv([HEADER, *([*row[:5], "Straat\n3", *row[6:]] for row in rows)]), CLEAN, 4
    )
    yield DirtyFile("header only.csv", as_csv([HEADER]), FILE)
    yield DirtyFile("header only.xlsx", as_xlsx([HEADER]), FILE)


def workbooks() -> Iterator[DirtyFile]:
    rows = rows_of(4, 2)
    typed = [
        [row[0], row[1], row[2], int(row[3]), int(row[4]), row[5], row[6], int(row[7]), 12.5, date(2019, 5, 1), None]
        for row in rows
    ]

    def merged(book: Any) -> None:
        book.active.insert_rows(1, 2)
        book.active["A1"] = "Locaties"
        book.active.merge_cells("A1:K1")
        book.active["D2"] = "Ligging"
        book.active.merge_cells("D2:E2")

    def formulas(book: Any) -> None:
        for line in range(2, 6):
            book.active[f"H{line}"] = f"=10+{line}"

    def needed_formulas(book: Any) -> None:
        for line in range(2, 6):
            book.active[f"B{line}"] = f'="Huis "&{line}'

    def far_cell(book: Any) -> None:
        book.active["XFD1048576"] = "ver weg"

    def empty_first_sheet(book: Any) -> None:
        book.create_sheet("Toelichting", 0)

    def second_sheet(book: Any) -> None:
        book.create_sheet("Legenda")["A1"] = "uitleg"

    yield DirtyFile("typed.xlsx", as_xlsx([HEADER, *typed]), CLEAN, 4)
    yield DirtyFile("merged.xlsx", as_xlsx([HEADER, *typed], merged), CLEAN, 4)
    yield DirtyFile("formulas.xlsx", as_xlsx([HEADER, *typed], formulas), CLEAN, 4)
    yield DirtyFile("formulas in names.xlsx", as_xlsx([HEADER, *typed], needed_formulas), ROWS, 4)
    yield DirtyFile("far cell.xlsx", as_xlsx([HEADER, *typed], far_cell), FILE)
    yield DirtyFile("empty first sheet.xlsx", as_xlsx([HEADER, *typed], empty_first_sheet), CLEAN, 4)
    yield DirtyFile("second sheet.xlsx", as_xlsx([HEADER, *typed], second_sheet), CLEAN, 4)
    yield DirtyFile("macros.xlsm", _with(as_xlsx([HEADER, *typed]), "xl/vbaProject.bin", b"\0" * 500), CLEAN, 4)
    yield DirtyFile("called csv.csv", as_xlsx([HEADER, *typed]), CLEAN, 4)
    yield DirtyFile("called xlsx.xlsx", as_csv([HEADER, *rows]), CLEAN, 4)
    yield DirtyFile("zip bomb.xlsx", _with(as_xlsx([HEADER, *typed]), "xl/media/a.bin", b"\0" * 210 * 2**20), FILE)
    yield DirtyFile("many parts.xlsx", _parts(as_xlsx([HEADER, *typed]), 2100), FILE)
    yield DirtyFile("no workbook.xlsx", _with(b"", "word/document.xml", b"<a/>"), FILE)
    yield DirtyFile(
        "entities.xlsx", _with(as_xlsx([HEADER, *typed]), "xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]>'), FILE
    )
    for cut in (100, 1000, 3000, 4500):
        yield DirtyFile(f"cut at {cut}.xlsx", as_xlsx([HEADER, *typed])[:cut], FILE)
    yield DirtyFile("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, FILE)
    yield DirtyFile("lying size.xlsx", _lying(as_xlsx([HEADER, *typed])), FILE)


def bad_rows() -> Iterator[DirtyFile]:
    wrong = {
        "no name": (1, ""),
        "unknown type": (2, "Kasteel"),
        "no type": (2, ""),
        "no x": (3, ""),
        "x in words": (3, "naast de kerk"),
        "x of Excel": (3, "490.123.456"),
        "y of zero": (4, "0"),
        "abroad": (4, "615000"),
        "places in words": (7, "ongeveer veertig"),
        "places negative": (7, "-3"),
        "half a place": (7, "2,5"),
        "money in words": (8, "veel"),
        "month 13": (9, "2019-13-01"),
        "30 February": (9, "30-2-2019"),
        "date in words": (9, "vorig jaar"),
        "wheelchair unknown": (10, "misschien"),
        "key too long": (0, "k" * 101),
        "name too long": (1, "n" * 201),
    }
    for (name, (place, value)), kind in product(wrong.items(), ("csv", "xlsx")):
        rows = rows_of(4, 3)
        rows[1][place] = value
        data = as_csv([HEADER, *rows]) if kind == "csv" else as_xlsx([HEADER, *rows])
        yield DirtyFile(f"{name}.{kind}", data, ROWS, 4)
    rows = rows_of(4, 4)
    yield DirtyFile("the same number twice.csv", as_csv([HEADER, *rows, rows[0]]), ROWS, 5)
    yield DirtyFile("a total below.csv", as_csv([HEADER, *rows, ["", "Totaal"]]), ROWS, 5)
    yield DirtyFile("cells too many.csv", as_csv([HEADER, *rows, [*rows[0], "nog", "iets"]]), ROWS, 5)
    yield DirtyFile("nul in a cell.csv", as_csv([HEADER, *rows]).replace(b"Dorpsstraat 2", b"Dorps\0straat"), FILE)


def rubbish() -> Iterator[DirtyFile]:
    chance = _chance(5)
    yield DirtyFile("empty.csv", b"", FILE)
    yield DirtyFile("only a mark.csv", b"\xef\xbb\xbf", FILE)
    yield DirtyFile("only lines.csv", b"\r\n\r\n\r\n", FILE)
    yield DirtyFile("only separators.csv", b";;;;\r\n;;;;\r\n", FILE)
    yield DirtyFile("prose.csv", b"Beste mensen,\nHierbij de lijst\nGroet", FILE)
    yield DirtyFile("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(chance.randrange(256) for _ in range(2000)), FILE)
    yield DirtyFile("document.pdf", b"%PDF-1.7\n" + bytes(chance.randrange(256) for _ in range(3000)), FILE)
    yield DirtyFile("page.csv", b"<!doctype html><html><body><p>Geen tabel</p></body></html>", FILE)
    yield DirtyFile("open quote.csv", as_csv([HEADER, *rows_of(2, 6)]) + b'L9;"open' + b"x" * 20_000, FILE)
    yield DirtyFile("long cell.csv", as_csv([HEADER, ["L1", "n" * 30_000, "library"]]), FILE)
    yield DirtyFile("too wide.csv", as_csv([[f"k{n}" for n in range(300)], ["1"] * 300]), FILE)
    for seed in range(12):
        chance = _chance(100 + seed)
        good = bytearray(as_xlsx([HEADER, *rows_of(3, seed)]) if seed % 2 else as_csv([HEADER, *rows_of(3, seed)]))
        for _ in range(40):
            good[chance.randrange(len(good))] = chance.randrange(256)
        yield DirtyFile(f"spoiled {seed}", bytes(good), "")
    for seed in range(8):
        yield DirtyFile(f"noise {seed}.csv", bytes(_chance(seed).randrange(256) for _ in range(3000)), "")


def _with(archive: bytes, name: str, content: bytes) -> bytes:
    """A zip with one part more."""
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a" if archive else "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return out.getvalue()


def _parts(archive: bytes, count: int) -> bytes:
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a") as parts:
        for number in range(count):
            parts.writestr(f"xl/media/{number}.txt", b"")
    return out.getvalue()


def _lying(archive: bytes) -> bytes:
    """A zip whose directory says that a large part is small."""
    size = 30 * 2**20
    packed = _with(archive, "xl/media/a.bin", b"\0" * size)
    return packed.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


FAMILIES = (encodings, coordinates, headers, workbooks, bad_rows, rubbish)
