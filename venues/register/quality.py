"""How complete and how fresh the register of a municipality is: as a whole, by area, by organisation and by kind."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.gis.db.models import PointField
from django.db.models import Exists, OuterRef, Q, Subquery, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venues.models import Activity, Area, Closure, Level, Municipality, Venue
from venues.register.completeness import ROOM, Completeness, Fact, completeness_of
from venues.register.digests import STALE_AFTER

Place = Venue | Activity


class By(TextChoices):
    """What the places are put together by."""

    DISTRICT = "districts", gettext_lazy("Districts")
    NEIGHBOURHOOD = "neighbourhoods", gettext_lazy("Neighbourhoods")
    ORGANISATION = "organisations", gettext_lazy("Organisations")
    TYPE = "types", gettext_lazy("Kinds of place")


@dataclass
class Quality:
    """How much of some places is recorded, and how lately somebody checked it; nothing of who did.

    Attributes:
        key: Code or number of what they have in common; empty for places that have none.
        name: Its name.
        within: The district of a neighbourhood.
        places: How many.
        asked: Facts that can be known of them.
        missing: Of each fact, of how many places it is not recorded.
        with_room: Places that have room of their own.
        room_known: Of how many of those hours, hosts and places are all recorded.
        checked: How many a person checked in the last half year.
        never: How many nobody ever checked.
    """

    key: str
    name: str
    within: str = ""
    places: int = 0
    asked: Counter[Fact] = field(default_factory=Counter)
    missing: Counter[Fact] = field(default_factory=Counter)
    with_room: int = 0
    room_known: int = 0
    checked: int = 0
    never: int = 0

    @property
    def known_share(self) -> float | None:
        """Share of the facts that are recorded; None without a place."""
        asked = self.asked.total()
        return 1 - self.missing.total() / asked if asked else None

    @property
    def room_share(self) -> float | None:
        """Share of the places with room of which it is known; None where none has any."""
        return self.room_known / self.with_room if self.with_room else None

    @property
    def checked_share(self) -> float | None:
        """Share of the places that were checked in the last half year; None without a place."""
        return self.checked / self.places if self.places else None

    def add(self, place: Place, recorded: Completeness, today: date) -> None:
        """Count a place in."""
        self.places += 1
        self.asked.update((*recorded.known, *recorded.missing))
        self.missing.update(recorded.missing)
        if set(ROOM) <= {*recorded.known, *recorded.missing}:
            self.with_room += 1
            self.room_known += not set(ROOM) & set(recorded.missing)
        if place.verified_on is None:
            self.never += 1
        elif today - place.verified_on <= STALE_AFTER:
            self.checked += 1


def quality_of(municipality: Municipality, by: By, today: date) -> tuple[Quality, list[Quality]]:
    """The quality of the whole register of a municipality, and of its parts; the queries do not grow with it.

    What is closed until further notice, has ended or was archived does not count: there is nothing left to check.

    Args:
        municipality: Whose.
        by: The parts. Areas are those of the boundaries in use, also those without a place.
        today: Facts and activities that ended by then do not count.
    """
    places = [*_venues(municipality, today), *_activities(municipality, today)]
    recorded = completeness_of(places, today)
    whole = Quality(municipality.pk, municipality.name)
    areas = _areas(municipality) if by in {By.DISTRICT, By.NEIGHBOURHOOD} else {}
    parts = {area.code: _of_area(area) for area in areas.values() if area.level == _LEVELS[by]} if areas else {}
    for place in places:
        whole.add(place, recorded[place.pk], today)
        key, name = _part(place, by, areas)
        parts.setdefault(key, Quality(key, name)).add(place, recorded[place.pk], today)
    return whole, sorted(parts.values(), key=lambda part: (part.name, part.key))


_LEVELS = {By.DISTRICT: Level.DISTRICT, By.NEIGHBOURHOOD: Level.NEIGHBOURHOOD}


def _of_area(area: Area) -> Quality:
    return Quality(area.code, area.name, area.parent.name if area.parent and area.level == Level.NEIGHBOURHOOD else "")


def _part(place: Place, by: By, areas: Mapping[int, Area]) -> tuple[str, str]:
    if by == By.ORGANISATION:
        return (str(place.organisation.pk), place.organisation.name) if place.organisation else ("", _("unknown"))
    if by == By.TYPE:
        return (place.venue_type.code, place.venue_type.name) if isinstance(place, Venue) else ("", _("activity"))
    area = areas.get(place.area_pk or 0)  # type: ignore[union-attr]
    if area and by == By.DISTRICT:
        area = area.parent
    return (area.code, area.name) if area else ("", _("outside the boundaries"))


def _areas(municipality: Municipality) -> dict[int, Area]:
    rows = Area.objects.active().filter(edition__municipality=municipality).defer("boundary", "centre")
    areas = {area.pk: area for area in rows}
    for area in areas.values():
        area.parent = areas.get(area.parent_id or 0)
    return areas


def _venues(municipality: Municipality, today: date) -> Iterable[Any]:
    rows = Venue.objects.filter(municipality=municipality).select_related("venue_type", "organisation")
    rows = rows.exclude(_ended("venue", today))
    return rows.annotate(area_pk=_area_at("location")).only(
        *("name", "places", "opened_on", "low_threshold", "wheelchair", "address", "verified_on", "municipality"),
        *("venue_type", "organisation__name"),
    )


def _activities(municipality: Municipality, today: date) -> Iterable[Any]:
    rows = Activity.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), municipality=municipality)
    rows = rows.exclude(_ended("activity", today)).select_related("organisation")
    return rows.annotate(
        spot=Coalesce("venue__location", "location", output_field=PointField(srid=28992)), area_pk=_area_at("spot")
    )


def _ended(owner: str, today: date) -> Exists:
    rows = Closure.objects.on(today).filter(extent=Closure.Extent.WHOLE, reopens_on=None)
    return Exists(rows.filter(**{owner: OuterRef("pk")}))


def _area_at(spot: str) -> Subquery:
    """The neighbourhood in use that a point lies in."""
    rows = Area.objects.active().filter(level=Level.NEIGHBOURHOOD, boundary__intersects=OuterRef(spot))
    return Subquery(rows.order_by("code").values("pk")[:1])
