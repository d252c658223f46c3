"""The names under which facts of the register travel to other registers, in the terms of Open Referral HSDS.

An export and an import must agree on them: they are never changed, only added to.
"""

from enum import StrEnum
from uuid import UUID, uuid5

NAMESPACE = UUID("0f2b1f6e-3f0a-4c57-9c5d-7a4f4e6f9d10")


class Taxonomy(StrEnum):
    """Lists of terms; each is the `taxonomy` of a taxonomy term."""

    VENUE_TYPE = "infra-map:venue-type"
    AUDIENCE = "infra-map:audience"
    """The code of a demand group; the value of the attribute is the suitability, 0 to 1."""
    LOW_THRESHOLD = "infra-map:low-threshold"
    WHEELCHAIR = "infra-map:wheelchair"
    PLACES = "infra-map:places"
    """One code, `places`; the value of the attribute is the number."""
    HOST = "infra-map:host"
    """Who receives people in a schedule."""
    SCHOOL_HOLIDAYS = "infra-map:school-holidays"
    """Whether a schedule holds in them: `yes` or `no`."""


def derived_id(*parts: object) -> UUID:
    """The id of what has none of its own: the same for the same parts, always."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))
