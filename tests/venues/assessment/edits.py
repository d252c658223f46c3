"""A town whose register somebody edits at random, and what its figures are when all is scored anew."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from unittest.mock import patch

import numpy as np
import pytest
from django.db import models, transaction
from django.utils import timezone

from tests.factories import (
    ActivityFactory,
    AreaFactory,
    AttendanceFactory,
    AudienceFactory,
    ClosureFactory,
    EditionFactory,
    EstimateFactory,
    FundingFactory,
    MunicipalityFactory,
    PointFactory,
    SlotFactory,
    StaffingFactory,
    VenueFactory,
    default_method,
    spot,
)
from tests.venues.assessment.town import DAY
from venues.assessment import residence
from venues.assessment.arrays import bound_m
from venues.assessment.queries import stored
from venues.assessment.result import Assessment
from venues.assessment.run import assess
from venues.models import (
    Activity,
    Attendance,
    Audience,
    Closure,
    Municipality,
    Run,
    Staffing,
    Venue,
    VenueType,
    Walk,
)
from venues.walking import kept, measure
from venues.walking.measure import measure_walks

SIDE = 5
"""The town is so many squares wide and high."""


class Editor:
    """Somebody who changes a register at random, the same each time."""

    def __init__(self, municipality: Municipality) -> None:
        self.municipality = municipality
        self.chance = np.random.default_rng(4)

    def edit(self) -> str:
        """Make one change of any kind."""
        moves = [self.open, self.move, self.close, self.reopen, self.archive, self.restore, self.hold, self.end]
        kind = self.pick([*moves, self.staff, self.unstaff, self.hours, self.fund, self.count, self.welcome])
        kind()
        return kind.__name__

    def pick(self, things):
        return things[int(self.chance.integers(len(things)))]

    def spot(self):
        return spot(self.chance.uniform(-0.4, SIDE - 0.6), self.chance.uniform(-0.4, SIDE - 0.6))

    def one(self, rows):
        found = list(rows.order_by("pk"))
        return self.pick(found) if found else None

    def offer(self):
        activity = self.one(Activity.objects) if self.chance.random() < 0.3 else None
        return {"activity": activity} if activity else {"venue": self.venue()}

    def venue(self):
        return self.one(Venue.objects) or self.one(Venue.everything)

    def open(self):
        code = self.pick(["library", "community-centre", "cafe"])
        venue = VenueFactory(
            municipality=self.municipality,
            venue_type=VenueType.objects.get(code=code),
            location=self.spot(),
            places=self.pick([None, 10, 40]),
        )
        if self.chance.random() < 0.5:
            SlotFactory(venue=venue, weekday=int(self.chance.integers(1, 8)))

    def move(self):
        Venue.objects.filter(pk=self.venue().pk).update(location=self.spot())

    def close(self):
        ClosureFactory(**self.offer(), starts_on=DAY - timedelta(days=1))

    def reopen(self):
        Closure.objects.filter(pk__in=[c.pk for c in [self.one(Closure.objects)] if c]).update(reopens_on=DAY)

    def staff(self):
        StaffingFactory(**self.offer(), hours_per_week=int(self.chance.integers(1, 41)))

    def unstaff(self):
        Staffing.objects.filter(pk__in=[s.pk for s in [self.one(Staffing.objects)] if s]).delete()

    def archive(self):
        Venue.objects.filter(pk=self.venue().pk).update(archived_at=timezone.now())

    def restore(self):
        Venue.everything.update(archived_at=None)

    def hold(self):
        if self.chance.random() < 0.5:
            ActivityFactory(municipality=self.municipality, venue=self.venue())
        else:
            ActivityFactory(municipality=self.municipality, venue=None, location=self.spot())

    def end(self):
        Activity.objects.filter(pk__in=[a.pk for a in [self.one(Activity.objects)] if a]).update(ends_on=DAY)

    def hours(self):
        SlotFactory(**self.offer(), weekday=int(self.chance.integers(1, 8)), host=self.pick(["volunteer", "none"]))

    def fund(self):
        FundingFactory(venue=self.venue())

    def count(self):
        offer = self.offer()
        Attendance.objects.filter(**offer).delete()
        AttendanceFactory(**offer, group_id="youth", persons_per_week=int(self.chance.integers(1, 61)))

    def welcome(self):
        venue = self.venue()
        Audience.objects.filter(venue=venue).delete()
        AudienceFactory(venue=venue, group_id="youth", suitability=self.chance.random())


def make_square_town() -> Municipality:
    """Five squares by five with people in each, so that no place reaches them all."""
    default_method()
    municipality = MunicipalityFactory()
    edition = EditionFactory(municipality=municipality)
    chance = np.random.default_rng(1)
    for column in range(SIDE):
        for row in range(SIDE):
            area = AreaFactory(edition=edition, column=column, row=row)
            PointFactory(area=area)
            for code in ("residents", "youth", "newcomers"):
                EstimateFactory(area=area, group_id=code, persons=int(chance.choice([0, 4, 40, 400])))
    return municipality


def figures(assessment: Assessment) -> dict[tuple[object, ...], dict[str, object]]:
    """All that is stored of each area and offer, but for the keys of the rows and what the draws say."""
    drawn = {"interval_low", "interval_high", "rank_low", "rank_high", "surely_worse", "surely_better"}

    def told(row: models.Model) -> dict[str, object]:
        names = {field.attname for field in row._meta.concrete_fields} - drawn - {"id", "run_id"}
        return {name: getattr(row, name) for name in sorted(names)}

    parts = {}
    for score in assessment.scores:
        explanation = getattr(score, "explanation", None)
        rows = zip(explanation.venues, explanation.activities, explanation.coverage, strict=True) if explanation else ()
        parts[score.area_id, score.group_id] = {(venue, activity): part for venue, activity, part in rows}
    found: dict[tuple[object, ...], dict[str, object]] = {
        ("score", score.area_id, score.group_id): told(score) | {"parts": parts[score.area_id, score.group_id]}
        for score in assessment.scores
    }
    return found | {("offer", offer.venue_id, offer.activity_id): told(offer) for offer in assessment.offers}


def assert_same(live: Run, whole: Assessment, after: str) -> None:
    found, expected = figures(stored(live)), figures(whole)
    assert found.keys() == expected.keys(), after
    for key, row in expected.items():
        for name, value in row.items():
            if isinstance(value, dict | float):
                assert found[key][name] == pytest.approx(value, rel=0, abs=1e-9), (after, key, name)
            else:
                assert found[key][name] == value, (after, key, name)


def scored_anew(municipality: Municipality, day: date = DAY) -> Assessment:
    """Every walk measured and everything read and scored from nothing, without keeping any of it."""
    with forgotten(), transaction.atomic():
        Walk.objects.all().delete()
        measure_walks(municipality, bound_m=bound_m(municipality))
        whole = assess(municipality, day)
        transaction.set_rollback(True)
    return whole


@contextmanager
def forgotten() -> Iterator[None]:
    """Without what this process keeps in memory of people and walks; afterwards it is there again."""
    with ExitStack() as stack:
        for memory in (residence._kept, kept._kept, measure._seen):
            stack.enter_context(patch.dict(memory, clear=True))
        yield
