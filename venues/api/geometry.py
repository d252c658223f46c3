"""Geometry that PostGIS wrote as GeoJSON text, as a member of a row."""

import json
from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

GEOMETRY_SCHEMA = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "enum": ["Point", "MultiPolygon"]},
        "coordinates": {"type": "array", "items": {}},
    },
    "required": ["type", "coordinates"],
}


@extend_schema_field(GEOMETRY_SCHEMA)
class GeometryText(serializers.Field[Any, Any, Any, Any]):
    """GeoJSON text as an object."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"read_only": "required" not in options, **options})

    def to_representation(self, value: str) -> Any:
        """The object; the text itself for what reads shapes as text."""
        is_text = self.context.get("query", {}).get("has_shapes_as_text", False)
        return value if is_text else json.loads(value)


def shows_boundaries(query: Mapping[str, Any], format_name: str) -> bool:
    """Whether the rows of an answer have boundaries: a GeoPackage always, a table never, others where asked for."""
    always = {"gpkg": True, "csv": False}
    return always.get(format_name, bool(query.get("geometry", format_name == "geojson")))


class RowWithBoundary(serializers.Serializer[Any]):
    """A row that has a boundary where it was asked for."""

    geometry = GeometryText(required=False, help_text="GeoJSON geometry in `crs`, where asked for.")

    def get_fields(self) -> dict[str, Any]:
        """All members, the geometry last, or none where it was not asked for."""
        fields = super().get_fields()
        geometry = fields.pop("geometry", None)
        is_asked = self.context.get("query", {}).get("geometry", True)
        return fields | ({"geometry": geometry} if geometry and is_asked else {})
