"""Geometry that PostGIS wrote as GeoJSON text, as a member of a row."""

import json
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
