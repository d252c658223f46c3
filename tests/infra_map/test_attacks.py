"""What somebody tries who means ill: the ids of others, other sites to be led to, guessed passwords, taken sessions."""

import re
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.factories import MunicipalityAreaFactory, MunicipalityFactory, OrganisationFactory, VenueFactory, spot
from tests.infra_map.addresses import address_of, rights_of_addresses
from tests.infra_map.targets import Targets
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from tests.venues.forms import filled
from venues.models import Activity, Closure, Venue

pytestmark = pytest.mark.django_db
ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example"]
LEADING = ("next", "redirect_to", "redirect_url", "return_to", "back", "url")
PASSWORD = "a long password for tests"


@pytest.fixture
def targets(town: Register) -> Targets:  # noqa: F811
    cache.clear()
    return Targets(town)


def signed_in(targets: Targets, who: str) -> Client:
    client = Client()
    client.force_login(targets.town.people[who])
    return client


def leads_to(answer: Any) -> str:
    """The host that a browser would ask next: it takes a backslash for a slash, and drops tabs and line breaks."""
    place = re.sub(r"[\t\r\n]", "", answer.headers.get("Location", "")).strip().replace("\\", "/")
    return urlsplit(urljoin("http://testserver/en/x", re.sub(r"^(https?):/*", r"\1://", place))).netloc


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_address_leads_to_another_site(targets: Targets, elsewhere: str):
    wanted = dict.fromkeys(LEADING, elsewhere)
    for who in (None, "superuser"):
        client = signed_in(targets, who) if who else Client()
        cookies = {name: each.value for name, each in client.cookies.items()}
        for row in rights_of_addresses():
            if row.route.startswith("/api/"):
                continue
            address = address_of(row, targets.arguments(row.name, row.whose))
            asked = "&".join(f"{name}={quote(value)}" for name, value in (targets.query(row.name) | wanted).items())
            data = targets.body(row.name, row.whose)() | wanted if row.method == "POST" else None
            before = transaction.savepoint()
            client = Client(headers={"referer": elsewhere})
            client.cookies.load(cookies)
            answer = getattr(client, row.method.lower())(f"{address}?{asked}", data)
            transaction.savepoint_rollback(before)
            cache.clear()
            assert leads_to(answer) == "testserver", f"{row.method} {row.name}: {answer.headers['Location']}"


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/account/login", "/\\evil.example", "/en//evil.example"]
)
def test_no_path_makes_a_page_that_leads_to_another_site(targets: Targets, path: str):
    answer = Client().get(path)
    assert leads_to(answer) == "testserver"
    links = re.findall(r'(?:href|action)="([^"]*)"', answer.content.decode())
    assert {urlsplit(urljoin("http://testserver/", link.replace("\\", "/"))).netloc for link in links} <= {"testserver"}


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_saying_the_password_again_leads_to_no_other_site(targets: Targets, elsewhere: str):
    client = signed_in(targets, "worker")
    answer = client.post("/en/account/reauthenticate/", {"password": PASSWORD, "next": elsewhere})
    assert answer.status_code == 302
    assert leads_to(answer) == "testserver"


def test_a_closure_of_another_place_is_not_reached_through_ones_own(targets: Targets):
    theirs = targets.closures["other"]
    for sent in ({"mistake": ""}, {"today": ""}, {"reopens_on": "2021-01-01"}):
        signed_in(targets, "worker").post(f"/en/venues/{targets.town.venue.pk}/closures/{theirs.pk}", sent)
        assert Closure.objects.filter(pk=theirs.pk, reopens_on="2020-02-01").exists(), sent


def test_a_new_place_with_the_key_of_another_one_leaves_that_alone(targets: Targets):
    theirs = targets.town.others_venue
    form = targets.body("venue-add", "own")() | {"key": str(theirs.pk)}
    signed_in(targets, "worker").post("/en/venues/new", form)
    kept = Venue.objects.get(pk=theirs.pk)
    assert (kept.name, kept.version, kept.organisation) == (theirs.name, theirs.version, theirs.organisation)
    assert not Venue.objects.filter(name=form["name"], pk=theirs.pk).exists()


def test_a_place_is_not_given_to_an_organisation_of_others(targets: Targets):
    client, address = signed_in(targets, "worker"), f"/en/venues/{targets.town.venue.pk}/edit"
    answer = client.post(address, filled(client.get(address), organisation=targets.town.other.name))
    assert answer.status_code == 422
    assert Venue.objects.get(pk=targets.town.venue.pk).organisation == targets.town.organisation


@pytest.fixture
def next_town(targets: Targets):
    """Another municipality, south of ours, in which nobody of ours has a role."""
    there = MunicipalityFactory(code="GM9991", name="Verderop")
    MunicipalityAreaFactory(edition__municipality=there, code="GM9991")
    return there


def test_who_keeps_one_municipality_reaches_nothing_of_the_next(targets: Targets, next_town):
    theirs = VenueFactory(municipality=next_town, name="Bij de buren", location=spot(3, 3))
    owner = OrganisationFactory(municipality=next_town)
    client, here = signed_in(targets, "administrator"), targets.town.municipality.pk
    assert client.post(f"/en/matches/{here}", {"venue": theirs.pk, "organisation": owner.pk}).status_code == 403
    client.post(f"/en/matches/{here}", {"venue": targets.ownerless.pk, "organisation": owner.pk})
    assert client.get(f"/en/boundaries/{next_town.pk}").status_code == 403
    assert client.get(f"/en/members/municipalities/{next_town.pk}").status_code == 403
    assert client.get(f"/en/members/organisations/{owner.pk}").status_code == 403
    assert client.get(f"/en/archive/{next_town.pk}").status_code == 403
    assert client.post(f"/en/venues/{theirs.pk}/archive").status_code == 403
    assert client.post("/en/files", {"owner": next_town.pk, "table": "venues"}).status_code == 403
    assert not Venue.everything.exclude(organisation=None).filter(pk__in=[theirs.pk, targets.ownerless.pk]).exists()


def test_an_activity_is_not_put_into_a_place_of_the_next_municipality(targets: Targets, next_town):
    theirs = VenueFactory(municipality=next_town, name="Bij de buren", location=spot(3, 3))
    form = targets.body("activity-add", "own")() | {"venue": str(theirs.pk), "coordinates": ""}
    signed_in(targets, "worker").post("/en/activities/new", form)
    assert not Activity.objects.filter(venue=theirs).exists()


@pytest.mark.parametrize("secure", [False, True])
def test_a_session_begins_anew_with_signing_in_and_ends_with_signing_out(targets: Targets, settings, secure: bool):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = secure
    user, client = targets.town.people["worker"], Client()
    # One that an attacker gave to somebody before.
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.get("/en/account/login/")
    assert client.post("/en/account/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    cookie = client.cookies["sessionid"]
    assert cookie.value != planted
    assert (bool(cookie["secure"]), cookie["httponly"], cookie["samesite"]) == (secure, True, "Lax")
    token = client.cookies["csrftoken"]
    assert (bool(token["secure"]), token["samesite"]) == (secure, "Lax")

    stranger = Client()
    for key in (planted, cookie.value):
        stranger.cookies["sessionid"] = key
        assert (stranger.get("/en/account").status_code == 200) is (key == cookie.value)
    client.post("/en/account/logout/")
    stranger.cookies["sessionid"] = cookie.value
    assert stranger.get("/en/account").status_code == 302


def test_a_changed_password_ends_every_other_session(targets: Targets):
    user = targets.town.people["worker"]
    thief, owner = signed_in(targets, "worker"), signed_in(targets, "worker")
    new = "quite another long password"
    owner.post("/en/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert thief.get("/en/account").status_code == 302


@pytest.mark.parametrize("address", ["/en/account/reauthenticate/", "/en/account/login/"])
def test_guessing_passwords_stops(targets: Targets, address: str):
    user = targets.town.people["worker"]
    assert EmailAddress.objects.filter(user=user, verified=True).exists()
    client = signed_in(targets, "worker") if "reauth" in address else Client()
    answers = [client.post(address, {"login": user.email, "password": f"guess {n}"}) for n in range(12)]
    right = client.post(address, {"login": user.email, "password": PASSWORD})
    assert right.status_code in {200, 429}, [answer.status_code for answer in answers]
