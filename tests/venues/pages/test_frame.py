"""What all pages share: error pages, static files, languages."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import translation

from tests.venues.pages.town import scored_town
from venues.pages import errors
from venues.pages.icons import ICONS, icon_of
from venues.templatetags.pages import icon

PAGES = ("/", "/?group=youth", "/areas/GM9999", "/areas/BU99990002?group=youth", "/nowhere", "/?group=zz")


def test_an_address_that_does_not_exist_gets_a_page_of_ours_with_a_way_on(client, db):
    answer = client.get("/en/nowhere")

    assert answer.status_code == 404
    assert "This page does not exist" in answer.content.decode()
    assert 'href="/en/"' in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "says"), [("", "Kijk of het adres goed gespeld is"), ("/en", "Look at the spelling")]
)
def test_what_the_register_does_not_have_is_told_in_words_of_ours(client, db, language, says):
    answer = client.get(f"{language}/quality/GM0000").content.decode()

    assert says in answer
    assert "matches the given query" not in answer


def test_no_right_gets_a_page_of_ours(rf, db):
    request = rf.get("/")
    request.csp_nonce = ""

    with translation.override("en"):
        answer = errors.forbidden(request, PermissionDenied())

    assert answer.status_code == 403
    assert "This page is not open to you" in answer.content.decode()


def test_a_fault_of_ours_is_called_that_and_tells_nothing_of_the_inside(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("venues.pages.map_page.read_query", lambda *_: 1 / 0)
    scored_town()

    answer = client.get("/en/")

    assert answer.status_code == 500
    assert "The fault is ours" in answer.content.decode()
    assert "ZeroDivision" not in answer.content.decode()


def test_every_static_file_that_a_page_names_is_collected_under_a_name_of_its_content(client, db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "infra_map.static.ModuleManifestStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    scored_town()

    named = {
        name
        for page in PAGES
        for name in re.findall(r'(?:src|href)="/static/([^"#]+)', client.get(page).content.decode())
    }

    assert {Path(name).name.split(".")[0] for name in named} >= {"site", "map", "htmx", "leaflet"}
    for name in named:
        assert (tmp_path / name).is_file()
        assert re.search(r"\.[0-9a-f]{12}\.", name), f"{name} would be cached for ever under a name that stays"
    # One request brings all of the style; what it names is named by content too.
    site = (tmp_path / staticfiles_storage.stored_name("css/site.css")).read_text()
    assert "@import" not in site
    assert all(sheet.read_text()[:40] in site for sheet in (Path(project.BASE_DIR) / "static/css").glob("[!s]*.css"))
    # So do all icons that a page may name, small enough to come before the map.
    icons = tmp_path / staticfiles_storage.stored_name("img/icons.svg")
    assert set(re.findall(r'<symbol id="([\w-]+)"', icons.read_text())) == set(ICONS)
    assert icons.with_suffix(".svg.gz").stat().st_size < 6_000
    assert re.search(r'url\("\.\./vendor/source-sans-3/[\w-]+\.[0-9a-f]{12}\.woff2"\)', site)


def test_only_what_pages_load_is_taken_from_node_modules():
    prefixes = {entry[0] for entry in project.STATICFILES_DIRS if isinstance(entry, tuple)}

    maps = {"vendor/leaflet.markercluster", "vendor/protomaps-leaflet"}
    assert prefixes == {"vendor/htmx", "vendor/source-sans-3", "vendor/source-serif-4"} | maps


def test_each_kind_of_place_that_we_start_with_has_an_icon_of_its_own_and_any_other_a_pin():
    with (Path(project.BASE_DIR) / "venues/importing/defaults.toml").open("rb") as file:
        kinds = [kind["code"] for kind in tomllib.load(file)["venue_type"]]

    assert len({icon_of(kind) for kind in kinds} - {icon_of("kiosk"), icon_of(None)}) == len(kinds)


def test_an_icon_that_the_sprite_lacks_is_refused_by_name():
    with pytest.raises(ValueError, match="No icon 'unicorn' in the sprite"):
        icon("unicorn")


def test_no_style_or_script_of_ours_stands_in_a_template():
    for template in (Path(project.BASE_DIR) / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"\sstyle=|<style|\son\w+=", text), template


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_language_of_a_page_is_that_of_its_address_not_of_the_browser(client, db, path):
    body = client.get(path, headers={"accept-language": "de"}).content.decode()

    assert f'<html lang="{"en" if path == "/en/" else "nl"}">' in body
