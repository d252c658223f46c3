"""What a client may ask of the collections. Filters are named after the property that they compare."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from venues.api.crs import CRS84, sides
from venues.api.fields import ALL_GROUPS, AreaField, BoxField, CrsField, GroupField, OneOf, VenueTypeField
from venues.api.ogc.spans import SpanField
from venues.api.query import LONGEST_PAGE, MapQuery, Query, format_field
from venues.api.venues import STATUSES
from venues.models import RD, Level

USUAL_PAGE = 100


class PageQuery(Query):
    """The query of a page that describes."""

    format = None  # type: ignore[assignment]  # `f` here
    f = format_field("json")


class FeatureQuery(PageQuery):
    """The query of one feature."""

    crs = CrsField(default=CRS84)


class LimitField(serializers.IntegerField):
    """How many features at most. More than a page holds means as many as it holds: so the standard asks."""

    def to_internal_value(self, data: Any) -> int:
        """The number."""
        return min(super().to_internal_value(data), LONGEST_PAGE)


class FreeBoxField(BoxField):
    """A box as OGC API Features has it: heights may stand in it, which mean nothing here."""

    def to_internal_value(self, data: Any) -> Any:
        """The four numbers in the plane; which may be larger than which depends on the reference system."""
        parts = str(data).split(",")
        return self.corners([*parts[:2], *parts[3:5]] if len(parts) == 6 else parts)


class ItemsQuery(MapQuery):
    """The query of every collection."""

    format = None  # type: ignore[assignment]  # `f` here
    pageSize = None  # type: ignore[assignment]  # `limit` here
    f = format_field("json")
    limit = LimitField(
        source="page_size",
        min_value=1,
        default=USUAL_PAGE,
        help_text=f"Features a page; more than {LONGEST_PAGE} gives {LONGEST_PAGE}.",
    )
    crs = CrsField(default=CRS84)
    bbox = FreeBoxField()
    datetime = SpanField(help_text="Has no effect: these features have no date.")
    area = AreaField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a box that is inside out."""
        if "bbox" in attrs:
            crs = attrs.get("bbox_crs", CRS84)
            west, south, east, north = sides(attrs["bbox"], crs)
            if south > north or (west > east and crs.srid == RD):
                raise ValidationError({"bbox": [ErrorDetail(_("The box ends before it begins."), code="not_a_box")]})
        return attrs


class AreaItemsQuery(ItemsQuery):
    """The query of the areas."""

    level = OneOf(choices=Level.values, required=False, help_text="How fine.")


class VenueItemsQuery(ItemsQuery):
    """The query of the register."""

    datetime = SpanField(
        help_text="Places that had opened by then, with their status on that day: of an interval its last day, today "
        "where it is open."
    )
    area = AreaField(help_text="CBS code: places in that area.")
    typeCode = VenueTypeField(source="type", required=False, help_text="A code of /api/v1/venue-types.")
    status = OneOf(choices=STATUSES, required=False, help_text="On that day.")


class CoverageItemsQuery(ItemsQuery):
    """The query of the coverage."""

    datetime = SpanField(
        help_text="The coverage as of that day; of an interval the live run where its day lies in it, else the last "
        "day. Without: the live run."
    )
    level = OneOf(choices=Level.values, default=Level.NEIGHBOURHOOD.value, help_text="How fine.")
    groupCode = GroupField(
        source="group",
        required=False,
        help_text=f"A code of /api/v1/demand-groups, or `{ALL_GROUPS}` for all together. Without: each for itself.",
    )
