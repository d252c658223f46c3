"""A scored municipality, as pages and API read it."""

from dataclasses import dataclass, field
from uuid import UUID

from venues.models import Area, Explanation, OfferScore, Run, Score


@dataclass(frozen=True)
class Contribution:
    """What one offer adds to the coverage of a group in an area. The contributions add up to the coverage."""

    venue_id: UUID | None
    venue_name: str
    activity_id: UUID | None
    activity_name: str
    type_code: str
    coverage: float
    is_known: bool
    is_commercial: bool
    sectors: tuple[tuple[str, float], ...]
    """Policy sectors that carry it with their shares, which add up to 1."""
    risks: tuple[str, ...]
    is_risk_recorded: bool
    """Whether funding, staffing or condition is recorded, so that a risk could be known."""
    mixing_aim: str
    """Whether the host of the activity mixes groups on purpose; empty where not recorded."""

    @property
    def site(self) -> UUID | None:
        """What it shares with all that is held at the same door."""
        return self.venue_id or self.activity_id

    @property
    def name(self) -> str:
        """The activity, else the place."""
        return self.activity_name or self.venue_name


@dataclass(frozen=True)
class Assessment:
    """A municipality scored as of a date: stored, or made on request. Scores stand in order of area code and group."""

    run: Run
    scores: tuple[Score, ...]
    offers: tuple[OfferScore, ...]
    _by_key: dict[tuple[str, str | None], Score] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {(score.area.code, score.group_id): score for score in self.scores})

    def score(self, area_code: str, group_code: str | None) -> Score | None:
        """The score of a group in an area; no group means all groups together."""
        return self._by_key.get((area_code, group_code))

    def at(self, level: str, group_code: str | None) -> list[Score]:
        """The scores of one group at one level, by area code."""
        return [score for score in self.scores if score.group_id == group_code and score.area.level == level]

    def of_area(self, area_code: str) -> list[Score]:
        """All scores of an area: each group, then all together."""
        return [score for score in self.scores if score.area.code == area_code]

    def below(self, area_code: str) -> set[str]:
        """The codes of an area and of all areas below it."""
        areas = {score.area_id: score.area for score in self.scores}
        return {area.code for area in areas.values() if area_code in _ancestry(area, areas)}


def explanation_of(score: Score) -> Explanation | None:
    """What makes up a score, stored or not; None unless its status is ok."""
    explanation: Explanation | None = getattr(score, "explanation", None)
    return explanation


def _ancestry(area: Area, areas: dict[int, Area]) -> set[str]:
    codes = set()
    step: Area | None = area
    while step is not None:
        codes.add(step.code)
        step = areas.get(step.parent_id) if step.parent_id else None
    return codes
