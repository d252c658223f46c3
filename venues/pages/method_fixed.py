"""The numbers that stand in the program and not in a method's rows, as they are printed, each with its source."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.assessment.fixed import FIXED
from venues.pages.figures import norm_text
from venues.pages.method_numbers import percent


@dataclass(frozen=True)
class FixedLine:
    """One number."""

    what: str
    number: str
    source: str


def fixed_numbers() -> dict[str, str]:
    """All of them by name, for sentences."""
    return {name: percent(value) if name.endswith("_share") else norm_text(value) for name, value in FIXED.items()}


def fixed_lines() -> list[FixedLine]:
    """All of them as a table."""
    told = fixed_numbers()
    ours = _("our choice")
    return [
        FixedLine(
            _("straight line × this, where a walk cannot be measured"),
            told["detour"],
            _("our choice; where walks were compared with straight lines, this page tells which factor fits best"),
        ),
        FixedLine(_("a place counts as within reach if it suits the group for at least"), told["suitable_from"], ours),
        FixedLine(
            _("fewest persons of a group in an area of whom anything is shown"),
            told["fewest_persons"],
            _("our choice, to protect people"),
        ),
        FixedLine(
            _("at risk: structural money below this share of what is needed"), told["fewest_structural_share"], ours
        ),
        FixedLine(_("at risk: this share of the hosting hours vacant, or more"), told["most_vacant_share"], ours),
        FixedLine(
            _("at risk: condition of the building this or worse"),
            told["worst_condition"],
            _("NEN 2767 calls 4 “poor”; that this is a risk is our choice"),
        ),
        FixedLine(
            _("draws: steps of distance × this, at least and at most"),
            f"{told['decay_least']}–{told['decay_most']}",
            ours,
        ),
        FixedLine(
            _("draws: norms and kinds of place × this, at least and at most"),
            f"{told['factor_least']}–{told['factor_most']}",
            ours,
        ),
        FixedLine(_("draws"), told["draws"], ours),
        FixedLine(_("share of the draws in which “worse than” must hold"), told["sure_share"], ours),
    ]
