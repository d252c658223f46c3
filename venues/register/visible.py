"""What somebody may see of a record: amounts that are not public and small counts are left out for others."""

from venues.register.record import Place, Record, read
from venues.register.rights import Action, Person, may

FEWEST_COUNTED = 10
"""Smaller counts of a group are not told: with few, neighbours would know who is meant."""


def visible_record(place: Place, user: Person) -> Record:
    """The record of a place without what this person may not see; a list without a row says nothing of that row."""
    record = read(place)
    if not may(user, Action.SEE_MONEY, place):
        record = without_hidden_money(record)
    if not may(user, Action.CHANGE, place):
        record = without_small_counts(record)
    return record


def without_small_counts(record: Record) -> Record:
    """The record without counts of so few people that neighbours would know who is meant."""
    return record | {"attendances": [row for row in record["attendances"] if row["persons_per_week"] >= FEWEST_COUNTED]}


def without_hidden_money(record: Record) -> Record:
    """The record without amounts that are not public; the budget would tell their size."""
    hidden = any(not row["is_public"] for row in record["fundings"])
    shown = record | {"fundings": [row for row in record["fundings"] if row["is_public"]]}
    return {name: value for name, value in shown.items() if not (hidden and name == "budget_needed_eur")}
