"""Spectral holds the document against the API Design Rules of the Dutch government, where their rule set is present."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

RULES = os.environ.get("ADR_RULES", "")
"""The rule set that is published with the rules, version 2.1; docs/operations.md says how to try it."""
SPECTRAL = os.environ.get("SPECTRAL") or shutil.which("spectral")
CONTACT = {"API_CONTACT_URL": "https://example.org/contact", "API_CONTACT_EMAIL": "api@example.org"}
"""Who installs the site names these."""


@pytest.mark.skipif(not RULES or not SPECTRAL, reason="ADR_RULES names no rule set, or there is no Spectral here")
def test_the_document_follows_the_api_design_rules_but_for_the_name_of_bbox_crs(tmp_path: Path) -> None:
    document, rules = tmp_path / "openapi.json", tmp_path / "rules.json"
    written = [sys.executable, "manage.py", "spectacular", "--format", "openapi-json", "--file", str(document)]
    generator = ["--lang", "en", "--generator-class", "venues.api.document.Generator"]
    subprocess.run([*written, *generator], cwd=settings.BASE_DIR, env=os.environ | CONTACT, check=True)
    paths = json.loads(document.read_text())["paths"]
    # The geo module of the same rules has this parameter, by this name.
    excused = [
        f"openapi.json#/paths/{path.replace('/', '~1')}/get/parameters/{place}/name"
        for path, item in paths.items()
        for place, parameter in enumerate(item.get("get", {}).get("parameters", []))
        if parameter["name"] == "bbox-crs"
    ]
    off = {"files": excused, "rules": {"nlgov:query-keys-camel-case": "off"}}
    rules.write_text(json.dumps({"extends": [str(Path(RULES).resolve())], "overrides": [off]}))

    command = [str(SPECTRAL), "lint", document.name, "--ruleset", rules.name, "--fail-severity", "error"]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert excused
    assert found.returncode == 0, found.stdout + found.stderr
