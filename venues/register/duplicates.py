"""Places near a new one that may be the same: by name and distance, or on the very same spot."""

from typing import Any
from uuid import UUID

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from venues.models import Activity, Venue

NEAR_M = 250
"""So far apart the same place may have been put on the map twice."""

SAME_SPOT_M = 25
"""So near it is offered whatever it is called."""

ALIKE = 0.3
"""Trigram similarity from which names count as alike: that of PostgreSQL itself."""

OFFERED = 5


def near_duplicates(model: type[Any], name: str, location: Point | None, but: UUID | None = None) -> list[Any]:
    """The places that a new one may be, nearest names first; each with its `distance` and `alike`.

    Args:
        model: `Venue` or `Activity`: a group in the park is no double of the kiosk beside it.
        name: As filled in.
        location: Where the new one lies, in RD; None finds nothing.
        but: A place that is no double of itself.
    """
    if location is None:
        return []
    rows = Venue.objects.all() if model is Venue else Activity.objects.all()
    if but:
        rows = rows.exclude(pk=but)
    near = rows.filter(location__dwithin=(location, D(m=NEAR_M))).annotate(
        distance=Distance("location", location), alike=TrigramSimilarity("name", name)
    )
    same = Q(alike__gte=ALIKE) | Q(distance__lte=D(m=SAME_SPOT_M)) if model is Venue else Q(alike__gte=ALIKE)
    return list(near.filter(same).order_by("-alike", "distance")[:OFFERED])
