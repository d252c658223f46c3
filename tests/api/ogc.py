"""A client of `/ogc` that holds every answer against its OpenAPI 3.0 document."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from openapi_schema_validator import OAS30Validator

from tests.api.conftest import DOCUMENT
from venues.api.ogc.description import describe

HOST = "http://testserver"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
ETRS89 = "http://www.opengis.net/def/crs/EPSG/0/4258"
COLLECTIONS = ["areas", "venues", "coverage"]


def ask(address: str, status: int = 200, **headers: str) -> HttpResponse:
    """GET an address below `/ogc`, or a whole one as links have it."""
    url = address.removeprefix(HOST) if address.startswith(HOST) else f"/ogc{address}"
    response: Any = Client().get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert response.status_code == status, response.content[:500]
    assert response.headers["API-Version"] == DOCUMENT["info"]["version"]
    described = _operation(urlsplit(url).path)["responses"][str(status)]
    if status == 304:
        assert not response.content
        return response
    media_type = response.headers["Content-Type"]
    schema = described["content"][media_type]["schema"]
    OAS30Validator({**schema, "components": describe()["components"]}).validate(json.loads(response.content))
    for name in described.get("headers", {}):
        assert name in response.headers
    return response


def read(address: str, **headers: str) -> Any:
    """What an address answers."""
    return json.loads(ask(address, **headers).content)


def items(collection: str, **query: Any) -> Any:
    """A page of features."""
    asked = "&".join(f"{name.replace('_', '-')}={value}" for name, value in query.items())
    return read(f"/collections/{collection}/items?{asked}")


def ids(collection: str, **query: Any) -> list[str]:
    """The ids on a page of features."""
    return [each["id"] for each in items(collection, **query)["features"]]


def link(page: Any, rel: str) -> str:
    """Where a link of a page leads; there must be just one of its kind."""
    (found,) = [each["href"] for each in page["links"] if each["rel"] == rel]
    return str(found)


def every_page(collection: str, **query: Any) -> list[Any]:
    """All features, page after page."""
    page = items(collection, **query)
    found, whole = page["features"], page["numberMatched"]
    while any(each["rel"] == "next" for each in page["links"]):
        page = read(link(page, "next"))
        assert page["numberMatched"] == whole
        assert page["numberReturned"] == len(page["features"]) > 0
        found += page["features"]
    assert len(found) == whole
    return found


def _operation(path: str) -> Any:
    below = path.removeprefix("/ogc").rstrip("/") or "/"
    for template, item in describe()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), below):
            return item["get"]
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}}
    return {"responses": {"404": problem}}
