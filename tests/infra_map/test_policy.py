"""What browsers are told to refuse: no script, style or frame of others, on any page and on pages of errors too."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.infra_map.addresses import address_of, rights_of_addresses
from tests.infra_map.targets import Targets
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db
STRICT = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
INLINE = {
    "a handler": r"<[^>]+\son\w+\s*=",
    "a style attribute": r"<[^>]+\sstyle\s*=",
    "a style element": r"<style(?![^>]*nonce=)",
    "a script": r"<script(?![^>]*(?:src=|nonce=|type=\"application/json\"))",
    "an address that runs": r"javascript:",
    "another host": r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//",
}


def policy_of(answer: Any) -> dict[str, str]:
    """The directives; a nonce is as good as none, it differs each time."""
    parts = [part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: re.sub(r" 'nonce-[\w+/=-]+'", "", value) for name, _space, value in parts}


def inline_in(answer: Any) -> list[str]:
    return [what for what, pattern in INLINE.items() if re.search(pattern, answer.content.decode())]


def test_every_page_is_served_under_the_strict_policy_and_has_nothing_inline(town: Register):  # noqa: F811
    targets, seen, wrong = Targets(town), 0, []
    superuser = Client()
    superuser.force_login(town.people["superuser"])
    for row in rights_of_addresses():
        for client in (Client(), superuser):
            cache.clear()
            address = address_of(row, targets.arguments(row.name, row.whose))
            answer = client.get(address, targets.query(row.name))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                seen += 1
                if policy_of(answer) != STRICT or inline_in(answer):
                    wrong.append((row.name, answer.status_code, policy_of(answer), inline_in(answer)))
                assert answer.headers["X-Frame-Options"] == "DENY"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "same-origin"
    assert wrong == []
    assert seen > 100


@pytest.mark.parametrize("language", ["/en", ""])
@pytest.mark.parametrize("status", [400, 403, 404, 405, 429, 500, "host", "token"])
def test_pages_of_errors_are_ours_and_under_the_same_policy(town: Register, status, language, monkeypatch, settings):  # noqa: F811
    more: dict[str, Any] = {}
    cache.clear()
    client = Client(raise_request_exception=False, enforce_csrf_checks=status == "token")
    client.force_login(town.people["superuser" if status == 400 else "nobody"])
    address, method = f"{language}/method", "get"
    match status:
        case 400:
            address, method = f"{language}/venues/{town.venue.pk}/merge", "post"
        case 403:
            address = f"{language}/matches/{town.municipality.pk}"
        case 404:
            address = f"{language}/nothing"
        case 405:
            address = f"{language}/places/mine"
            method = "post"
        case 429:
            settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
            client, address, method = Client(), f"{language}/account/login/", "post"
            more = {"data": {"login": "x@example.org", "password": "guess"}}
            client.post(address, **more)
        case 500:
            monkeypatch.setattr("venues.pages.method_page.render", lambda *_args: 1 / 0)
        case "host":
            more = {"headers": {"host": "evil.example"}}
        case "token":
            address, method = f"{language}/venues/{town.venue.pk}/confirm", "post"
    answer = getattr(client, method)(address, **more)
    assert answer.status_code == {"host": 400, "token": 403}.get(status, status)
    assert policy_of(answer) == STRICT
    if status != 405:
        assert 'class="site-header"' in answer.content.decode()
        assert inline_in(answer) == []
