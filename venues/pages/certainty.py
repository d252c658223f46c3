"""How sure a figure is: where it lies when the assumptions vary, and which areas are then better or worse covered."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from venues.assessment.live import is_unappraised
from venues.assessment.result import Assessment
from venues.models import Level, Score
from venues.pages.figures import number_text, range_words
from venues.pages.profile import Fact


def interval_facts(assessment: Assessment, score: Score) -> list[Fact]:
    """The interval and the rank beside the headline; empty where they were not worked out."""
    if score.coverage is None or score.interval_low is None:
        return []
    found = [
        Fact(
            _("In %(draws)s runs") % {"draws": number_text(assessment.run.draws)},
            range_words(score.interval_low, score.interval_high),
            _(
                "of the norm, in nine of ten runs with other assumptions; errors that touch all places at once are "
                "only partly in it."
            ),
        )
    ]
    others = _n_ranked(assessment, score)
    # Where nothing is recorded the order is that of our defaults: a rank would claim what the page says cannot be told.
    if score.known_share and score.rank_low is not None and score.rank_high is not None and others > 1:
        found.append(
            Fact(
                _("Rank"),
                _("%(place)s of %(count)d") % {"place": rank_text(score), "count": others},
                _("counted from the lowest coverage, in nine of ten runs"),
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
    """Which areas are better or worse covered in nearly all runs, in a sentence, and what that rests on."""

    beside_others: str
    basis: str


def certainty(assessment: Assessment, score: Score) -> Certainty | None:
    """What may be said of a figure beside those of others; None where there is no figure."""
    if score.coverage is None:
        return None
    if is_unappraised(assessment.run):
        return Certainty("", _("How sure this figure is, is being worked out: the register was just changed."))
    if score.interval_low is None:
        return Certainty("", _("How sure this figure is, is worked out only for assessments that are kept."))
    basis = _(
        "Other assumptions: how far people walk, the norms, how many people there are, and the hours and places that "
        "are not recorded were varied together, %(draws)s times."
    ) % {"draws": number_text(assessment.run.draws)}
    others = _n_ranked(assessment, score) - 1
    if others < 1 or score.surely_worse is None or score.surely_better is None:
        return Certainty("", basis)
    if score.known_share == 0:
        # The runs vary each place by itself; an assumption that is wrong of all of them alike would show in none.
        return Certainty(_nothing_to_compare(score), basis)
    return Certainty(_beside_others(score, others, score.surely_worse, score.surely_better), basis)


def _nothing_to_compare(score: Score) -> str:
    return {
        Level.DISTRICT: _(
            "Of the places here nothing is recorded: which districts are better or worse covered can therefore not "
            "be told."
        ),
        Level.NEIGHBOURHOOD: _(
            "Of the places here nothing is recorded: which neighbourhoods are better or worse covered can therefore "
            "not be told."
        ),
    }[Level(score.area.level)]


def _beside_others(score: Score, others: int, worse: int, better: int) -> str:
    """Which of the `others` come out better, and which worse; `worse` counts those that this one is worse than."""
    kind = {
        Level.DISTRICT: ngettext("district", "districts", others),
        Level.NEIGHBOURHOOD: ngettext("neighbourhood", "neighbourhoods", others),
    }[Level(score.area.level)]
    named = {"n": others, "kind": kind}
    if worse == others:
        return (
            ngettext(
                "The one other %(kind)s is better covered in at least 95 of 100 runs.",
                "All %(n)d other %(kind)s are better covered in at least 95 of 100 runs.",
                others,
            )
            % named
        )
    if better == others:
        return (
            ngettext(
                "The one other %(kind)s is worse covered in at least 95 of 100 runs.",
                "All %(n)d other %(kind)s are worse covered in at least 95 of 100 runs.",
                others,
            )
            % named
        )
    if not worse and not better:
        return (
            ngettext(
                "The one other %(kind)s is neither better nor worse covered in at least 95 of 100 runs.",
                "None of the %(n)d other %(kind)s is better or worse covered in at least 95 of 100 runs.",
                others,
            )
            % named
        )
    rest = others - worse - better
    parts = [
        _("%(n)d better covered than this one") % {"n": worse} if worse else "",
        _("%(n)d worse covered than this one") % {"n": better} if better else "",
        _("of %(n)d it cannot be told") % {"n": rest} if rest else "",
    ]
    return _("Of the %(n)d other %(kind)s, in at least 95 of 100 runs: %(parts)s.") % (
        named | {"parts": "; ".join(part for part in parts if part)}
    )


def _n_ranked(assessment: Assessment, score: Score) -> int:
    """How many areas of its level have a figure for its group, itself included."""
    return sum(other.coverage is not None for other in assessment.at(score.area.level, score.group_id))
