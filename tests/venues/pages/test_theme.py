"""A municipality restyles the site by a file of tokens, which comes after ours."""

import re
from pathlib import Path

import pytest
from django.conf import settings as project

pytestmark = pytest.mark.django_db
TOKENS = Path(project.BASE_DIR) / "static" / "css" / "tokens.css"
RESTYLE = Path(project.BASE_DIR) / "docs" / "restyle.md"


def test_without_a_file_there_is_no_second_sheet(client):
    assert client.get("/theme.css").status_code == 404
    assert client.get("/accessibility").content.decode().count('rel="stylesheet"') == 1


def test_the_file_comes_after_our_own_and_is_kept_under_an_address_of_what_it_says(client, settings, tmp_path):
    sheet = tmp_path / "theme.css"
    sheet.write_text(":root { --utrecht-link-color: #004699; }")
    settings.THEME_CSS = str(sheet)
    ours, theirs = re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get("/accessibility").content.decode())

    assert "site.css" in ours
    answer = client.get(theirs)
    assert answer.content.decode() == sheet.read_text()
    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]
    assert re.search(r"\?v=[0-9a-f]{12}$", theirs)


def test_every_token_that_the_guide_names_is_one_of_ours():
    named = set(re.findall(r"--[a-z0-9-]+(?=:)", RESTYLE.read_text()))
    assert len(named) > 3
    assert named <= set(re.findall(r"--[a-z0-9-]+(?=:)", TOKENS.read_text()))


def test_every_token_that_our_style_uses_is_set():
    style = "".join(sheet.read_text() for sheet in TOKENS.parent.glob("*.css"))
    used = set(re.findall(r"var\((--(?:utrecht|infra)-[a-z0-9-]+)\)", style))
    assert used <= set(re.findall(r"--[a-z0-9-]+(?=:)", style))
