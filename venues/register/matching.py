"""Which organisation may run a place that has none recorded: proposed by name, decided by a person."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

import pghistory
from django.db import transaction

from venues.models import Municipality, Organisation, User, Venue
from venues.register.following import follow
from venues.register.rights import Action, require

ALIKE = 0.5
"""Names that share at least this part of their trigrams are proposed."""

SHOWN = 100
"""Proposals at a time, the likest first."""

NOISE = frozenset(
    ["stichting", "st", "vereniging", "ver", "bv", "nv", "de", "het", "een", "en", "van", "voor", "in", "oprichting"]
)
"""Words that say nothing about which of two bodies is meant."""


@dataclass(frozen=True)
class Proposal:
    """A place without an organisation, and one with a name like it."""

    venue_id: UUID
    venue_name: str
    organisation_id: UUID
    organisation_name: str
    alike: float
    """The part of their trigrams that the two names share, from 0 to 1."""


def proposals(municipality: Municipality) -> list[Proposal]:
    """For each place without an organisation the one whose name is most like its own; nothing is stored.

    Compared here and not in the database: there each of some millions of pairs would be taken apart anew.
    """
    places = Venue.objects.filter(municipality=municipality, organisation=None).values_list("pk", "name")
    bodies = list(Organisation.objects.filter(municipality=municipality).order_by("name").values_list("pk", "name"))
    parts = [_trigrams(name) for _pk, name in bodies]
    having: dict[str, list[int]] = defaultdict(list)
    for place, trigrams in enumerate(parts):
        for trigram in trigrams:
            having[trigram].append(place)
    found = []
    for venue_id, name in places:
        mine = _trigrams(name)
        shared = Counter(body for trigram in mine for body in having.get(trigram, ()))
        alike = {body: count / len(mine | parts[body]) for body, count in shared.items()}
        likest = max(alike, key=lambda body: alike[body], default=None)
        if likest is not None and alike[likest] >= ALIKE:
            organisation_id, organisation = bodies[likest]
            found.append(Proposal(venue_id, name, organisation_id, organisation, round(alike[likest], 2)))
    return sorted(found, key=lambda each: (-each.alike, each.venue_name))[:SHOWN]


def _trigrams(name: str) -> frozenset[str]:
    """The pieces of three characters of the words that tell something, each word with space around it."""
    words = [word for word in re.findall(r"\w+", name.casefold()) if word not in NOISE]
    padded = [f"  {word} " for word in words]
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))


def attach(venue_id: UUID, organisation_id: UUID, user: User) -> bool:
    """Record who runs a place that has nobody recorded, because a person said so.

    It says nothing about the rest of the place, which stays as unverified as it was.

    Returns:
        False where somebody was faster, or one of the two is gone.

    Raises:
        PermissionDenied: If the person may not change the place.
    """
    with transaction.atomic(), pghistory.context(user=user.pk):
        venue = Venue.objects.select_for_update(of=("self",)).filter(pk=venue_id).first()
        if venue is None:
            return False
        require(user, Action.CHANGE, venue)
        organisation = Organisation.objects.filter(pk=organisation_id, municipality=venue.municipality_id).first()
        if organisation is None or venue.organisation_id is not None:
            return False
        venue.organisation = organisation
        venue.version += 1
        venue.save(update_fields=["organisation", "version", "updated_at"])
        follow(venue.municipality_id)
    return True
