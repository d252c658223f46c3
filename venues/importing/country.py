"""The outlines of all municipalities of the country: for its map, not for scoring."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from venues.importing.base import CountrySource, FileRefused, Report
from venues.importing.cbs_areas import Properties, read_drawn
from venues.importing.storing.area_tree import Drawn, plant
from venues.models import Edition, Level, Municipality

NO_MUNICIPALITIES = frozenset({"GM0997", "GM0998", "GM0999"})
"""Codes that statistics use for people and addresses outside every municipality."""


def load_country(source: CountrySource, report: Report) -> None:
    """Load the outline of each municipality into an edition of its own, and put that in use.

    Options: `code` and `name` (properties), `attribution` (who made the file; may be empty).

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
