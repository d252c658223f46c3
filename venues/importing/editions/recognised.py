"""Which property of a boundary file, and which column of a table of figures, holds what: told from names and values."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, Source
from venues.importing.cbs_areas import CODE, EXAMPLE
from venues.importing.reading.geo_file import Feature, read_features
from venues.importing.storing.area_tree import above
from venues.importing.uploads.sheet import simple
from venues.models import Area, Indicator, Level

AREA_NAMES = ("buurtnaam", "bunaam", "statnaam", "naam", "name")
DISTRICT_NAMES = ("wijknaam", "wknaam")
CODES = (
    "gwbcode10",
    "gwbcode",
    "wijkenenbuurten",
    "codering",
    "areacode",
    "regiocode",
    "statcode",
    "buurtcode",
    "bucode",
    "code",
)
COLUMNS = {
    Indicator.RESIDENTS: ("ainw", "aantalinwoners", "inwoners", "populationtotal"),
    Indicator.AGE_0_15: ("a0014", "k0tot15jaar", "popage015"),
    Indicator.AGE_15_25: ("a1524", "k15tot25jaar", "popage1525"),
    Indicator.AGE_25_45: ("a2544", "k25tot45jaar", "popage2545"),
    Indicator.AGE_45_65: ("a4564", "k45tot65jaar", "popage4565"),
    Indicator.AGE_65_PLUS: ("a65oo", "k65jaarofouder", "popage65plus"),
}
"""How CBS calls these columns in the years since 2013, without signs; our own name of a figure is known as well."""


def area_options(source: Source) -> dict[str, Any]:
    """The options with which `load_areas` reads a file of neighbourhoods that somebody brought in.

    A table with the names of districts is written beside it: of the file where it has them, else those in use.

    Raises:
        FileRefused: If the file cannot be read, or no property holds codes of neighbourhoods.
    """
    features = read_features(source.path)
    votes = Counter(
        name
        for feature in features
        for name, value in feature.properties.items()
        if isinstance(value, str) and CODE[Level.NEIGHBOURHOOD].fullmatch(value.strip())
    )
    if not votes:
        raise FileRefused(
            _("no property of %(file)s holds codes of neighbourhoods.") % {"file": source.path.name},
            _("Give each neighbourhood its code, such as %(example)s.") % {"example": EXAMPLE[Level.NEIGHBOURHOOD]},
        )
    code = votes.most_common(1)[0][0]
    properties = list(features[0].properties)
    districts = source.path.with_name(f"{source.path.name}.districts.csv")
    _write_names(districts, _district_names(source, features, code))
    return {
        "code": code,
        "name": _first(properties, AREA_NAMES) or "",
        "district_names": {"file": districts.name, "code": "code", "name": "name"},
        "municipalities": [source.municipality.pk],
    }


def figure_options(header: Sequence[str]) -> dict[str, Any]:
    """The options with which `load_figures` reads a table with such a header.

    Raises:
        FileRefused: If no column holds the codes of areas, or none their residents.
    """
    code = _first(header, CODES)
    columns = {
        indicator.value: found
        for indicator in Indicator
        if (found := _first(header, (*COLUMNS.get(indicator, ()), simple(indicator.value))))
    }
    if code is None or Indicator.RESIDENTS not in columns:
        missing = _("codes of areas") if code is None else _("numbers of residents")
        known = CODES if code is None else COLUMNS[Indicator.RESIDENTS]
        raise FileRefused(
            _("no column of this table holds %(what)s.") % {"what": missing},
            _("Name it one of: %(names)s. The table has: %(columns)s.")
            % {"names": ", ".join(known), "columns": ", ".join(name[:40] for name in header[:30] if name)},
        )
    return {"code": code, "columns": columns}


KNOWN_COLUMNS = frozenset({*CODES, *(name for names in COLUMNS.values() for name in names), *map(simple, Indicator)})
"""By which the header of a table is found."""


def _first(names: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The first name, by the order of what is wanted; open data of CBS end in a number of the column."""
    by_simple: dict[str, str] = {}
    for name in names:
        by_simple.setdefault(simple(name), name)
        by_simple.setdefault(simple(name.rstrip("0123456789")), name)
    return next((by_simple[each] for each in wanted if each in by_simple), None)


def _district_names(source: Source, features: Sequence[Feature], code: str) -> dict[str, str]:
    in_use = Area.objects.active().filter(edition__municipality=source.municipality, level=Level.DISTRICT)
    names = dict(in_use.values_list("code", "name"))
    column = _first(list(features[0].properties), DISTRICT_NAMES)
    for feature in features if column else []:
        value, name = str(feature.properties.get(code) or "").strip(), feature.properties.get(str(column))
        if name and CODE[Level.NEIGHBOURHOOD].fullmatch(value):
            names[above(value, Level.DISTRICT)] = str(name).strip()
    return names


def _write_names(path: Path, names: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("code", "name"))
        writer.writerows(sorted(names.items()))
