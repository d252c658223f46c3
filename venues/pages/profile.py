"""One area's figures for one group, as sentences that can be quoted and bars that can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.assessment.result import Assessment
from venues.models import Area, GroupRule, Score
from venues.pages.area_figures import hours_per_person
from venues.pages.classes import NO_FIGURE, NORM, css_class
from venues.pages.figures import (
    PRINTED_UP_TO,
    coverage_text,
    hours_text,
    metres_text,
    norm_text,
    persons_text,
    range_text,
    range_words,
    share_text,
)
from venues.pages.query import Query
from venues.pages.standing import mostly_assumed
from venues.reports.rounding import largest_remainder


@dataclass(frozen=True)
class Bar:
    """A coverage on a scale from 0 to twice the norm, in hundredths of the scale; `low` to `high` is its range."""

    length: float
    low: float
    high: float


@dataclass(frozen=True)
class GroupLine:
    """One group in the comparison of all groups."""

    name: str
    url: str
    is_chosen: bool
    css: str
    coverage: str
    range: str
    hours: str
    need_met: str
    bar: Bar | None


@dataclass(frozen=True)
class Fact:
    """A figure with its name and what it means."""

    name: str
    value: str
    meaning: str


def group_lines(assessment: Assessment, area: Area, query: Query) -> list[GroupLine]:
    """All groups of an area, all together last."""
    return [
        GroupLine(
            name=score.group.name if score.group else _("All groups together"),
            url=query.area_url(area.code, group=score.group),
            is_chosen=score.group_id == query.group_code,
            css=css_class(score),
            coverage=coverage_text(score.coverage) if score.coverage is not None else _words(score),
            range=range_text(score.coverage_low, score.coverage_high),
            hours=hours_text(hours_per_person(score)),
            need_met=share_text(score.need_met),
            bar=_bar(score),
        )
        for score in assessment.of_area(area.code)
    ]


def headline(score: Score, area: Area, rule: GroupRule | None) -> str:
    """The coverage in one sentence that can be quoted."""
    who = {"group": score.group.name if score.group else "", "area": area.name}
    if score.status == Score.Status.SUPPRESSED:
        return _("%(group)s in %(area)s: fewer than 10 people, so figures are withheld to protect them.") % who
    if score.status == Score.Status.NO_NEED:
        return _("%(group)s in %(area)s: nobody of this group is known to live here, so there is no need.") % who
    if score.coverage is None:
        if not score.group:
            return _("The coverage of all groups together in %(area)s is unknown, which is not zero.") % who
        return _("%(group)s in %(area)s: the coverage is unknown, which is not zero.") % who
    hours = hours_per_person(score)
    # The sentence is quoted without what stands beside it, so it says itself that it is an estimate.
    estimated = mostly_assumed(score)
    if hours is None or rule is None:
        together = (
            _(
                "All groups together in %(area)s have an estimated %(coverage)s of the hosted hours that they need by "
                "our norm."
            )
            if estimated
            else _("All groups together in %(area)s have %(coverage)s of the hosted hours that they need by our norm.")
        )
        return together % (who | {"coverage": coverage_text(score.coverage)})
    sentence = (
        _(
            "%(group)s in %(area)s can count on an estimated %(hours)s hosted hours a week each: %(coverage)s of the "
            "norm of %(norm)s hours."
        )
        if estimated
        else _(
            "%(group)s in %(area)s can count on %(hours)s hosted hours a week each: %(coverage)s of the norm of "
            "%(norm)s hours."
        )
    )
    return sentence % (
        who
        | {
            "hours": hours_text(hours),
            "coverage": coverage_text(score.coverage),
            "norm": norm_text(rule.norm_hours),
        }
    )


def facts(score: Score, beside_range: Sequence[Fact] = ()) -> list[Fact]:
    """The figures beside the headline, each with what it means; `beside_range` are shown after the honest range."""
    if score.coverage is None:
        return []
    found = [
        Fact(
            _("Honest range"),
            range_words(score.coverage_low, score.coverage_high),
            _("of the norm: what is not recorded could be this little or this much."),
        ),
        *beside_range,
        Fact(
            _("Need met"),
            share_text(score.need_met),
            _("of the hours needed. A surplus in one street does not make up for a shortage in another."),
        ),
        Fact(
            _("Known"),
            share_text(score.known_share),
            _("of this coverage rests on recorded hours, hosts and places; the rest is assumed from the type."),
        ),
    ]
    if score.persons is not None:
        found.insert(0, Fact(_("People"), persons_text(score.persons), _("of this group live here, by estimate.")))
    if score.nearest_m is not None:
        found.append(
            Fact(
                _("Nearest place"),
                _("%(metres)s m") % {"metres": metres_text(score.nearest_m)},
                _("on foot to the nearest suitable hosted place, for the middle one of the people."),
            )
        )
    return found


@dataclass(frozen=True)
class Reach:
    """The share of people with no, one, and two or more suitable hosted places within reach."""

    css: str
    label: str
    text: str
    start: float
    length: float


def reach(score: Score) -> list[Reach]:
    """Reach as three stretches of one bar, in hundredths, printed so that they add up; empty where not measured."""
    measured = (score.reach_none, score.reach_one, score.reach_two_plus)
    shares = [share for share in measured if share is not None]
    if len(shares) < len(measured):
        return []
    labels = (_("no place within reach"), _("one place"), _("two or more places"))
    starts = (0.0, shares[0], shares[0] + shares[1])
    return [
        Reach(css, label, f"{printed * 100:.0f}%", round(start * 100, 2), round(share * 100, 2))
        for css, label, share, start, printed in zip(
            ("reach-none", "reach-one", "reach-two"), labels, shares, starts, largest_remainder(shares, 2), strict=True
        )
    ]


def caveats(assessment: Assessment, score: Score) -> list[str]:
    """What a reader must know before quoting the figure."""
    run = assessment.run
    said: list[str] = []
    if score.coverage is None:
        return said
    if score.is_edge:
        said.append(
            _("At the edge: part of what people can reach lies outside the loaded data, so coverage may be higher.")
        )
    if not run.has_streets:
        said.append(_("Estimated distances: no street network is loaded, so walks are straight lines × 1.3."))
    if run.points_kind == "centre":
        said.append(_("Estimated positions: everyone is placed at one point in the middle of each area."))
    if score.unhosted_places:
        said.append(
            _("%(count)d places within reach have no host; they give no coverage.") % {"count": score.unhosted_places}
        )
    return said


def _words(score: Score) -> str:
    return str(NO_FIGURE[Score.Status(score.status)].words)


def _bar(score: Score) -> Bar | None:
    if score.coverage is None or score.coverage_low is None or score.coverage_high is None:
        return None
    return Bar(
        *(
            round(100 * min(value, PRINTED_UP_TO) / (PRINTED_UP_TO * NORM), 1)
            for value in (score.coverage, score.coverage_low, score.coverage_high)
        )
    )
