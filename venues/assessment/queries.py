"""What pages and API ask of the assessments: one scored municipality on one date, and what makes up a figure."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from venues.assessment.arrays import NothingToScore
from venues.assessment.certainty import without_appraisal
from venues.assessment.rereading import Reread
from venues.assessment.result import Assessment, Contribution, explanation_of
from venues.assessment.run import assess
from venues.assessment.scores import of_cell
from venues.assessment.sectors import UNRECORDED
from venues.models import Activity, Area, DemandGroup, Municipality, OfferScore, Run, Score, Venue

PATIENCE = 4
"""How often a live run may be replaced while it is read; to make one takes several times as long as to read it."""


def assessment_on(municipality: Municipality, day: date | None = None, year: int | None = None) -> Assessment | None:
    """A municipality as scored on a date.

    Args:
        municipality: Which.
        day: As of which date; None means the live run, which follows the register.
        year: By the boundaries of which year; None means those in use.

    Returns:
        The stored run of that date, else one scored on request and kept in memory; None where nothing can be scored
        because no boundaries are active or no live run was made yet. By other boundaries than those in use only what
        was stored: the run of that date, without a date the last one.
    """
    if year is not None and not municipality.editions.filter(year=year, is_active=True).exists():
        return _under(municipality, day, year)
    for _attempt in range(PATIENCE):
        try:
            return _on(municipality, day)
        except Run.DoesNotExist:
            # The live run was replaced between finding and reading it: its successor is there.
            continue
    return _on(municipality, day)


def _on(municipality: Municipality, day: date | None) -> Assessment | None:
    runs = Run.objects.filter(municipality=municipality)
    live = runs.filter(kind=Run.Kind.LIVE).first()
    if day is None:
        run = live or runs.order_by("-as_of", "-created_at").first()
        return stored(run) if run else None
    run = runs.filter(as_of=day).order_by("-edition__is_active", "-created_at").first()
    if run:
        return stored(run)
    try:
        # The live run follows the register: a date is scored anew when it was replaced.
        return _requested(municipality.pk, day, live.pk) if live else assess(municipality, day)
    except NothingToScore:
        return None


def _under(municipality: Municipality, day: date | None, year: int) -> Assessment | None:
    runs = Run.objects.filter(municipality=municipality, edition__year=year)
    run = (runs if day is None else runs.filter(as_of=day)).order_by("-as_of", "-created_at").first()
    return stored(run) if run else None


def stored(run: Run) -> Assessment:
    """A stored run with all its scores; kept in memory: runs do not change, but for the draws that a live one gets."""
    if run.kind != Run.Kind.LIVE:
        return _sealed(run.pk)
    # Of live runs the newest alone: the others are gone, and hundreds of thousands of objects would slow down all else.
    rows = _live.setdefault(run.municipality_id, _Rows())
    version, last = (run.pk, run.created_at, run.draws), rows.last
    if last is None or last[0] != version:
        last = rows.last = version, _read(run.pk, rows)
    return last[1]


@dataclass(eq=False)
class _Rows:
    """What was read of a run, to read the next one with.

    Attributes:
        last: Of which run, and after how many draws; and what it told.
    """

    last: tuple[object, Assessment] | None = None
    scores: Reread[Score] = field(default_factory=lambda: Reread(Score))
    offers: Reread[OfferScore] = field(default_factory=lambda: Reread(OfferScore))


_live: dict[str, _Rows] = {}
"""By municipality."""


@lru_cache(maxsize=16)
def _requested(municipality_code: str, day: date, live_run_id: int) -> Assessment:
    return assess(Municipality.objects.get(pk=municipality_code), day)


@lru_cache(maxsize=64)
def _sealed(run_id: int) -> Assessment:
    return _read(run_id, _Rows())


def _read(run_id: int, rows: _Rows) -> Assessment:
    run = Run.objects.select_related("municipality", "method", "edition").get(pk=run_id)
    offers = tuple(rows.offers.read(run))
    areas = Area.objects.filter(edition=run.edition_id).defer("boundary", "centre").in_bulk()
    groups = DemandGroup.objects.in_bulk()
    scores = rows.scores.read(run)
    for score in scores:
        # One object an area and a group, not one a score: thousands of them would take a second to make.
        of_cell(score, run, areas[score.area_id], groups[score.group_id] if score.group_id else None)
    ordered = sorted(scores, key=lambda s: (s.area.code, s.group is None, s.group.position if s.group else 0))
    # A live run may have been replaced or appraised since the first query: the rows then say something else.
    Run.objects.only("pk").get(pk=run_id, draws=run.draws)
    if not run.draws:
        without_appraisal(ordered)
    return Assessment(run, tuple(ordered), offers)


def contributions(assessment: Assessment, score: Score) -> list[Contribution]:
    """The offers that make up a score, largest first. Empty unless its status is ok."""
    explanation = explanation_of(score)
    if explanation is None:
        return []
    venues = Venue.everything.select_related("venue_type").in_bulk({key for key in explanation.venues if key})
    activities = Activity.everything.in_bulk({key for key in explanation.activities if key})
    offers = {(offer.venue_id, offer.activity_id): offer for offer in assessment.offers}
    rows = zip(explanation.venues, explanation.activities, explanation.coverage, strict=True)
    result = [
        _contribution(
            offers[venue_id, activity_id],
            venues[venue_id] if venue_id else None,
            activities[activity_id] if activity_id else None,
            part,
        )
        for venue_id, activity_id, part in rows
    ]
    return sorted(result, key=lambda row: -row.coverage)


def _contribution(offer: OfferScore, venue: Venue | None, activity: Activity | None, part: float) -> Contribution:
    return Contribution(
        venue_id=offer.venue_id,
        venue_name=venue.name if venue else "",
        activity_id=offer.activity_id,
        activity_name=activity.name if activity else "",
        type_code=venue.venue_type_id if venue else "",
        coverage=part,
        is_known=offer.is_known,
        is_commercial=venue is not None and venue.venue_type.is_commercial,
        # A run of before sectors were stored has none.
        sectors=tuple(zip(offer.sectors, offer.sector_shares, strict=True)) or ((UNRECORDED, 1.0),),
        risks=tuple(offer.risks),
        is_risk_recorded=offer.is_risk_recorded,
        mixing_aim=activity.mixing_aim if activity else "",
    )
