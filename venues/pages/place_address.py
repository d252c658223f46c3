"""Addresses of places and activities: `venues/…` and `activities/…`, one pattern for the pages that both have."""

from typing import NamedTuple
from uuid import UUID

from django.http import Http404
from django.urls import register_converter, reverse
from django.utils.translation import gettext as _

from venues.models import Activity, Venue

Place = Venue | Activity
KINDS: dict[str, type[Place]] = {"venues": Venue, "activities": Activity}


class PlaceAddress(NamedTuple):
    """What an address names; whether there is such a place is not known yet."""

    model: type[Place]
    key: UUID

    def find(self) -> Place:
        """The place or activity, archived or not.

        Raises:
            Http404: If the register has none.
        """
        rows = self.model.everything.select_related("municipality", "organisation")
        place: Place | None = rows.filter(pk=self.key).first()
        if place is None:
            raise Http404(_("The register has no place with this number."))
        return place


class _PlaceConverter:
    regex = "(?:venues|activities)/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    def to_python(self, value: str) -> PlaceAddress:
        kind, key = value.split("/")
        return PlaceAddress(KINDS[kind], UUID(key))

    def to_url(self, value: Place | PlaceAddress) -> str:
        if isinstance(value, PlaceAddress):
            model, key = value
        else:
            model, key = type(value), value.pk
        return f"{'venues' if model is Venue else 'activities'}/{key}"


def place_url(place: Place) -> str:
    """The address of the page of a place or activity."""
    return reverse("venue" if isinstance(place, Venue) else "activity", args=[place.pk])


register_converter(_PlaceConverter, "place")
