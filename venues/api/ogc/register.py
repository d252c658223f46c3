"""The collections of areas and of venues: the lists of the API, as features."""

from typing import Any

from venues.api.areas import Areas, OneArea
from venues.api.cursor import Key
from venues.api.ogc.items import Item, Items
from venues.api.ogc.queries import AreaItemsQuery, VenueItemsQuery
from venues.api.venues import VenueRow, find_venue, matching, source_of
from venues.api.views import Source


class AreaItems(Items, Areas):
    """Areas of the boundaries in use, by code."""

    collection = "areas"
    query = AreaItemsQuery

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The areas that match, always with their boundaries."""
        query["geometry"] = True
        return super().source(query, after, path)


class AreaItem(Item, OneArea):
    """An area by its code."""

    collection = "areas"

    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[Any, str]:
        """The area, with its boundary.

        Raises:
            Absent: If no area of the boundaries in use has the code.
        """
        return super().find(query | {"geometry": True}, {"code": path["featureId"]})


class VenueItems(Items):
    """The register as of today, or of another day."""

    collection = "venues"
    query = VenueItemsQuery
    row = VenueRow
    shape = "location"

    def source(self, query: dict[str, Any], after: Key | None, path: dict[str, Any]) -> Source:
        """The places that match; as of a day those that had opened by then. They have no end: what is closed stays."""
        if "datetime" not in query:
            return source_of(matching(query), query, after)
        day = query["datetime"].day()
        return source_of(matching(query | {"date": day}).existing(day), query, after)


class VenueItem(Item):
    """A place by its id."""

    collection = "venues"
    row = VenueRow
    shape = "location"

    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[Any, str]:
        """The place.

        Raises:
            Absent: If no place has the id.
        """
        found = find_venue(query, path["featureId"])
        return found, str(found.version)
