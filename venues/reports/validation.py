"""Hold a municipality's metres against published ones, and keep how they compare for the page on the method."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from venues.assessment.homes import Homes, homes_of
from venues.assessment.reference import figures_beside
from venues.assessment.straight_line import figures_of_detours
from venues.importing.base import RowRefused
from venues.importing.manifest import Manifest, ValidationEntry
from venues.importing.reference import read_reference
from venues.models import Municipality, Validation, Venue

_Place = tuple[str, float, float]


class NothingToCompare(Exception):
    """A comparison cannot be made; the message says which, and what is missing."""


def validate(municipality: Municipality, manifest: Manifest, data: Path, day: date) -> list[Validation]:
    """Make every comparison that a manifest names, in place of those stored before.

    Where a manifest names none, those stored before go.

    Args:
        municipality: Loaded already.
        manifest: Its own.
        data: The folder that the manifest's file names are relative to.
        day: Places open and people living there on this date count.

    Returns:
        The stored comparisons, in order of the manifest.

    Raises:
        NothingToCompare: If a file cannot be used, or there is nothing to compare; nothing is stored then.
    """
    places = {entry.subject: _places(municipality, entry, day) for entry in manifest.validations}
    found = [place for of_subject in places.values() for place in of_subject]
    figures = []
    if manifest.validations:
        try:
            homes = homes_of(municipality, day, [place[1:] for place in found])
        except ValueError as error:
            raise NothingToCompare(str(error)) from None
        figures = [_figures(homes, entry, places[entry.subject], data) for entry in manifest.validations]
    with transaction.atomic():
        Validation.objects.filter(municipality=municipality).delete()
        return [
            Validation.objects.create(
                municipality=municipality, subject=entry.subject, reference=entry.reference, figures=each
            )
            for entry, each in zip(manifest.validations, figures, strict=True)
        ]


def _places(municipality: Municipality, entry: ValidationEntry, day: date) -> list[_Place]:
    venues = Venue.objects.open(day).filter(municipality=municipality, venue_type__in=entry.types)
    if entry.kinds:
        venues = venues.filter(source_kind__in=entry.kinds)
    return [(venue.name, venue.location.x, venue.location.y) for venue in venues]


def _figures(homes: Homes, entry: ValidationEntry, places: list[_Place], data: Path) -> dict[str, Any]:
    try:
        if entry.subject == Validation.Subject.STRAIGHT_LINE:
            return figures_of_detours(homes)
        reference = read_reference(data / entry.file, entry.code, entry.value, entry.unit_m)
        return figures_beside(homes, places, reference)
    except (ValueError, RowRefused) as error:
        reason = str(error)
    except OSError as error:
        reason = _("%(file)s cannot be read: %(reason)s.") % {"file": entry.file, "reason": error.strerror}
    raise NothingToCompare(f"{Validation.Subject(entry.subject).label}: {reason}")
