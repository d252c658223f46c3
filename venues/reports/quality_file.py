"""The quality of a register as a table to take along."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from venues.register.completeness import Fact
from venues.register.quality import By, Quality


def quality_table(by: By, parts: Sequence[Quality]) -> Iterator[Sequence[Any]]:
    """The header, then a row a part; shares from 0 to 1, and of each fact how many places miss it."""
    yield [
        *(_("key"), str(by.label), _("within"), _("places and activities"), _("share of facts recorded")),
        *(_("share with room known"), _("checked in the last half year"), _("never checked")),
        *(_("without %(fact)s") % {"fact": fact.label} for fact in Fact),
    ]
    for part in parts:
        yield [
            *(part.key, part.name, part.within, part.places, _rounded(part.known_share), _rounded(part.room_share)),
            *(part.checked, part.never),
            *(part.missing[fact] if part.asked[fact] else None for fact in Fact),
        ]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
