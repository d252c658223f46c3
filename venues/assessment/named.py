"""Ask for the facts of many places at once."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.db.models.expressions import RawSQL


def facts_of(venues: Iterable[UUID], activities: Iterable[UUID]) -> Q:
    """The facts of some places and activities, by their ids.

    As two parameters: with one for each of thousands of ids, reading the query takes longer than answering it.
    """
    return Q(venue__in=each_of(venues)) | Q(activity__in=each_of(activities))


def each_of(ids: Iterable[UUID]) -> RawSQL:
    """A list of ids, for a question that ends in `__in`."""
    # Written out here: the driver looks at every id for what may need quotes, which takes longer than the answer.
    return RawSQL("SELECT unnest(%s::uuid[])", ["{" + ",".join(map(str, ids)) + "}"])
