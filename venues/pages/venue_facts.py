"""What the register has of a place on a day: staffing, money, the state of the building, and counted visitors."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from venues.models import Attendance, Funding, Inspection, Staffing, Venue
from venues.pages.figures import number_text
from venues.pages.venue_room import exact_text

FEWEST_COUNTED = 10
"""Smaller counts of a group are not told: with few, neighbours would know who is meant."""


@dataclass(frozen=True)
class StaffingLine:
    """Hours a week of one role."""

    kind: str
    role: str
    hours: str
    sector: str


@dataclass(frozen=True)
class FundingLine:
    """Money of one funder; only amounts that are public."""

    funder: str
    sector: str
    amount: str
    terms: str


@dataclass(frozen=True)
class CountLine:
    """How many persons of a group were counted in a week."""

    group: str
    persons: str


@dataclass(frozen=True)
class Facts:
    """What is recorded of a place; empty is not recorded."""

    staffing: list[StaffingLine]
    funding: list[FundingLine]
    has_hidden_money: bool
    budget: str
    """EUR a year that it needs; not told beside money that is not public, of which it would tell the size."""
    inspection: Inspection | None
    counts: list[CountLine]
    counted_on: date | None


def facts_of(venue: Venue, day: date) -> Facts:
    """Read what holds of the place itself on a day. What was counted before it opened was not counted here."""
    money = list(Funding.objects.on(day).filter(venue=venue).select_related("sector").order_by("funder"))
    is_public = all(row.is_public for row in money)
    counted = Attendance.objects.counted_by(day).filter(venue=venue).select_related("group")
    counts = [
        row
        for row in counted.order_by("group__position")
        if venue.opened_on is None or row.counted_on >= venue.opened_on
    ]
    return Facts(
        staffing=[
            StaffingLine(
                row.get_kind_display(),
                _role(row),
                exact_text(float(row.hours_per_week)),
                row.sector.name if row.sector else "",
            )
            for row in Staffing.objects.on(day).filter(venue=venue).select_related("sector").order_by("kind", "role")
        ],
        funding=[_funding(row) for row in money if row.is_public],
        has_hidden_money=not is_public,
        budget=number_text(float(venue.budget_needed_eur)) if venue.budget_needed_eur is not None and is_public else "",
        inspection=Inspection.objects.filter(venue=venue, inspected_on__lte=day).order_by("-inspected_on").first(),
        counts=[
            CountLine(
                row.group.name,
                number_text(row.persons_per_week)
                if row.persons_per_week >= FEWEST_COUNTED or not row.persons_per_week
                else _("fewer than 10"),
            )
            for row in counts
        ],
        counted_on=counts[0].counted_on if counts else None,
    )


def _funding(row: Funding) -> FundingLine:
    terms = {True: _("structural"), False: _("one-off"), None: ""}[row.is_structural]
    until = _("until %(day)s") % {"day": date_format(row.ends_on, "j F Y")} if row.ends_on else ""
    return FundingLine(
        funder=row.funder,
        sector=row.sector.name if row.sector else "",
        amount=number_text(float(row.amount_eur)),
        terms=", ".join(part for part in (terms, until) if part),
    )


def _role(row: Staffing) -> str:
    """The role where it says more than the kind does, in whichever language it was written."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            if row.role.casefold() == row.get_kind_display().casefold():
                return ""
    return row.role
