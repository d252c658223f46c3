"""How sure a figure is: where it lies when the assumptions vary, and which areas are surely worse or better covered."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.assessment.result import Assessment
from venues.models import Level, Score
from venues.pages.figures import number_text, range_text
from venues.pages.profile import Fact


def interval_facts(assessment: Assessment, score: Score) -> list[Fact]:
    """The interval and the rank beside the headline; empty where they were not worked out."""
    if score.coverage is None or score.interval_low is None:
        return []
    found = [
        Fact(
            _("Other assumptions"),
            range_text(score.interval_low, score.interval_high),
            _("of the norm, nine times out of ten, when all that is assumed varies together."),
        )
    ]
    others = _n_ranked(assessment, score)
    if score.rank_low is not None and score.rank_high is not None and others > 1:
        found.append(
            Fact(
                _("Rank"),
                _("%(place)s of %(count)d") % {"place": rank_text(score), "count": others},
                _("counted from the lowest coverage, nine times out of ten."),
            )
        )
    return found


def rank_text(score: Score) -> str:
    """The places that an area may take, as “28–40”; empty where they were not worked out."""
    if score.rank_low is None or score.rank_high is None:
        return ""
    return str(score.rank_low) if score.rank_low == score.rank_high else f"{score.rank_low}–{score.rank_high}"


@dataclass(frozen=True)
class Certainty:
    """Which areas are surely better or worse covered, in a sentence, and what that rests on."""

    beside_others: str
    basis: str


def certainty(assessment: Assessment, score: Score) -> Certainty | None:
    """What may be said of a figure beside those of others; None where there is no figure."""
    if score.coverage is None:
        return None
    if score.interval_low is None:
        return Certainty("", _("How sure this figure is, is worked out only for assessments that are kept."))
    basis = _(
        "Other assumptions: how far people walk, the norms, how many people there are, and the hours and places that "
        "are not recorded were varied together, %(draws)s times."
    ) % {"draws": number_text(assessment.run.draws)}
    others = _n_ranked(assessment, score) - 1
    if others < 1 or score.surely_worse is None or score.surely_better is None:
        return Certainty("", basis)
    surely = _("“Surely” is said only where it holds in at least 95 of 100 of these trials.")
    return Certainty(_beside_others(score, others, score.surely_worse, score.surely_better), f"{basis} {surely}")


def _beside_others(score: Score, others: int, worse: int, better: int) -> str:
    counts = {"others": others, "worse": worse, "better": better, "rest": others - worse - better}
    if not worse and not better:
        return {
            Level.DISTRICT: _(
                "Of none of the other %(others)d districts is it sure that it is better or worse covered."
            ),
            Level.NEIGHBOURHOOD: _(
                "Of none of the other %(others)d neighbourhoods is it sure that it is better or worse covered."
            ),
        }[Level(score.area.level)] % counts
    return {
        Level.DISTRICT: _(
            "Of the other %(others)d districts: %(worse)d surely better covered than this one, %(better)d surely "
            "worse, and of %(rest)d it cannot be told."
        ),
        Level.NEIGHBOURHOOD: _(
            "Of the other %(others)d neighbourhoods: %(worse)d surely better covered than this one, %(better)d surely "
            "worse, and of %(rest)d it cannot be told."
        ),
    }[Level(score.area.level)] % counts


def _n_ranked(assessment: Assessment, score: Score) -> int:
    """How many areas of its level have a figure for its group, itself included."""
    return sum(other.coverage is not None for other in assessment.at(score.area.level, score.group_id))
