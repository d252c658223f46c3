"""What a client may ask in the address. Every problem is listed, also names that mean nothing here."""

from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from venues.api.fields import BoxField, CrsField, DayField, OneOf

LONGEST_PAGE = 1000


def format_field(*formats: str) -> OneOf:
    """The parameter that chooses between formats."""
    return OneOf(choices=formats, required=False, help_text="Goes before the Accept header.")


class Query(serializers.Serializer[Any]):
    """The query of a single resource; lists add to it."""

    format = format_field("json")

    def to_internal_value(self, data: QueryDict) -> dict[str, Any]:
        """Read all parameters.

        Raises:
            ValidationError: Listing everything wrong, unknown and repeated names too.
        """
        strange: dict[str, list[ErrorDetail]] = {}
        for name in data:
            if name not in self.fields:
                known = ", ".join(self.fields)
                text = gettext("Unknown parameter. Known here: %(known)s.") % {"known": known}
                strange[name] = [ErrorDetail(text, code="unknown_parameter")]
            elif len(data.getlist(name)) > 1:
                strange[name] = [ErrorDetail(gettext("Give this parameter once."), code="repeated")]
        try:
            values: dict[str, Any] = super().to_internal_value(data.dict())
        except ValidationError as refused:
            raise ValidationError({**cast("dict[str, Any]", refused.detail), **strange}) from refused
        if strange:
            raise ValidationError(strange)
        return values


class WriteQuery(Query):
    """The query of a write."""

    format = format_field("json", "geojson")
    crs = CrsField(help_text="Of the body, unless Content-Crs says it, and of the answer. CRS84 unless said.")


class AddQuery(WriteQuery):
    """The query of something new."""

    duplicates = OneOf(
        choices=["refuse", "allow"], required=False, help_text="Whether it may lie where the same may be there already."
    )


class ChangeQuery(WriteQuery):
    """The query of a change."""

    since = DayField(
        required=False,
        help_text="First day of changed slots, staffing and funding: before it they stay as they were. Without: a "
        "mistake is put right for all days.",
    )


class ListQuery(Query):
    """The query of a list."""

    format = format_field("json", "csv")
    pageSize = serializers.IntegerField(
        source="page_size",
        min_value=1,
        max_value=LONGEST_PAGE,
        default=100,
        help_text=f"Rows a page, at most {LONGEST_PAGE}. Without it a CSV is the whole list.",
    )
    cursor = serializers.CharField(
        required=False, max_length=2000, help_text="Where to go on; opaque, from `next` of the page before."
    )


class MapQuery(ListQuery):
    """The query of a list of things on the map."""

    format = format_field("json", "geojson", "csv", "gpkg")
    crs = CrsField()
    bbox = BoxField()

    def get_fields(self) -> dict[str, Any]:
        """The declared fields, and the one whose name has a hyphen."""
        return {
            **super().get_fields(),
            "bbox-crs": CrsField(source="bbox_crs", help_text="CRS84 unless said."),
        }


class BoundaryQuery(MapQuery):
    """The query of a list of things that have a boundary."""

    geometry = serializers.BooleanField(
        required=False,
        help_text="With boundaries. Without saying, in GeoJSON; a GeoPackage always has them, a CSV never.",
    )
