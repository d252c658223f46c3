"""What clients were promised stays: docs/ has the document of the code, and that breaks nothing of the last release."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.api.breaking_changes import breaking_changes
from tests.api.conftest import DOCUMENT, HSDS, OWN
from venues.api import API_VERSION

DOCS = Path(settings.BASE_DIR) / "docs"


@pytest.mark.parametrize(("file", "document"), [("openapi.json", OWN), ("openapi-hsds.json", HSDS)])
def test_the_document_that_is_kept_is_that_of_the_code(file: str, document: dict[str, Any]) -> None:
    kept = json.loads((DOCS / file).read_text())
    assert kept == document, (
        "The API has changed: run `make openapi`, look at what it changes in docs/openapi*.json, and \
say it in docs/api-changelog.md."
    )


def test_nothing_of_the_last_release_is_broken() -> None:
    released = json.loads((DOCS / "openapi-released.json").read_text())
    assert breaking_changes(released, DOCUMENT) == [], (
        "Clients rely on this (docs/api.md, “Stability”): bring it back, \
or announce it as deprecated and take it out in a version 2."
    )


def test_the_version_of_the_api_is_in_its_changelog() -> None:
    versions = re.findall(r"^## ([\d.]+)", (DOCS / "api-changelog.md").read_text(), re.MULTILINE)
    assert versions[0] == API_VERSION


_PLACE = {"$ref": "#/components/schemas/Place"}


def document() -> dict[str, Any]:
    """A document with one of everything."""
    places = {
        "get": {
            "parameters": [
                {"name": "status", "in": "query", "schema": {"type": "string", "enum": ["open", "closed"]}},
                {"name": "limit", "in": "query", "schema": {"type": "integer"}},
            ],
            "responses": {
                "200": {
                    "content": {
                        "application/json": {
                            "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Place"}}
                        },
                        "text/csv": {"schema": {"type": "string"}},
                    }
                }
            },
        },
        "post": {
            "requestBody": {"content": {"application/json": {"schema": _PLACE}}},
            "responses": {"201": {}, "400": {}},
        },
    }
    place = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "hours": {"type": ["number", "null"]},
            "parent": _PLACE,
        },
        "required": ["name"],
    }
    return {"paths": {"/places": places}, "components": {"schemas": {"Place": place}}}


def changed(*steps: Any, to: Any = None) -> dict[str, Any]:
    """The document with one thing changed, or taken out."""
    made = copy.deepcopy(document())
    spot: Any = made
    for step in steps[:-1]:
        spot = spot[step]
    if to is None:
        del spot[steps[-1]]
    else:
        spot[steps[-1]] = to
    return made


GET, POST = ("paths", "/places", "get"), ("paths", "/places", "post")
PLACE = ("components", "schemas", "Place")
STATUS = (*GET, "parameters", 0)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (changed("paths", "/places"), "/places is gone"),
        (changed(*POST), "POST /places is gone"),
        (changed(*GET, "parameters", 1), "GET /places: parameter limit (query) is gone"),
        (changed(*STATUS, "required", to=True), "GET /places: parameter status (query) is required now"),
        (changed(*STATUS, "schema", "enum", 0), "GET /places: parameter status (query) takes 'open' no more"),
        (
            changed(*GET, "parameters", 1, "schema", "type", to="string"),
            "GET /places: parameter limit (query) was integer and is string",
        ),
        (changed(*GET, "responses", "200"), "GET /places: status 200 is gone"),
        (changed(*GET, "responses", "200", "content", "text/csv"), "GET /places: answer 200 as text/csv is gone"),
        (changed(*POST, "requestBody"), "POST /places: body as application/json is gone"),
        (changed(*PLACE, "properties", "hours"), "GET /places: answer 200: each: member hours is gone"),
        (changed(*PLACE, "properties", "hours"), "POST /places: body: member hours is gone"),
        (
            changed(*PLACE, "properties", "name", "type", to=["string", "null"]),
            "GET /places: answer 200: each: member name was string and is null or string",
        ),
        (
            changed(*PLACE, "properties", "hours", "type", to="number"),
            "POST /places: body: member hours was null or number and is number",
        ),
        (changed(*PLACE, "required", to=["name", "hours"]), "POST /places: body: member hours is required now"),
        (changed(*PLACE, "required", to=[]), "GET /places: answer 200: each: member name may be left out now"),
    ],
)
def test_what_clients_rely_on_is_told_in_words_when_it_breaks(new: dict[str, Any], said: str) -> None:
    assert said in breaking_changes(document(), new)


@pytest.mark.parametrize(
    "new",
    [
        document(),
        changed("paths", "/areas", to={"get": {"responses": {"200": {}}}}),
        changed(*STATUS, "schema", "enum", to=["open", "closed", "planned"]),
        changed(*PLACE, "properties", "colour", to={"type": "string"}),
        changed(*GET, "responses", "429", to={}),
        changed(*POST, "responses", "400"),
    ],
)
def test_additions_break_nothing(new: dict[str, Any]) -> None:
    assert breaking_changes(document(), new) == []
