"""What a proposal does when it is really made in the register and all is scored anew, held against the answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time

import pytest
from django.contrib.gis.geos import Point
from django.db import transaction

from tests.factories import ClosureFactory
from venues.assessment.arrays import bound_m
from venues.assessment.prepared import Prepared
from venues.assessment.result import Assessment
from venues.assessment.run import assess
from venues.assessment.what_if import Opening, Proposal, WhatIf, what_if
from venues.models import RD, Audience, Municipality, OfferScore, Slot, Venue, VenueType
from venues.walking.measure import measure_walks

NEAR = {"rel": 0, "abs": 1e-9}


@contextmanager
def really_made(municipality: Municipality, day: date, proposal: Proposal) -> Iterator[list[Venue]]:
    """Edit the register as proposed, for as long as it is looked at; gives the places that opened."""
    with transaction.atomic():
        for venue in proposal.venues:
            ClosureFactory(venue_id=venue, starts_on=day)
        for activity in proposal.activities:
            ClosureFactory(activity_id=activity, venue=None, starts_on=day)
        opened = [_open(municipality, opening) for opening in proposal.openings]
        if opened:
            measure_walks(municipality, bound_m=bound_m(municipality), offers=opened)
        yield opened
        transaction.set_rollback(True)


def _open(municipality: Municipality, opening: Opening) -> Venue:
    venue = Venue.objects.create(
        municipality=municipality,
        venue_type=VenueType.objects.get(code=opening.type_code),
        name="Nieuw",
        location=Point(opening.x, opening.y, srid=RD),
        places=None if opening.places is None else int(opening.places),
    )
    if opening.hosted_hours is not None:
        # Whole hours from ten o'clock, at most ten a day.
        hours = int(opening.hosted_hours)
        for weekday in range(1, 8):
            if today := min(hours, 10):
                Slot.objects.create(
                    venue=venue, weekday=weekday, starts=time(10), ends=time(10 + today), host=Slot.Host.PROFESSIONAL
                )
                hours -= today
    for code, suitability in (opening.suitability or {}).items():
        Audience.objects.create(venue=venue, group_id=code, suitability=suitability)
    return venue


def assert_as_scored_anew(prepared: Prepared, before: Assessment, proposal: Proposal, level: str) -> WhatIf:
    """Every figure of the exact answer is that of a full scoring to 1e-9, and what is not in it does not change."""
    answer = what_if(prepared, proposal, level, is_exact=True)
    with really_made(prepared.municipality, prepared.day, proposal) as opened:
        after = assess(prepared.municipality, prepared.day)
    _assert_areas(before, after, answer, level)
    _assert_offers(prepared.municipality, before, after, answer, proposal, opened)
    return answer


def _assert_areas(before: Assessment, after: Assessment, answer: WhatIf, level: str) -> None:
    found = {(row.area.code, row.group.code): row for row in answer.areas}
    for score in before.scores:
        if score.area.level != level or score.group_id is None:
            continue
        then = after.score(score.area.code, score.group_id)
        row = found.pop((score.area.code, score.group_id), None)
        assert then is not None
        assert then.status == score.status
        if row is None:
            assert score.coverage == _near(then.coverage)
            continue
        assert score.coverage is not None, "told of an area of which nothing may be told"
        assert row.before == pytest.approx(score.coverage, **NEAR)
        assert row.after == pytest.approx(then.coverage, **NEAR)
        assert row.need_hours == pytest.approx(score.need_hours, **NEAR)
        assert row.after != row.before
    assert found == {}


def _assert_offers(
    municipality: Municipality,
    before: Assessment,
    after: Assessment,
    answer: WhatIf,
    proposal: Proposal,
    opened: list[Venue],
) -> None:
    found = {(row.venue_id, row.activity_id): row for row in answer.offers if row.opening is None}
    then = {(offer.venue_id, offer.activity_id): offer for offer in after.offers}
    for offer in before.offers:
        if (offer.activity or offer.venue).municipality_id != municipality.pk:  # type: ignore[union-attr]
            continue
        key = offer.venue_id, offer.activity_id
        row, now = found.pop(key, None), then.get(key)
        closes = offer.venue_id in proposal.venues or offer.activity_id in proposal.activities
        assert closes == (now is None)
        if row is None:
            assert closes or _pressure(offer) == _near(_pressure(now))
        elif row.status == "withheld":
            assert (row.before, row.after, row.received_hours) == (None, None, None)
            assert offer.load_hours is None
        elif now is None:
            assert (row.status, row.before) == ("closed", _near(_pressure(offer)))
            assert (row.after, row.received_hours) == (None, None)
        else:
            assert row.before == _near(_pressure(offer))
            assert row.after == _near(_pressure(now))
            assert row.received_hours == pytest.approx((now.load_hours or 0) - (offer.load_hours or 0), rel=0, abs=1e-8)
    assert found == {}
    rows = {row.opening: row for row in answer.offers if row.opening is not None}
    for position, venue in enumerate(opened):
        row, offer = rows[position], then[venue.pk, None]
        if offer.load_hours is None and offer.room:
            assert row.status == "withheld"
        else:
            assert row.after == _near(offer.pressure)
            assert row.received_hours == pytest.approx(offer.load_hours or 0, rel=0, abs=1e-8)


def _near(figure: float | None) -> object:
    return None if figure is None else pytest.approx(figure, **NEAR)


def _pressure(offer: OfferScore | None) -> float | None:
    return None if offer is None else offer.pressure
