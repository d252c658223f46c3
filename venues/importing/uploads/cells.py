"""Cells as Dutch people type them, into the one form that the register's tables read."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils import translation

from venues.importing.register_tables.columns import Column, Table
from venues.importing.uploads.sheet import simple
from venues.models import Sector, VenueType

DUTCH_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
ENGLISH_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+\.\d+")
COMMA = re.compile(r"-?\d+,\d+")
DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2}|[a-z]{3,9})\.?[-/. ](\d{1,4})(?:[ t]\d{1,2}:\d{2}.*)?")
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
CLOCK = re.compile(r"(\d{1,2})(?:[:.u](\d{2}))?(?::00)?\s*(?:u|uur|h)?\.?")
MONTHS = {
    "jan": 1, "feb": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
DAYS = {
    "ma": 1, "di": 2, "wo": 3, "do": 4, "vr": 5, "za": 6, "zo": 7,
    "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
YES_NO = {
    **dict.fromkeys(["ja", "j", "x", "1", "waar", "true", "yes", "y"], "ja"),
    **dict.fromkeys(["nee", "n", "0", "onwaar", "false", "no"], "nee"),
}
WORDS = {
    "beroepskracht": "professional",
    "betaald": "professional",
    "vrijwilliger": "volunteer",
    "vrijwilligers": "volunteer",
    "vacature": "vacancy",
    "geen": "none",
    "ja": "yes",
    "nee": "no",
    "deels": "limited",
    "gedeeltelijk": "limited",
    "geheel": "whole",
    "gesloten": "whole",
}
"""Words for choices beside their own labels, where the choice is one of a field's."""


Terms = Mapping[str, Mapping[str, str]]
"""By column (type, sector): the code of each term by its simplified code and names."""


def plain(table: Table, column: Column, text: str, terms: Terms) -> str:
    """A cell as the readers of the register's tables take it; what is not recognised stays, and is refused there.

    Args:
        table: Whose.
        column: Which of its columns; its field says what kind of value it holds.
        text: As it stands in the file, stripped.
        terms: What `terms_in_use` found.
    """
    field = table.model._meta.get_field(column.field)
    if not text:
        return text
    if field.is_relation:
        return terms.get(column.name, {}).get(simple(text), text)
    if column.name == "weekday":
        return _weekday(text)
    if getattr(field, "choices", None):
        return _choices(table.model, column.field).get(simple(text), text)
    read = next((read for kind, read in READERS if isinstance(field, kind)), None)
    return read(text) if read else text


def number(text: str) -> str:
    """A number with a decimal point and nothing between its thousands: € 1.234,50 becomes 1234.50."""
    bare = re.sub(r"^(€|eur)|[\s\u00a0']|(,-|eur|euro|€)$", "", text.strip(), flags=re.IGNORECASE)
    if DUTCH_THOUSANDS.fullmatch(bare):
        return bare.replace(".", "").replace(",", ".")
    if ENGLISH_THOUSANDS.fullmatch(bare):
        return bare.replace(",", "")
    return bare.replace(",", ".") if COMMA.fullmatch(bare) else bare


def _day(text: str) -> str:
    found = DATE.fullmatch(text.casefold())
    if not found:
        compact = COMPACT_DATE.fullmatch(text)
        return "-".join(compact.groups()) if compact else text
    first, month, last = found.groups()
    number_of_month = int(month) if month.isdigit() else MONTHS.get(month[:3], 0)
    if len(first) == 4:
        return f"{first}-{number_of_month:02d}-{int(last):02d}"
    if len(last) == 2:
        # Nobody records what starts after 2069, and a house may be of 1970.
        last = f"{'20' if int(last) < 70 else '19'}{last}"
    return f"{int(first)}-{number_of_month}-{last}"


def _clock(text: str) -> str:
    found = CLOCK.fullmatch(text.casefold().strip())
    return f"{int(found[1]):02d}:{found[2] or '00'}" if found else text


def _weekday(text: str) -> str:
    word = text.casefold()
    return str(DAYS.get(word[:3]) or DAYS.get(word[:2]) or text) if word.isalpha() else number(text)


@lru_cache
def _choices(model: type[models.Model], field: str) -> Mapping[str, str]:
    """Each value of a choice, by itself, by its label in both languages, and by the words in use for it."""
    choices = dict(getattr(model._meta.get_field(field), "choices", None) or [])
    known = {word: value for word, value in WORDS.items() if value in choices}
    for language in ("nl", "en"):
        with translation.override(language):
            known |= {simple(str(label)): str(value) for value, label in choices.items()}
    return known | {simple(str(value)): str(value) for value in choices}


def terms_in_use() -> Terms:
    """The types and sectors of this installation, as files may write them."""
    return {
        column: {
            simple(name): code
            for code, *names in model.objects.values_list("code", "name_nl", "name_en")
            for name in (*names, code)
        }
        for column, model in (("type", VenueType), ("sector", Sector))
    }


READERS: "Sequence[tuple[type[models.Field[Any, Any]], Callable[[str], str]]]" = (
    (models.BooleanField, lambda text: YES_NO.get(text.casefold(), text)),
    (models.DateField, _day),
    (models.TimeField, _clock),
    (models.DecimalField, number),
    (models.FloatField, number),
    (models.IntegerField, number),
    (models.URLField, lambda text: text if "://" in text else f"https://{text}"),
)
"""By kind of field: how a cell is brought into plain form."""
