"""Which columns a table of the register asks for, by which names spreadsheets have them, and which the file's are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from venues.importing.register_tables.columns import Column, Table
from venues.importing.register_tables.tables import FACTS, KEYED
from venues.importing.uploads.sheet import simple
from venues.models import Upload

NAMES: dict[str, tuple[str | Promise, str]] = {
    "key": (_("own number or code"), "sleutel id nummer nr code locatienummer locatiecode"),
    "name": (_("name"), "naam locatienaam titel omschrijving naamlocatie naamactiviteit"),
    "type": (_("type"), "soort type categorie soortlocatie typelocatie"),
    "lon": (_("x or longitude"), "x lon lng long longitude lengtegraad xcoordinaat xcoördinaat rdx xrd xco"),
    "lat": (_("y or latitude"), "y lat latitude breedtegraad ycoordinaat ycoördinaat rdy yrd yco"),
    "address": (_("address"), "adres straat straatenhuisnummer bezoekadres"),
    "postcode": (_("postcode"), "postcode pc pc6 zip"),
    "website": (_("website"), "website url site www webadres"),
    "places": (_("number of people at once"), "plaatsen capaciteit aantalplaatsen places capacity maxaantalpersonen"),
    "opening_hours": (_("opening hours"), "openingstijden openingsuren openinghours"),
    "wheelchair": (_("wheelchair"), "rolstoel rolstoeltoegankelijk toegankelijk toegankelijkheid"),
    "budget_needed_eur": (_("budget needed, EUR a year"), "budget begroting benodigdbudget budgetnodig"),
    "opened_on": (_("opened on"), "geopend geopendop opensinds opening startdatum"),
    "venue": (_("own number or code of the place"), "locatie plek plaats locatiecode sleutellocatie nrlocatie"),
    "activity": (_("own number or code of the activity"), "activiteit activiteitcode sleutelactiviteit"),
    "has_own_space": (_("has a space of its own"), "eigenruimte"),
    "mixing_aim": (_("aims to mix groups"), "mengdoel mengt"),
    "starts_on": (_("starts on"), "begindatum startdatum van vanaf ingangsdatum start"),
    "ends_on": (_("first day it no longer holds"), "einddatum tot eind einde"),
    "weekday": (_("day of the week"), "dag weekdag"),
    "starts": (_("from what time"), "vanaf begintijd starttijd van begin tijdvan"),
    "ends": (_("until what time"), "tot eindtijd tottijd eind tijdtot"),
    "host": (_("host"), "gastheer begeleiding host wieontvangt"),
    "every_weeks": (_("every how many weeks"), "omdehoeveelweken frequentie"),
    "in_school_holidays": (_("also in school holidays"), "schoolvakanties vakantie inschoolvakanties"),
    "kind": (_("kind"), "soort type dienstverband"),
    "role": (_("role"), "rol functie"),
    "hours_per_week": (_("hours a week"), "uren urenperweek uurperweek"),
    "sector": (_("policy sector"), "sector beleidsterrein beleidssector"),
    "funder": (_("funder"), "financier geldgever subsidieverstrekker"),
    "amount_eur": (_("EUR a year"), "bedrag bedragperjaar subsidie euro"),
    "is_structural": (_("structural"), "structureel"),
    "is_public": (_("amount is public"), "openbaar"),
    "extent": (_("wholly or partly"), "omvang geheelofdeels"),
    "reason": (_("reason"), "reden"),
    "reopens_on": (_("reopens on"), "heropent heropeningsdatum weeropen"),
    "hours_remaining": (_("hosted hours a week that remain"), "urenover"),
    "places_remaining": (_("places that remain"), "plaatsenover"),
    "note": (_("note"), "opmerking toelichting notitie"),
}
"""Our column: what people call it, and the names, simplified, that files have for it."""


@dataclass(frozen=True)
class Asked:
    """A column that a table asks for."""

    name: str
    label: str
    is_needed: bool


def table_of(name: str) -> Table:
    """The table of the register that an upload fills."""
    return KEYED.get(name) or FACTS[name]


def read_columns(name: str) -> list[Column]:
    """The columns that are read; whose a place is follows from who brings in the file."""
    return [column for column in table_of(name).columns if column.name != "organisation"]


def asked_columns(name: str) -> list[Asked]:
    """What a person is asked to point out, in order."""
    asked = []
    for column in read_columns(name):
        needed = column.is_needed and column.name not in {"key", "venue"}
        asked.append(Asked(column.name, str(NAMES[column.name][0]), needed))
        if column.name == "lon":
            asked.append(Asked("lat", str(NAMES["lat"][0]), needed))
    return asked


@lru_cache
def _known_names(table: str) -> Mapping[str, str]:
    """Every simplified name that means one of our columns; the first that claims a name has it."""
    names: dict[str, str] = {}
    columns = [asked.name for asked in asked_columns(table)]
    for column in columns:
        names.setdefault(simple(column), column)
    for column in columns:
        for language in ("nl", "en"):
            with translation.override(language):
                names.setdefault(simple(str(NAMES[column][0])), column)
    for column in columns:
        for word in NAMES[column][1].split():
            names.setdefault(simple(word), column)
    return names


def known_names(table: str) -> frozenset[str]:
    """Names, simplified, that a header of this table is recognised by."""
    return frozenset(_known_names(table))


def guess_mapping(table: str, header: Sequence[str], remembered: Mapping[str, str]) -> dict[str, int]:
    """Which column of the file is which of ours.

    Args:
        table: An `Upload.Table`.
        header: The file's.
        remembered: Our column to the name that was chosen the last time; that goes first.

    Returns:
        Our column to the position in the header, as far as one was recognised.
    """
    names = [simple(name) for name in header]
    mapping = {ours: names.index(simple(theirs)) for ours, theirs in remembered.items() if simple(theirs) in names}
    for place, name in enumerate(names):
        ours = _known_names(table).get(name)
        if ours and ours not in mapping and place not in mapping.values():
            mapping[ours] = place
    return mapping


TABLES = [table.value for table in Upload.Table]
"""The tables that can be uploaded."""
