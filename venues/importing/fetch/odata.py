"""Key figures of CBS and the health monitor of RIVM, as OData 3 tables."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.fetch.folder import Folder
from venues.importing.fetch.services import HEALTH_YEAR, RIVM_TABLE, Services, cbs_table
from venues.importing.fetch.web import FetchFailed, Web

PAGE = 1000
"""Rows a question; the services refuse more than 10 000."""

Row = dict[str, Any]

FIGURES = {
    "residents": "AantalInwoners",
    "age_0_15": "k_0Tot15Jaar",
    "age_15_25": "k_15Tot25Jaar",
    "age_25_45": "k_25Tot45Jaar",
    "age_45_65": "k_45Tot65Jaar",
    "age_65_plus": "k_65JaarOfOuder",
}
"""Our figures, by the start of CBS's column; its number differs by year."""

ORIGIN = "BuitenEuropa"
"""Persons by origin outside Europe: three columns; the last counts those born outside the Netherlands."""

HEALTH = {
    "lonely_pct": "Eenzaam",
    "very_lonely_pct": "ErnstigZeerErnstigEenzaam",
    "anxiety_depression_pct": "HoogRisicoOpAngstOfDepressie",
}
AGES = {"20300": "18+", "80200": "65+"}


def fetch_figures(web: Web, services: Services, folder: Folder, year: int, codes: Sequence[str]) -> int:
    """Write `figures.csv`: residents by age, and the percentage born outside Europe, for all levels.

    Raises:
        FetchFailed: If the service fails, or its table has other columns.
    """
    address = f"{services.cbs_odata}/{cbs_table(year)}/TypedDataSet"
    written = []
    for row in _rows(web, address, [f"startswith(WijkenEnBuurten,'{prefix}')" for prefix in _prefixes(codes)]):
        counts = [row[_column(row, stem, address)] for stem in FIGURES.values()]
        born_outside, residents = row[_column(row, ORIGIN, address, last=True)], counts[0]
        share = round(100 * born_outside / residents, 2) if born_outside is not None and residents else None
        written.append([row["WijkenEnBuurten"].strip(), *counts, share])
    folder.write_table("figures.csv", ["code", *FIGURES, "born_outside_europe_pct"], written)
    return len(written)


def fetch_health(web: Web, services: Services, folder: Folder, codes: Sequence[str]) -> int:
    """Write `health.csv`: percentages by age class for all levels, with the national row.

    Raises:
        FetchFailed: If the service fails, or its table has other columns.
    """
    address = f"{services.rivm_odata}/{RIVM_TABLE}/TypedDataSet"
    filters = [
        f"startswith(WijkenEnBuurten,'{prefix}') and Leeftijd eq '{age}' and Perioden eq '{HEALTH_YEAR}JJ00'"
        " and Marges eq 'MW00000'"
        for prefix in ["NL", *_prefixes(codes)]
        for age in AGES
    ]
    written = [
        [
            AGES[row["Leeftijd"].strip()],
            row["WijkenEnBuurten"].strip(),
            *(row[_column(row, stem, address)] for stem in HEALTH.values()),
        ]
        for row in _rows(web, address, filters)
    ]
    folder.write_table("health.csv", ["age", "code", *HEALTH], written)
    return len(written)


def _prefixes(codes: Sequence[str]) -> list[str]:
    return [level + code[2:] for code in codes for level in ("GM", "WK", "BU")]


def _rows(web: Web, address: str, filters: Sequence[str]) -> Iterator[Row]:
    """The rows of each filter, page after page.

    Raises:
        FetchFailed: If there are none at all: a mistaken code looks like that.
    """
    found = 0
    for condition in filters:
        skip = 0
        while True:
            parameters: dict[str, str | int] = {"$format": "json", "$filter": condition, "$top": PAGE, "$skip": skip}
            rows = web.json(address, parameters).get("value")
            if not isinstance(rows, list):
                raise FetchFailed(_("%(address)s gave no list of rows.") % {"address": address})
            yield from rows
            found += len(rows)
            skip += len(rows)
            if len(rows) < PAGE:
                break
    if not found:
        raise FetchFailed(
            _("%(address)s has no rows for this municipality. Check its code and the year.") % {"address": address}
        )


def _column(row: Row, stem: str, address: str, *, last: bool = False) -> str:
    """The column that starts so, whatever number CBS gave it this year."""
    matches = [name for name in row if re.fullmatch(rf"{stem}_\d+", name)]
    if not matches:
        raise FetchFailed(
            _("%(address)s has no column %(column)s any more; this version cannot read it.")
            % {"address": address, "column": stem}
        )
    ordered = sorted(matches, key=lambda name: int(name.rsplit("_", 1)[1]))
    return ordered[-1] if last else ordered[0]
