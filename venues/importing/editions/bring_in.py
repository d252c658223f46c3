"""Boundaries and figures that somebody brings in: stored whole and out of use, or not at all."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.db.models import Q
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, Report, Source, run_import
from venues.importing.cbs_areas import load_areas
from venues.importing.cbs_figures import load_figures
from venues.importing.editions.carry_over import carry_over
from venues.importing.editions.recognised import KNOWN_COLUMNS, area_options, figure_options
from venues.importing.uploads.sheet import open_sheet
from venues.models import Edition, ImportRun, Municipality, User
from venues.register.rights import Action, require

_FREE = Q(is_active=False, activated_at=None, asked_at=None)
"""Editions that never were in use, and are not about to be."""

MAX_BYTES = 25 * 2**20
"""The largest municipality, drawn in full detail, takes a fifth of this."""


def bring_in_boundaries(
    user: User, municipality: Municipality, year: int, file_name: str, chunks: Iterable[bytes]
) -> ImportRun:
    """Store the neighbourhoods in a GeoJSON or GeoPackage file as an edition that is not in use yet.

    Districts and the municipality are put together from them. What is known of areas that stay the same is taken over.
    An edition of this year that never was in use is replaced.

    Returns:
        What was stored; where its status is failed nothing was, and its refusals say why.

    Raises:
        PermissionDenied: If the person may not choose the boundaries of this municipality.
        ValidationError: If an edition of this year is or was in use, or the file is too large.
    """
    require(user, Action.BOUNDARIES, municipality)
    if Edition.objects.filter(municipality=municipality, year=year).exclude(_FREE).exists():
        raise ValidationError(_in_use(year))
    with _stored(file_name, chunks) as path:
        return run_import(Source("areas", path, municipality, year), _load_boundaries)


def bring_in_figures(
    user: User, edition: Edition, reference_on: date, file_name: str, chunks: Iterable[bytes]
) -> ImportRun:
    """Store the key figures in a table (CSV or XLSX) with an edition that is not in use yet.

    Returns:
        What was stored; where its status is failed nothing was, and its refusals say why.

    Raises:
        PermissionDenied: If the person may not choose the boundaries of this municipality.
        ValidationError: If the edition is or was in use, or the file is too large.
    """
    require(user, Action.BOUNDARIES, edition.municipality)
    if not Edition.objects.filter(_FREE, pk=edition.pk).exists():
        raise ValidationError(_figures_stay())
    with _stored(file_name, chunks) as path:
        source = Source("figures", path, edition.municipality, edition.year, {"reference_on": reference_on})
        return run_import(source, _load_table)


def remove(user: User, edition: Edition) -> bool:
    """Take away an edition that never was in use, with its figures.

    Returns:
        False where it is or was in use, or is being activated: it stays.
    """
    require(user, Action.BOUNDARIES, edition.municipality)
    return bool(Edition.objects.filter(_FREE, pk=edition.pk).delete()[0])


def _load_boundaries(source: Source, report: Report) -> None:
    options = area_options(source)
    of_year = Edition.objects.filter(municipality=source.municipality, year=source.edition_year)
    of_year.filter(_FREE).delete()
    # Somebody may have put it in use since it was asked; the row of the municipality is held from here on.
    if of_year.exists():
        raise FileRefused(_in_use(source.edition_year))
    load_areas(replace(source, options=options), report)
    carry_over(Edition.objects.get(municipality=source.municipality, year=source.edition_year), report)


def _load_table(source: Source, report: Report) -> None:
    if not Edition.objects.filter(_FREE, municipality=source.municipality, year=source.edition_year).exists():
        raise FileRefused(_figures_stay())
    sheet = open_sheet(source.path.read_bytes(), source.path.name, KNOWN_COLUMNS)
    table = source.path.with_name(f"{source.path.name}.table.csv")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(sheet.header)
        written = 1
        for line, cells in sheet.lines:
            # Each row keeps its line, by which a person finds it.
            for _empty in range(written + 1, line):
                file.write("\n")
            writer.writerow((cells + [""] * len(sheet.header))[: len(sheet.header)])
            written = max(line, written + 1)
    options = figure_options(sheet.header) | {
        **source.options,
        "municipalities": [source.municipality.pk],
        "source_name": source.path.name,
    }
    load_figures(replace(source, path=table, options=options), report)


def _in_use(year: int) -> str:
    text = _("The boundaries of %(year)d are or were in use, and history stands under them. Choose another year.")
    return text % {"year": year}


def _figures_stay() -> str:
    return _("These boundaries are or were in use: their figures stay as they are.")


@contextmanager
def _stored(file_name: str, chunks: Iterable[bytes]) -> Iterator[Path]:
    """The file on disk under a name that is safe, for as long as it is read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / _safe(file_name)
        size = 0
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MAX_BYTES:
                    raise ValidationError(
                        _("This file is larger than %(size)d MB. Cut out the municipality and choose that.")
                        % {"size": MAX_BYTES // 2**20}
                    )
                if size == len(chunk) and chunk.startswith(b"\x1f\x8b"):
                    raise ValidationError(_("This file is packed. Unpack it and choose what is in it."))
                file.write(chunk)
        yield path


def _safe(file_name: str) -> str:
    try:
        # Names of files are counted in bytes, of which a letter may take four.
        return get_valid_filename(Path(file_name).name)[-50:]
    except SuspiciousFileOperation:
        return "file"
