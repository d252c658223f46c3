"""The outlines of all municipalities of the country: for its map, not for scoring."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import inf, nan

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from venues.importing.base import CountrySource, FileRefused, Report, RowRefused
from venues.importing.cbs_areas import Properties, read_drawn
from venues.importing.reading.geo_file import Feature, read_features
from venues.importing.storing.area_tree import Drawn, plant
from venues.importing.storing.figure_store import WITHHELD, AreaFigures, store_figures
from venues.models import Area, Edition, Indicator, Level, Municipality

NO_MUNICIPALITIES = frozenset({"GM0997", "GM0998", "GM0999"})
"""Codes that statistics use for people and addresses outside every municipality."""


def load_country(source: CountrySource, report: Report) -> None:
    """Load the outline of each municipality into an edition of its own, and put that in use.

    Options: `code` and `name` (properties), `residents` (property with their number on 1 January of the year; may be
    empty), `attribution` (who made the file; may be empty).

    A municipality that has districts or neighbourhoods, is scored or is fictional keeps its own boundaries. A new one
    is not scored: it has an outline and a name, and no register.

    Raises:
        FileRefused: If the file cannot be read, or holds no municipality.
    """
    own = set(_with_own_boundaries().values_list("pk", flat=True))
    kept: list[str] = []
    abroad: list[str] = []

    def is_wanted(code: str) -> bool:
        for codes, found in ((own, kept), (NO_MUNICIPALITIES, abroad)):
            if code in codes:
                found.append(code)
                return False
        return True

    named = Properties(source.options["code"], source.options["name"])
    drawn = list(read_drawn(source.path, named, Level.MUNICIPALITY, report, is_wanted))
    if not (drawn or kept or report.refused):
        raise FileRefused(
            _("%(file)s holds no municipality.") % {"file": source.path.name}, _("Choose the file of municipalities.")
        )
    if kept:
        report.note(_("%(count)d municipalities keep the boundaries that they have.") % {"count": len(kept)})
    if abroad:
        report.note(_("%(codes)s stands for no municipality; it was left out.") % {"codes": ", ".join(abroad)})
    editions = _editions(drawn, source)
    plant(drawn, Level.MUNICIPALITY, editions, report, None)
    if source.options.get("residents"):
        _load_residents(source, editions, report)
    for edition in editions.values():
        edition.activate()


def _with_own_boundaries() -> QuerySet[Municipality]:
    finer = Q(editions__areas__level__in=[Level.DISTRICT, Level.NEIGHBOURHOOD])
    return Municipality.objects.filter(Q(is_scored=True) | Q(is_fictional=True) | finer).distinct()


def _editions(drawn: Sequence[Drawn], source: CountrySource) -> Mapping[str, Edition]:
    """The edition of each municipality; those that are missing are made."""
    attribution = [source.options["attribution"]] if source.options.get("attribution") else []
    Municipality.objects.bulk_create(
        [
            Municipality(code=each.code, name=each.name[:100], is_scored=False, attribution=attribution)
            for each in drawn
        ],
        ignore_conflicts=True,
    )
    year = source.edition_year
    Edition.objects.bulk_create(
        [Edition(municipality_id=each.code, year=year) for each in drawn], ignore_conflicts=True
    )
    stored = Edition.objects.filter(municipality__in=[each.code for each in drawn], year=year)
    return {edition.municipality_id: edition for edition in stored.select_related("municipality")}


def _load_residents(source: CountrySource, editions: Mapping[str, Edition], report: Report) -> None:
    """Store how many people live in each, where the file says so; empty or withheld is unknown."""
    column = source.options["residents"]
    areas = Area.objects.filter(edition__in=editions.values()).values_list("code", "pk")
    ids, found = dict(areas), {}
    for feature in read_features(source.path):
        code = str(feature.properties.get(source.options["code"]) or "").strip()
        if code not in ids:
            continue
        try:
            found[code] = _residents(feature, column)
        except RowRefused as problem:
            report.refuse(problem)
    name = (source.options.get("attribution") or source.path.name)[:120]
    rows = (AreaFigures(ids[code], {Indicator.RESIDENTS: value}, name) for code, value in found.items())
    # The report counts outlines.
    store_figures(rows, date(source.edition_year, 1, 1), Report(report.import_run))


def _residents(feature: Feature, column: str) -> float | None:
    if column not in feature.properties:
        raise RowRefused(
            _("%(place)s has no “%(property)s”.") % {"place": feature.place, "property": column},
            _("Correct the file, or name the property that holds the number of residents."),
        )
    written = feature.properties[column]
    if written in (None, ""):
        return None
    try:
        value = float(written)
    except (TypeError, ValueError):
        value = nan
    if value in WITHHELD:
        return None
    if not 0 <= value < inf:
        raise RowRefused(
            _("%(place)s: this is no number of residents.") % {"place": feature.place},
            _("Correct it, or leave it empty."),
            column,
            written,
        )
    return value
