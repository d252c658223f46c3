"""Schemathesis makes requests from the published document, good and bad ones, and holds every answer against it."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.api.conftest import DOCUMENT, make_town
from tests.factories import UserFactory
from venues.models import Scope
from venues.register.tokens import issue

pytestmark = pytest.mark.django_db(transaction=True)

HERE = Path(__file__).parent
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES")
"""For each operation, in all phases; without it some at random (docs/operations.md)."""


def known_paths(client: Client) -> dict[str, dict[str, Any]]:
    """What stands in each path that leads to one thing: the first that its list has."""
    cell = {"area": "BU99900000", "group": "youth"}
    found: dict[str, dict[str, Any]] = {"": cell, "/coverage/{area}/{group}/contributions": cell}
    for path in DOCUMENT["paths"]:
        listed, _slash, part = path.rpartition("/")
        if re.fullmatch(r"\{\w+\}", part) and "get" in DOCUMENT["paths"].get(listed, {}):
            body = client.get(f"/api/v1{listed}", headers={"Accept": "application/json"}).json()
            if rows := body.get("items", body.get("contents")):
                found[path] = {part[1:-1]: str(rows[0].get("id", rows[0].get("code")))}
    return found


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("document", ["openapi.json", "hsds/openapi.json"])
def test_every_operation_answers_as_its_document_says_whatever_is_asked(
    live_server: LiveServer, client: Client, tmp_path: Path, settings: Settings, document: str
) -> None:
    settings.API_RATES = dict.fromkeys(settings.API_RATES)
    make_town()
    _token, secret = issue(UserFactory(is_superuser=True), "script", Scope.values, timedelta(days=1))
    tried_how = ["--max-examples", EXAMPLES] if EXAMPLES else ["--max-examples", "10", "--phases", "fuzzing"]
    command = [
        *(str(Path(sys.executable).with_name("st")), "--config-file", str(HERE / "schemathesis.toml"), "--no-color"),
        *("run", f"{live_server.url}/api/v1/{document}", "--header", f"Authorization: Bearer {secret}", *tried_how),
    ]
    known = {
        "SCHEMATHESIS_HOOKS": "tests.clients.known_values",
        "PYTHONPATH": str(HERE.parents[1]),
        "KNOWN_PATHS": json.dumps(known_paths(client)),
    }

    tried = subprocess.run(command, cwd=tmp_path, env=os.environ | known, capture_output=True, text=True, check=False)

    assert tried.returncode == 0, tried.stdout[-60_000:] + tried.stderr[-2000:]
