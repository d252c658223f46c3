"""The page for a lost network, and the worker that keeps it on the device."""

import json
import re

import pytest
from django.test import Client

from tests.venues.pages.measured_town import words

pytestmark = pytest.mark.django_db
WORKER = "/offline-worker.js"


def kept(client: Client) -> dict:
    script = client.get(WORKER).content.decode()
    found = re.search(r"^const { version, pages, files } = (.*);$", script, re.MULTILINE)
    return json.loads(found[1])


@pytest.mark.parametrize(("address", "says"), [("/offline", "Geen netwerk"), ("/en/offline", "No network")])
def test_the_page_says_what_is_wrong_and_what_still_works(client, address, says):
    said = words(client, address)

    assert says in said
    assert re.search(r"twee weken|two weeks", said)


def test_the_page_is_the_same_for_whoever_is_signed_in_and_asks_the_database_nothing(client, django_user_model):
    anonymous = client.get("/offline").content
    client.force_login(django_user_model.objects.create_user(email="anna@example.org", password="x"))

    assert client.get("/offline").content == anonymous
    assert "sessionid" not in client.get("/offline").headers.get("Vary", "")


def test_the_worker_stands_at_the_root_and_may_do_nothing_but_fetch_from_this_site(client):
    answer = client.get(WORKER)

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    policy = sorted(answer["Content-Security-Policy"].split("; "))
    assert policy == ["connect-src 'self'", "default-src 'none'"]


def test_it_keeps_the_page_of_each_language_and_its_look_and_no_figure(client, settings, tmp_path):
    theme = tmp_path / "theme.css"
    theme.write_text(":root { --colour: red }")
    before = kept(client)
    settings.THEME_CSS = str(theme)
    now = kept(client)

    assert [page["address"] for page in now["pages"]] == ["/en/offline", "/offline"]
    assert all(re.search(r"\.(css|svg|woff2|js)(\?|$)", address) for address in now["files"])
    assert len(now["files"]) == len(before["files"]) + 1
    assert now["version"] != before["version"]


def test_where_it_is_turned_off_there_is_no_worker_and_pages_say_so(client, settings):
    assert f'name="offline-worker" content="{WORKER}"' in client.get("/offline").content.decode()
    settings.OFFLINE_PAGE = False

    assert client.get(WORKER).status_code == 404
    assert 'name="offline-worker" content=""' in client.get("/offline").content.decode()
