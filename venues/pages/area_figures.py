"""What each area has of a figure that a map can show: the figure, how it is printed, and what stands beside it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from venues.assessment.change import AreaChange, TownChange
from venues.assessment.crowding import Crowding, crowding_by_area
from venues.assessment.result import Assessment
from venues.models import Area, Score
from venues.pages import indicator_classes as classes
from venues.pages.change_basis import is_unknown
from venues.pages.figures import (
    coverage_text,
    hours_text,
    metres_text,
    number_text,
    percent_within,
    points_text,
    pressure_text,
    range_text,
    share_text,
)

OK, UNKNOWN, SUPPRESSED, NO_NEED = Score.Status.OK, Score.Status.UNKNOWN, Score.Status.SUPPRESSED, Score.Status.NO_NEED


@dataclass(frozen=True)
class Asked:
    """Of which assessment, level and group figures are asked; the change is there where a change is shown."""

    assessment: Assessment
    level: str
    group: str | None
    change: TownChange | None = None

    def scores(self) -> list[Score]:
        """The scores of the group at the level."""
        return self.assessment.at(self.level, self.group)


@dataclass(frozen=True)
class AreaFigure:
    """One figure of one area.

    Attributes:
        value: None where there is no figure; the status says why.
        text: As it is printed; empty without a figure.
        aside: Under it: a range, or whose figure it is.
        beside: Value and text of each further column, by its key.
    """

    area: Area
    status: Score.Status
    value: float | None
    text: str = ""
    aside: str = ""
    beside: dict[str, tuple[float | None, str]] = field(default_factory=dict)


def hours_per_person(score: Score) -> float | None:
    """Hosted hours a person a week: coverage × norm, where need = persons × norm.

    None where there is no figure, and for all groups together, whose people overlap.
    """
    if score.coverage is None or not score.persons or score.need_hours is None:
        return None
    return score.coverage * score.need_hours / score.persons


def coverage(asked: Asked) -> list[AreaFigure]:
    """Coverage with its range, the hours a person and the recorded share."""
    return [coverage_of(score) for score in asked.scores()]


def coverage_of(score: Score) -> AreaFigure:
    """The coverage of one score."""
    hours = hours_per_person(score)
    beside = {"hours": (hours, hours_text(hours)), "known": (score.known_share, share_text(score.known_share))}
    text = "" if score.coverage is None else coverage_text(score.coverage)
    aside = range_text(score.coverage_low, score.coverage_high)
    return AreaFigure(score.area, Score.Status(score.status), score.coverage, text, aside, beside)


def worst(asked: Asked) -> list[AreaFigure]:
    """The lowest coverage of any group of each area, and which group has it, beside all groups together."""
    by_area: dict[str, list[Score]] = defaultdict(list)
    for score in asked.assessment.scores:
        if score.group_id is not None and score.area.level == asked.level:
            by_area[score.area.code].append(score)
    return [_worst_of(scores, asked.assessment.score(code, None)) for code, scores in by_area.items()]


def _worst_of(scores: Sequence[Score], together: Score | None) -> AreaFigure:
    told = [(score.coverage, score) for score in scores if score.coverage is not None]
    average = together.coverage if together else None
    without = sum(score.status in (UNKNOWN, SUPPRESSED) for score in scores)
    beside = {"together": (average, coverage_text(average)), "without": (float(without), str(without))}
    if not told:
        found = {Score.Status(score.status) for score in scores}
        status = next(status for status in (UNKNOWN, SUPPRESSED, NO_NEED) if status in found)
        return AreaFigure(scores[0].area, status, None, beside=beside)
    lowest, score = min(told, key=lambda each: each[0])
    name = score.group.name if score.group else ""
    return AreaFigure(score.area, OK, lowest, coverage_text(lowest), name, beside)


def reach(asked: Asked) -> list[AreaFigure]:
    """The share of people who can walk to a hosted place; of all groups together that of all residents."""
    everyone = next((s.group_id for s in asked.assessment.scores if s.group and s.group.is_everyone), None)
    found = []
    for score in asked.assessment.at(asked.level, asked.group or everyone):
        share = None if score.reach_none is None else 1 - score.reach_none
        two = (
            ""
            if score.reach_two_plus is None
            else _("%(share)s two or more") % {"share": share_text(score.reach_two_plus)}
        )
        beside = {"nearest": (score.nearest_m, metres_text(score.nearest_m))}
        text = "" if share is None else f"{percent_within(classes.REACH, share)}%"
        found.append(AreaFigure(score.area, _status(score, share), share, text, two, beside))
    return found


def fragility(asked: Asked) -> list[AreaFigure]:
    """The share of the coverage that comes from places at risk."""
    found = []
    for score in asked.scores():
        share = score.fragile_share
        text = "" if share is None else f"{percent_within(classes.FRAGILITY, share)}%"
        beside = {
            "fragile-known": (score.fragile_known_share, share_text(score.fragile_known_share)),
            "largest": (score.n_minus_one, share_text(score.n_minus_one)),
        }
        found.append(AreaFigure(score.area, _status(score, share), share, text, "", beside))
    return found


def bridging(asked: Asked) -> list[AreaFigure]:
    """How well the places mix groups, as far as can be expected."""
    found = []
    for score in asked.scores():
        share = score.bridging
        text = "" if share is None else f"{percent_within(classes.BRIDGING, share)}%"
        beside = {"counted": (score.bridging_counted_share, share_text(score.bridging_counted_share))}
        found.append(AreaFigure(score.area, _status(score, share), share, text, "", beside))
    return found


def pressure(asked: Asked) -> list[AreaFigure]:
    """What is asked of the places in an area, for each place-hour that they have; the same for every group."""
    crowding = crowding_by_area(asked.assessment, asked.level)
    loaded = asked.assessment.run.register_loaded
    areas = {score.area.code: score.area for score in asked.assessment.scores if score.area.level == asked.level}
    return [_pressed(area, crowding.get(code), is_loaded=loaded) for code, area in areas.items()]


def _pressed(area: Area, held: Crowding | None, *, is_loaded: bool) -> AreaFigure:
    if held is None:
        return AreaFigure(area, NO_NEED if is_loaded else UNKNOWN, None)
    pressed = held.pressure
    load = "–" if held.load_hours is None else number_text(held.load_hours)
    beside = {"load": (held.load_hours, load), "room": (held.room, number_text(held.room))}
    if pressed is None:
        return AreaFigure(area, SUPPRESSED, None, beside=beside)
    return AreaFigure(area, OK, pressed, pressure_text(classes.PRESSURE, pressed), "", beside)


def change(asked: Asked) -> list[AreaFigure]:
    """By how much coverage rose or fell between two dates; unknown where nothing can be compared."""
    town = asked.change
    if town is None:
        return [AreaFigure(score.area, UNKNOWN, None) for score in asked.scores()]
    changes = [each for (_code, group), each in town.areas.items() if group == asked.group]
    return [_changed(each, town) for each in changes if each.area.level == asked.level]


def _changed(found: AreaChange, town: TownChange) -> AreaFigure:
    beside = {"before": (found.before, coverage_text(found.before)), "after": (found.after, coverage_text(found.after))}
    if found.before is None or found.after is None:
        missing = {found.status_before, found.status_after} - {OK}
        status = next((each for each in (SUPPRESSED, UNKNOWN, NO_NEED) if each in missing), UNKNOWN)
        return AreaFigure(found.area, status, None, beside=beside)
    if is_unknown(found, town):
        return AreaFigure(found.area, UNKNOWN, None, beside=beside)
    # What the subtraction of two fractions leaves over must not put it in another class.
    moved = round(found.after - found.before, 9)
    return AreaFigure(found.area, OK, moved, points_text(classes.CHANGE, moved), "", beside)


def _status(score: Score, value: float | None) -> Score.Status:
    """Why there is no figure, where the coverage has one: nothing to take a share of, or not recorded."""
    if value is not None or score.coverage is None:
        return Score.Status(score.status)
    return NO_NEED if score.coverage == 0 else UNKNOWN
