"""Who depends on a place: the coverage that areas and groups have from it, and for whom it is the only one."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

import numpy as np

from scoring.reach import persons_with_only
from venues.assessment.arrays import NothingToScore, inputs_on
from venues.assessment.result import Assessment
from venues.assessment.scores import FEWEST_PERSONS
from venues.models import Activity, DemandGroup, Explanation, Level, Municipality, Score, Venue

Place = Venue | Activity


@dataclass(frozen=True)
class Dependence:
    """What one group in one neighbourhood has from a place.

    Attributes:
        score: Its coverage.
        hours: Hosted hours a week from the place, over all of its people.
        share: Of the whole coverage, 0 to 1.
    """

    score: Score
    hours: float
    share: float


@dataclass(frozen=True)
class OnlyPlace:
    """The people of a group for whom a place is the only one in reach; None for fewer than may be told."""

    group: DemandGroup
    persons: float | None


def dependence_on(place: Place, assessment: Assessment) -> list[Dependence]:
    """The neighbourhoods and groups that have coverage from a place and all that is held in it, most hours first.

    Of an activity its own part alone. Where figures are withheld, nothing is told; one query.
    """
    of_place = {"venues__contains": [place.pk]} if isinstance(place, Venue) else {"activities__contains": [place.pk]}
    scores = {score.pk: score for score in assessment.scores}
    rows = Explanation.objects.filter(score__run=assessment.run.sheet, **of_place)
    found = []
    for explanation in rows:
        # Of a run that was replaced meanwhile some rows are those of its successor.
        score = scores.get(explanation.score_id)
        if score is None or score.group_id is None or score.area.level != Level.NEIGHBOURHOOD or not score.coverage:
            continue
        keys = explanation.venues if isinstance(place, Venue) else explanation.activities
        part = sum(each for key, each in zip(keys, explanation.coverage, strict=True) if key == place.pk)
        found.append(Dependence(score, part * (score.need_hours or 0.0), part / score.coverage))
    return sorted(found, key=lambda each: (-each.hours, each.score.area.code, each.score.group_id))


def only_place_for(place: Place, assessment: Assessment) -> list[OnlyPlace]:
    """Of each group the people for whom this is the only suitable hosted place in reach; none of a group without any.

    An activity in a place counts with that place, and has no figure of its own.
    """
    run = assessment.run
    found = _only_places(run.municipality_id, run.as_of, run.pk).get(place.pk)
    if found is None:
        return []
    groups = {score.group_id: score.group for score in assessment.scores if score.group}
    return [
        # Shares of 10 persons add up to a hair less.
        OnlyPlace(group, persons if round(persons, 6) >= FEWEST_PERSONS else None)
        for group in sorted(groups.values(), key=lambda group: group.position)
        if (persons := found.get(group.code, 0.0)) > 0
    ]


@lru_cache(maxsize=8)
def _only_places(municipality_code: str, day: date, run_id: int) -> dict[UUID, dict[str, float]]:
    """By place, and by building-less activity, the people of each group; kept until the run is replaced by another."""
    try:
        inputs = inputs_on(Municipality.objects.get(pk=municipality_code), day)
    except NothingToScore:
        return {}
    persons = persons_with_only(inputs.catchment, inputs.rooms.best, inputs.people.demand.best)
    found = {}
    for offer in inputs.supply.offers:
        door = offer.venue or offer.activity
        if door:
            row = persons[offer.site]
            found[door.pk] = {inputs.groups[g].code: float(row[g]) for g in np.flatnonzero(row).tolist()}
    return found
