"""The OpenAPI 3.0 document of `/ogc`, from the queries and rows of the collections."""

from functools import lru_cache
from typing import Any

from django.utils import translation
from rest_framework import serializers

from venues.api import API_VERSION
from venues.api.crs import SERVED
from venues.api.errors import PROBLEM
from venues.api.fields import BoxField, CrsField
from venues.api.ogc.base import GEOJSON, JSON, JSON_SCHEMA, OPENAPI
from venues.api.ogc.catalogue import COLLECTIONS, Collection
from venues.api.ogc.queries import FeatureQuery, ItemsQuery, PageQuery
from venues.api.query import LONGEST_PAGE, Query

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_LINKS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
_GEOMETRY: Schema = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point", "Polygon", "MultiPolygon"]},
        "coordinates": {"type": "array", "items": {}},
    },
}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


_SCHEMAS: dict[str, Schema] = {
    "link": _object(["href", "rel"], href=_TEXT, rel=_TEXT, type=_TEXT),
    "landing": _object(["links"], title=_TEXT, description=_TEXT, links=_LINKS),
    "conformance": _object(["conformsTo"], conformsTo={"type": "array", "items": _TEXT}),
    "collection": _object(
        ["id", "links", "crs", "storageCrs"],
        id=_TEXT,
        title=_TEXT,
        description=_TEXT,
        itemType=_TEXT,
        extent={"type": "object"},
        crs={"type": "array", "items": _TEXT},
        storageCrs=_TEXT,
        links=_LINKS,
    ),
    "collections": _object(
        ["links", "collections"],
        links=_LINKS,
        crs={"type": "array", "items": _TEXT},
        collections={"type": "array", "items": {"$ref": "#/components/schemas/collection"}},
    ),
    "problem": _object(
        ["type", "title", "status", "detail", "errors"],
        type=_TEXT,
        title=_TEXT,
        status={"type": "integer"},
        detail=_TEXT,
        errors={
            "type": "array",
            "items": _object(["in", "location", "code", "detail"], location=_TEXT, code=_TEXT, detail=_TEXT)
            | {"additionalProperties": _TEXT},
        },
    ),
}


@lru_cache(maxsize=1)
def describe() -> dict[str, Any]:
    """The document, in English; it never changes while the server runs."""
    with translation.override("en"):
        paths = {
            "/": _operation("getLandingPage", "Where a client begins.", PageQuery, JSON, "landing"),
            "/api": _operation("getDescription", "This document.", PageQuery, OPENAPI, None),
            "/conformance": _operation(
                "getConformance", "What is held of the standard.", PageQuery, JSON, "conformance"
            ),
            "/collections": _operation("getCollections", "All collections.", PageQuery, JSON, "collections"),
        }
        schemas = dict(_SCHEMAS)
        for each in COLLECTIONS.values():
            paths |= _paths_of(each)
            schemas |= _features_of(each)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "infra_map: OGC API Features",
            "version": API_VERSION,
            "description": "Areas, places and coverage as features. The same figures as the API at /api/v1.",
            "license": {"name": "EUPL-1.2"},
        },
        "servers": [{"url": "/ogc", "description": "This site"}],
        "paths": paths,
        "components": {"schemas": schemas, "parameters": {"limit": _parameter("limit", ItemsQuery().fields["limit"])}},
    }


def describe_feature(collection: Collection) -> dict[str, Any]:
    """The JSON Schema of the features of a collection, for the types of their properties.

    Null, which may stand for any figure, is not among the types: GDAL knows no property that has two.
    """
    # The id is told as that of the feature: GDAL would make two columns of it.
    properties = {name: _schema(field) for name, field in _properties(collection).items() if name != "id"}
    for each in properties.values():
        each.pop("nullable", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": str(collection.title),
        "description": "Null, for what is unknown or withheld, may stand in place of any figure.",
        **_object(
            ["type", "id", "geometry", "properties"],
            type={"const": "Feature"},
            id=_TEXT,
            geometry=_GEOMETRY,
            properties={"type": "object", "properties": properties},
        ),
    }


def _properties(collection: Collection) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    return {name: field for name, field in collection.items.row().fields.items() if name != collection.items.shape}


def _paths_of(collection: Collection) -> dict[str, Any]:
    name, here = collection.id.capitalize(), f"/collections/{collection.id}"
    one = _operation(f"getOneOf{name}", "One feature.", FeatureQuery, GEOJSON, f"{collection.id}Feature")
    one["get"]["parameters"].insert(
        0, {"name": "featureId", "in": "path", "required": True, "description": "Id of the feature.", "schema": _TEXT}
    )
    one["get"]["responses"]["404"] = _problem("There is no such feature.")
    many = _operation(
        f"list{name}", str(collection.description), collection.items.query, GEOJSON, f"{collection.id}Items"
    )
    described = _operation(f"describe{name}", str(collection.description), PageQuery, JSON, "collection")
    schema = _operation(f"schemaOf{name}", "The properties and their types.", PageQuery, JSON_SCHEMA, None)
    return {here: described, f"{here}/schema": schema, f"{here}/items": many, f"{here}/items/{{featureId}}": one}


def _operation(name: str, summary: str, query: type[Query], media_type: str, schema: str | None) -> dict[str, Any]:
    content = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}
    headers = {"ETag": {"description": "Version of the answer.", "schema": _TEXT}}
    if issubclass(query, FeatureQuery | ItemsQuery):
        headers["Content-Crs"] = {"description": "Reference system of the coordinates.", "schema": _TEXT}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            # QGIS, and GDAL since 3.7, look for the length of a page in this place alone.
            "parameters": [
                {"$ref": "#/components/parameters/limit"} if each == "limit" else _parameter(each, field)
                for each, field in query().fields.items()
            ],
            "responses": {
                "200": {
                    "description": "Good.",
                    "headers": headers,
                    "content": {media_type: {"schema": content}, JSON: {"schema": content}},
                },
                "304": {"description": "You have this version already (If-None-Match)."},
                "400": _problem("The query cannot be answered as it stands."),
                "401": _problem("You sent a token that does not work; none is needed."),
                "406": _problem("Nothing that you accept is served here."),
                "429": _problem("You ask too often; Retry-After says when to go on."),
            },
        }
    }


def _problem(text: str) -> dict[str, Any]:
    return {"description": text, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}}}


def _parameter(name: str, field: serializers.Field[Any, Any, Any, Any]) -> dict[str, Any]:
    told = {"name": name, "in": "query", "required": False, "description": str(field.help_text)}
    if isinstance(field, BoxField):
        schema = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
        return {**told, "schema": schema, "style": "form", "explode": False}
    if isinstance(field, CrsField):
        uris = [crs.uri for crs in SERVED]
        return {**told, "schema": {"type": "string", "format": "uri", "enum": uris, "default": uris[0]}}
    return {**told, "schema": _schema(field)}


def _features_of(collection: Collection) -> dict[str, Schema]:
    properties = {name: _schema(field) for name, field in _properties(collection).items()}
    one = _object(
        ["type", "id", "geometry", "properties"],
        type={"type": "string", "enum": ["Feature"]},
        id=_TEXT,
        geometry=_GEOMETRY,
        properties=_object(list(properties), **properties),
        links=_LINKS,
    )
    many = _object(
        ["type", "features", "links", "numberMatched", "numberReturned"],
        type={"type": "string", "enum": ["FeatureCollection"]},
        links=_LINKS,
        numberMatched={"type": "integer", "minimum": 0},
        numberReturned={"type": "integer", "minimum": 0, "maximum": LONGEST_PAGE},
        features={"type": "array", "items": {"$ref": f"#/components/schemas/{collection.id}Feature"}},
    )
    return {f"{collection.id}Feature": one, f"{collection.id}Items": many}


def _schema(field: serializers.Field[Any, Any, Any, Any]) -> Schema:
    """What a member or parameter holds."""
    match field:
        case serializers.BooleanField():
            schema: Schema = {"type": "boolean"}
        case serializers.IntegerField():
            schema = {"type": "integer"}
            if field.min_value is not None:
                schema |= {"minimum": field.min_value, "maximum": LONGEST_PAGE, "default": field.default}
        case serializers.FloatField():
            schema = {"type": "number"}
        case serializers.ChoiceField():
            schema = {"type": "string", "enum": list(field.choices)}
        case serializers.UUIDField():
            schema = {"type": "string", "format": "uuid"}
        case serializers.DateField():
            schema = {"type": "string", "format": "date"}
        case serializers.DateTimeField():
            schema = {"type": "string", "format": "date-time"}
        case _:
            schema = {"type": "string"}
    return schema | {"nullable": True} if field.allow_null else schema
