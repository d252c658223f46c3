"""An area among those that it touches: the same figure of each, so that a border shows what differs across it."""

from dataclasses import dataclass

from venues.assessment.result import Assessment
from venues.models import Area
from venues.pages.query import Query
from venues.pages.ranking import Row, row


@dataclass(frozen=True)
class Neighbour:
    """The area itself or one beside it."""

    row: Row
    is_here: bool


def neighbours(area: Area, query: Query, assessment: Assessment) -> list[Neighbour]:
    """The area and those of its level and edition that touch it, lowest coverage first; empty where it touches none.

    Areas without a figure come last, with the reason in words.
    """
    touching = Area.objects.filter(edition=area.edition_id, level=area.level, boundary__touches=area.boundary)
    codes = {area.code, *touching.values_list("code", flat=True)}
    if len(codes) == 1:
        return []
    scores = [score for score in assessment.at(area.level, query.group_code) if score.area.code in codes]
    ordered = sorted(scores, key=lambda score: (score.coverage is None, score.coverage or 0.0, score.area.code))
    return [
        Neighbour(row(score, query, place if score.coverage is not None else None, {}), score.area.code == area.code)
        for place, score in enumerate(ordered, start=1)
    ]
