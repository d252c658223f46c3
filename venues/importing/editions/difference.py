"""All that an administrator must know before new boundaries come into use."""

from dataclasses import dataclass

from venues.importing.editions.compare import LevelDifference, compare, grounds_of
from venues.importing.editions.people_moved import PeopleMoved, people_moved, residents_of
from venues.models import Edition, Invitation, Level, Membership


@dataclass(frozen=True)
class EditorMoved:
    """An editor of one area, or somebody invited as one, whose area has no such code any more.

    Attributes:
        area_name: As in the edition in use; empty where that has no such code either.
        becomes: The code that the same ground has now; empty where there is none.
    """

    email: str
    is_invitation: bool
    area_code: str
    area_name: str
    becomes: str


@dataclass(frozen=True)
class Difference:
    """How an edition differs from the one in use.

    Attributes:
        levels: From the municipality down.
        people: For the same levels.
        residents: Known residents of the neighbourhoods, in the edition in use and in the new one.
        without_residents: How many new neighbourhoods have no number of residents.
    """

    levels: list[LevelDifference]
    people: list[PeopleMoved]
    editors: list[EditorMoved]
    residents: tuple[float, float]
    without_residents: int


def difference(active: Edition, edition: Edition) -> Difference:
    """Compare an edition with the one in use."""
    old, new = grounds_of(active), grounds_of(edition)
    levels = compare(old, new)
    now, then = residents_of(active), residents_of(edition)
    finest = sum(each.level == Level.NEIGHBOURHOOD for each in new)
    return Difference(
        levels=levels,
        people=people_moved(active, edition, levels),
        editors=_editors(
            edition,
            {each.code: each.name for each in old},
            {each.code for each in new},
            {pair.old.code: pair.new.code for each in levels for pair in each.recoded},
        ),
        residents=(sum(now.values()), sum(then.values())),
        without_residents=finest - len(then),
    )


def _editors(edition: Edition, names: dict[str, str], codes: set[str], recoded: dict[str, str]) -> list[EditorMoved]:
    here = {"municipality": edition.municipality}
    members = Membership.objects.filter(**here).exclude(area_code="").values_list("user__email", "area_code")
    invited = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, **here).exclude(area_code="")
    rows = [(email, code, False) for email, code in members]
    rows += [(email, code, True) for email, code in invited.values_list("email", "area_code")]
    return [
        EditorMoved(email, is_invitation, code, names.get(code, ""), recoded.get(code, ""))
        for email, code, is_invitation in sorted(rows)
        if code not in codes
    ]
