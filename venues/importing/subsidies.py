"""A municipality's register of grants: money of organisations, by year and policy field."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from venues.importing.base import FileRefused, Report, RowRefused, Source
from venues.importing.reading.checked import Once, check_fields
from venues.importing.reading.row import Row
from venues.importing.reading.table import read_table
from venues.importing.storing.upsert import upsert
from venues.models import Funding, Organisation, Sector

SOURCE = "subsidies"
"""The name under which these organisations and amounts are kept."""

UNNAMED = "—"
"""Stands for an applicant that the file does not name: the money is real, whose it is is unknown."""


@dataclass(frozen=True)
class _Grant:
    """One row that can be stored: who applied, and what was granted."""

    applicant: str
    funding: Funding


def load_subsidies(source: Source, report: Report) -> None:
    """Load grants as funding of organisations.

    Options: `key`, `applicant`, `policy_field`, `granted`, `year` and optionally `period` (columns); `funder` (a name);
    `structural` (the words of `period` to true or false); `sectors` (policy field to our sector). A grant holds from
    1 January of its year until the next, and keeps the name of its policy field, mapped or not. Nothing granted is no
    funding: such a row is “not for us”. Applicants are one organisation where their names differ in capitals and spaces
    only. A grant that left the file stays.

    Raises:
        FileRefused: If the file or an option cannot be used.
    """
    columns = {name: source.option(name) for name in ("key", "applicant", "policy_field", "granted", "year")}
    sectors = _sectors(source)
    once = Once([columns["key"]])
    grants: list[_Grant] = []
    withdrawn: set[str] = set()
    unmapped: dict[str, int] = {}
    for row in read_table(source.path, list(columns.values())):
        if all(set(cell.strip()) <= {"-"} for cell in row.cells.values()):
            report.note(_("Line %(line)d is a ruler of dashes and was not read.") % {"line": row.line})
            continue
        report.read += 1
        try:
            grant = _grant(row, source, columns, sectors)
            once.check(grant.funding.source_key, row.line, row.line)
        except RowRefused as error:
            report.refuse(error, row.line)
            continue
        if not grant.funding.amount_eur:
            report.skipped += 1
            withdrawn.add(grant.funding.source_key)
            continue
        if grant.funding.sector_id is None:
            unmapped[grant.funding.policy_field] = unmapped.get(grant.funding.policy_field, 0) + 1
        grants.append(grant)
    if report.refused and not source.partial:
        return
    _store(source, grants, withdrawn, report)
    for field, count in sorted(unmapped.items(), key=lambda each: -each[1]):
        report.note(
            ngettext(
                "Policy field “%(field)s” (%(count)d row) has no sector of ours; its name is kept.",
                "Policy field “%(field)s” (%(count)d rows) has no sector of ours; its name is kept.",
                count,
            )
            % {"field": field, "count": count}
        )


def _sectors(source: Source) -> Mapping[str, str]:
    sectors = source.options.get("sectors", {})
    if not isinstance(sectors, Mapping):
        raise FileRefused(
            _("the manifest gives no mapping in “sectors”."), _('Write [source.sectors] and "policy field" = "sector".')
        )
    known = list(Sector.objects.values_list("code", flat=True))
    for field, code in sectors.items():
        if code not in known:
            raise FileRefused(
                _("the manifest maps “%(field)s” to “%(code)s”, which is no policy sector.")
                % {"field": field, "code": code},
                _("Use one of: %(codes)s.") % {"codes": ", ".join(known)},
            )
    return sectors


def _grant(row: Row, source: Source, columns: Mapping[str, str], sectors: Mapping[str, str]) -> _Grant:
    key = row.required(columns["key"])
    year = row.required_whole(columns["year"])
    if not 1900 <= year <= 2200:
        raise RowRefused(_("this is not a year."), _("Write it as 2026."), columns["year"], year)
    field = row.text(columns["policy_field"])
    row.required_number(columns["granted"])
    funding = Funding(
        funder=source.option("funder"),
        sector_id=sectors.get(field),
        policy_field=field,
        amount_eur=Decimal(row.text(columns["granted"]).replace(",", ".")),
        is_structural=_structural(row, source),
        is_public=True,
        starts_on=date(year, 1, 1),
        ends_on=date(year + 1, 1, 1),
        source=SOURCE,
        source_key=key,
    )
    names = {"source_key": "key", "policy_field": "policy_field", "amount_eur": "granted"}
    check_fields(funding, {name: columns[option] for name, option in names.items()}, row.line)
    applicant = " ".join(row.text(columns["applicant"]).split()) or UNNAMED
    check_fields(Organisation(name=applicant), {"name": columns["applicant"]}, row.line)
    return _Grant(applicant, funding)


def _structural(row: Row, source: Source) -> bool | None:
    """Whether the money returns every year; None where the file or the manifest does not say."""
    word = row.text(source.options.get("period", ""))
    known: bool | None = source.options.get("structural", {}).get(word)
    return known


def _store(source: Source, grants: list[_Grant], withdrawn: set[str], report: Report) -> None:
    organisations = _organisations(source, grants)
    for grant in grants:
        grant.funding.organisation = organisations[_key_of(grant.applicant)]
    mine = Funding.objects.filter(source=SOURCE, organisation__municipality=source.municipality)
    upsert(
        mine,
        [grant.funding for grant in grants],
        ["source_key"],
        [
            *("organisation_id", "funder", "sector_id", "policy_field", "amount_eur", "is_structural"),
            *("starts_on", "ends_on"),
        ],
        report,
    )
    if gone := mine.filter(source_key__in=withdrawn).delete()[0]:
        text = ngettext(
            "%(count)d grant came to nothing since the last file and was removed.",
            "%(count)d grants came to nothing since the last file and were removed.",
            gone,
        )
        report.note(text % {"count": gone})


def _organisations(source: Source, grants: list[_Grant]) -> dict[str, Organisation]:
    """The organisation of each applicant, by key; what a file wrote first is its name."""
    names: dict[str, str] = {}
    for grant in grants:
        names.setdefault(_key_of(grant.applicant), grant.applicant)
    rows = [
        Organisation(municipality=source.municipality, source=SOURCE, source_key=key, name=name)
        for key, name in names.items()
    ]
    existing = Organisation.objects.filter(municipality=source.municipality, source=SOURCE)
    stored = upsert(existing, rows, ["source_key"], ["name"], Report())
    return {each.source_key: each for each in stored}


def _key_of(applicant: str) -> str:
    """The name without capitals; what does not fit ends in a checksum of the whole."""
    key = applicant.casefold()
    return key if len(key) <= 100 else f"{key[:83]} {hashlib.sha256(key.encode()).hexdigest()[:16]}"
