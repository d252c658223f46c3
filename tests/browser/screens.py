"""Every screen of the site: an address, and somebody who may see it. What the table of rights names is in by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpRequest
from django.test import Client

from tests.infra_map.addresses import EVERYBODY, Row, address_of, rights_of_addresses
from tests.infra_map.targets import Targets
from tests.venues.pages.town import scored_town
from venues.models import Venue

GUARDED = "area-editor"
"""Who has a second step."""
FIRST_ASKED = ["administrator", *EVERYBODY]
"""Whoever sees the most on a page looks at it."""
BY_SECOND_STEP = {
    "mfa_deactivate_totp": GUARDED,
    "mfa_view_recovery_codes": GUARDED,
    "mfa_download_recovery_codes": GUARDED,
    "mfa_generate_recovery_codes": GUARDED,
    "mfa_reauthenticate": GUARDED,
    "mfa_edit_webauthn": GUARDED,
    "mfa_remove_webauthn": GUARDED,
    "mfa_activate_totp": "worker",
    "mfa_add_webauthn": "worker",
    "token-new": "worker",
}
"""Pages that the table tries without one, or without saying the password again: who gets to see them."""
SEEN_ON_THE_WAY = {
    "account_confirm_login_code",
    "account_set_password",
    "theme",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_signup",
    "/ogc/<path:address>",
}
"""Steps of signing in that lead on at once, or that need a passkey of a device; and what is no page."""
FIGURES = ("worst", "reach", "pressure", "fragility", "bridging", "change")
"""What the map shows besides coverage."""
STATES = [
    ("map-of-a-group", "anonymous", "/?municipality=GM9999&group=youth"),
    ("map-of-districts", "anonymous", "/?municipality=GM9999&level=district"),
    *((f"map-of-{figure}", "anonymous", f"/?municipality=GM9999&show={figure}") for figure in FIGURES),
    ("compare-of-groups", "anonymous", "/compare?municipality=GM9999&group=youth&beside_group=older-lonely"),
    ("area-of-a-group", "anonymous", "/areas/BU99990002?group=youth"),
    ("area-of-a-municipality", "anonymous", "/areas/GM9999"),
    ("area-unknown", "anonymous", "/areas/BU99990008?group=youth"),
    ("tokens-of-the-worker", "worker", "/account/tokens"),
    ("my-places-closed", "administrator", "/places/mine?closed=yes"),
    ("error-400", "anonymous", "/?municipality=GM9999&group=zz"),
    ("error-403", "nobody", "/archive/GM9990"),
    ("error-404", "anonymous", "/nowhere"),
]
"""Screens that an address shows in some state only."""


@dataclass(frozen=True)
class Screen:
    """A page as somebody sees it: a name for its picture, who, and its address in Dutch."""

    name: str
    who: str
    address: str

    def in_language(self, language: str) -> str:
        """Its address in a language."""
        return self.address if language == "nl" else f"/{language}{self.address}"


def screens_of(targets: Targets) -> list[Screen]:
    """All screens, of a town in which there is something on each."""
    _give_second_step(targets.town.people[GUARDED])
    scored_town()
    in_table = [
        Screen(row.name, who, _address(targets, row))
        for row in pages()
        if (who := _who_sees(row)) and row.name not in SEEN_ON_THE_WAY
    ]
    place = Venue.objects.filter(municipality="GM9999").first()
    states = [*STATES, ("venue-that-counts", "anonymous", f"/venues/{place.pk}")]
    return [*in_table, *(Screen(*state) for state in states)]


def pages() -> Iterator[Row]:
    """The first row of each address of the table of rights that is read, the API left out."""
    seen = set()
    for row in rights_of_addresses():
        if row.method == "GET" and not row.route.startswith("/api/") and row.name not in seen:
            seen.add(row.name)
            yield row


def unseen() -> set[str]:
    """Names of addresses in the table that no screen shows and that are no step of signing in."""
    shown = {row.name for row in pages() if _who_sees(row) or "204" in row.expected.values()}
    return {row.name for row in pages()} - shown - SEEN_ON_THE_WAY


def session_of(targets: Targets, who: str) -> str:
    """A session of somebody who has just given the password; empty for who has no account."""
    if who == "anonymous":
        return ""
    client, request = Client(), HttpRequest()
    request.user = targets.town.people[who]
    client.force_login(request.user)
    request.session = client.session
    reauthenticate_by_password(request)
    request.session.save()
    return client.cookies["sessionid"].value


def html_of(targets: Targets, screen: Screen) -> str:
    """The page as it is sent, in Dutch; empty for what is no page: a fragment, or a file."""
    client = Client(raise_request_exception=False)
    if session := session_of(targets, screen.who):
        client.cookies["sessionid"] = session
    answer = client.get(screen.address)
    assert answer.status_code in {200, 401} or screen.name.startswith("error-"), f"{screen}: {answer.status_code}"
    text = "" if answer.streaming or "html" not in answer["Content-Type"] else answer.content.decode()
    return text if re.match(r"\s*<!doctype html", text, re.IGNORECASE) else ""


def _address(targets: Targets, row: Row) -> str:
    asked = targets.query(row.name)
    arguments = targets.arguments(row.name, row.whose)
    if row.name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        arguments = {"pk": Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk}
    return address_of(row, arguments, "nl") + (f"?{urlencode(asked)}" if asked else "")


def _who_sees(row: Row) -> str:
    if row.name in BY_SECOND_STEP:
        return BY_SECOND_STEP[row.name]
    return next((who for who in FIRST_ASKED if row.expected[who] in {"200", "401"}), "")


def _give_second_step(user: Any) -> None:
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    data = {"name": "Telefoon", "passwordless": True, "credential": {}}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
