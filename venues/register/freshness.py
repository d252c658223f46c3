"""Which places somebody keeps true, those first that nobody checked for longest."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from venues.models import Activity, Closure, Organisation, User, Venue
from venues.register.rights import changeable

Place = Venue | Activity
NEVER = date(1, 1, 1)


@dataclass(frozen=True)
class Choice:
    """Which of somebody's places are asked for.

    Attributes:
        name: A part of the name; empty for all.
        organisation: A part of the name of whose they are; empty for all.
        closed_too: Also those that are closed until further notice.
    """

    name: str = ""
    organisation: str = ""
    closed_too: bool = False


def oldest_first(user: User, choice: Choice, today: date) -> QuerySet[Any, Any]:
    """Kind and key of the places and activities that somebody may change, never checked first.

    Activities that ended are not among them: there is nothing left to check.

    Args:
        user: Who.
        choice: Which of them.
        today: The day on which a place counts as closed, an activity as ended.

    Returns:
        Rows with `kind` (venues or activities) and `pk`, without the archive.
    """
    venues = _chosen(changeable(user, Venue), "venue", choice, today)
    activities = _chosen(changeable(user, Activity), "activity", choice, today)
    activities = activities.filter(Q(ends_on=None) | Q(ends_on__gt=today))
    both: QuerySet[Any, Any] = _as_rows(venues, "venues").union(_as_rows(activities, "activities"), all=True)
    return both.order_by("checked", "name", "pk")


def with_facts(rows: list[dict[str, Any]]) -> list[Place]:
    """The places of rows of `oldest_first`, in their order."""
    found: dict[tuple[str, UUID], Place] = {}
    for kind, model in (("venues", Venue), ("activities", Activity)):
        keys = [row["pk"] for row in rows if row["kind"] == kind]
        related = ["municipality", "organisation", "verified_by"]
        places = model.objects.filter(pk__in=keys).select_related(*related, "venue_type" if model is Venue else "venue")
        found |= {(kind, place.pk): place for place in places}
    return [found[row["kind"], row["pk"]] for row in rows if (row["kind"], row["pk"]) in found]


def organisations_of(user: User) -> QuerySet[Organisation]:
    """The organisations whose places somebody may change."""
    own = changeable(user, Venue).filter(archived_at=None, organisation=OuterRef("pk")).order_by()
    held = changeable(user, Activity).filter(archived_at=None, organisation=OuterRef("pk")).order_by()
    return Organisation.objects.filter(Exists(own) | Exists(held)).order_by("name", "pk")


def _chosen(places: Any, owner: str, choice: Choice, today: date) -> Any:
    places = places.filter(archived_at=None)
    if choice.name:
        places = places.filter(name__icontains=choice.name)
    if choice.organisation:
        places = places.filter(organisation__name__icontains=choice.organisation)
    if not choice.closed_too:
        ended = Closure.objects.on(today).filter(extent=Closure.Extent.WHOLE, reopens_on=None)
        places = places.exclude(Exists(ended.filter(**{owner: OuterRef("pk")})))
    return places


def _as_rows(places: Any, kind: str) -> Any:
    return (
        places.order_by()
        .annotate(kind=Value(kind, CharField()), checked=Coalesce("verified_on", Value(NEVER)))
        .values("kind", "pk", "name", "checked")
    )
