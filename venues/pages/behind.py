"""What must be said right under a headline: which groups are in it, and where its norm comes from."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from venues.assessment.result import Assessment
from venues.models import GroupRule, Score

OUR_ASSUMPTION = gettext_noop("Our assumption: no published norm exists.")
"""Stored with the method that every installation starts with, in English; shown in the reader's language."""


def norm_note(rules: Sequence[GroupRule], score: Score) -> str:
    """Where the norm of a group comes from, or the norms of all groups together; empty where that is not stored."""
    sources = [rule.norm_source for rule in rules if score.group_id in (None, rule.group_id)]
    n_assumed = sources.count(OUR_ASSUMPTION)
    if score.group_id is None:
        if n_assumed and n_assumed == len(sources):
            return _("The norms are our own assumption; there are no published ones.")
        return _("Some of the norms are our own assumption; there are no published ones.") if n_assumed else ""
    if n_assumed:
        return _("The norm is our own assumption: no published norm exists.")
    return _("The norm: %(source)s") % {"source": _(sources[0])} if sources and sources[0] else ""


def groups_in(assessment: Assessment, score: Score) -> str:
    """Which groups “all groups together” is made of, where it is not all of them; empty elsewhere."""
    if score.group_id is not None or score.coverage is None:
        return ""
    each = [other for other in assessment.of_area(score.area.code) if other.group is not None]
    told = [other for other in each if other.coverage is not None]
    without = [other for other in each if other.status in (Score.Status.UNKNOWN, Score.Status.SUPPRESSED)]
    if not told or not without:
        return ""
    if len(without) < len(told):
        return _(
            "All groups together: here without %(groups)s, of which there is no figure. Compare it with care with "
            "areas where no group is missing."
        ) % {"groups": _names(without)}
    return ngettext(
        "All groups together: here only %(groups)s; of %(n)d group there is no figure. Compare it with care with "
        "areas where no group is missing.",
        "All groups together: here only %(groups)s; of %(n)d groups there is no figure. Compare it with care with "
        "areas where no group is missing.",
        len(without),
    ) % {"groups": _names(told), "n": len(without)}


def _names(scores: Sequence[Score]) -> str:
    names = [score.group.name for score in scores if score.group]
    # Names stand in a sentence here, where each begins small.
    small = [name[:1].lower() + name[1:] for name in names]
    return " ".join([", ".join(small[:-1]), _("and"), small[-1]]) if len(small) > 1 else small[0]
