"""The pages of somebody's tokens: made after saying the password, shown once, listed with their use, revoked."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.utils import timezone

from tests.factories import UserFactory
from venues.models import Scope, Token
from venues.register import tokens

pytestmark = pytest.mark.django_db
NEW = "/en/account/tokens/new"
WANTED = {"name": "Nightly script", "scopes": ["read", "write:venues"], "days": "90"}


@pytest.fixture
def owner(client):
    """Somebody who has just given the password once more."""
    cache.clear()
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    client.post("/en/account/reauthenticate/", {"password": "a long password for tests"})
    return user


def made(client, **changes) -> str:
    """Make a token on the page; its secret."""
    page = client.post(NEW, WANTED | changes).content.decode()
    return re.search(r'id="secret"[^>]*value="([^"]+)"', page)[1]


def test_the_secret_of_a_new_token_is_shown_once_and_works(client, owner):
    answer = client.post(NEW, WANTED)
    secret = re.search(r'id="secret"[^>]*value="([^"]+)"', answer.content.decode())[1]
    assert "no-store" in answer.headers["Cache-Control"]
    token = Token.objects.get(user=owner)
    assert (token.name, token.scopes) == ("Nightly script", ["read", "write:venues"])
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    used = client.get("/api/v1/venue-types", headers={"Authorization": f"Bearer {secret}"})
    assert used.status_code == 200
    page = client.get("/en/account/tokens").content.decode()
    assert secret not in page
    assert "Nightly script" in page
    assert token.prefix in page
    assert "Last used on" in page
    assert "1 works" in client.get("/en/account").content.decode()


def test_the_form_explains_each_scope_and_names_it(client, owner):
    page = client.get(NEW).content.decode()
    for scope in Scope:
        assert f"({scope.value})" in page


def test_sending_the_form_again_makes_no_second_token(client, owner):
    made(client)
    again = client.post(NEW, WANTED)
    assert again.status_code == 422
    assert "You have a token of this name already" in again.content.decode()
    assert Token.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"scopes": []},
        {"scopes": ["write:everything"]},
        {"days": "3650"},
        {"name": "x" * 61},
        {"days": ""},
    ],
)
def test_a_form_that_says_too_little_or_too_much_makes_none(client, owner, changes):
    answer = client.post(NEW, WANTED | changes)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Token.objects.exists()


def test_whoever_finds_a_browser_open_makes_no_token_without_the_password(client):
    client.force_login(UserFactory())
    for answer in (client.get(NEW), client.post(NEW, WANTED)):
        assert answer["Location"].startswith("/en/account/reauthenticate/")
    assert not Token.objects.exists()


def test_a_revoked_token_works_no_more_and_its_name_is_free_again(client, owner):
    secret = made(client)
    token = Token.objects.get()
    answer = client.post(f"/en/account/tokens/{token.pk}/revoke", follow=True)
    assert "works no more" in answer.content.decode()
    assert client.get("/api/v1/venue-types", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    token.refresh_from_db()
    first = token.revoked_at
    client.post(f"/en/account/tokens/{token.pk}/revoke")
    token.refresh_from_db()
    assert token.revoked_at == first
    assert made(client) != secret


def test_nobody_sees_or_revokes_the_tokens_of_another(client, owner):
    theirs, _secret = tokens.issue(UserFactory(is_superuser=True), "Theirs", ["read"], timedelta(days=1))
    assert "Theirs" not in client.get("/en/account/tokens").content.decode()
    assert client.post(f"/en/account/tokens/{theirs.pk}/revoke").status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_an_expired_token_is_told_of_and_makes_room_for_its_successor(client, owner):
    made(client)
    long_ago = timezone.now() - timedelta(days=100)
    Token.objects.update(created_at=long_ago, expires_at=long_ago + timedelta(days=90))
    assert "Expired on" in client.get("/en/account/tokens").content.decode()
    made(client)
    assert Token.objects.count() == 2


def test_so_many_tokens_and_no_more(client, owner):
    for number in range(tokens.MOST):
        tokens.issue(owner, f"Script {number}", ["read"], timedelta(days=1))
    answer = client.post(NEW, WANTED)
    assert answer.status_code == 422
    assert "Revoke one first" in answer.content.decode()


def test_who_runs_the_site_sees_that_tokens_exist_and_revokes_them_by_permission(client):
    token, secret = tokens.issue(UserFactory(), "Theirs", Scope.values, timedelta(days=1))
    clerk = UserFactory(is_staff=True)
    client.force_login(clerk)
    clerk.user_permissions.add(Permission.objects.get(codename="view_token"))
    chosen = {"action": "revoke", "_selected_action": [token.pk]}
    page = client.get("/admin/venues/token/").content.decode()
    assert token.prefix in page
    for address in ("/admin/venues/token/", f"/admin/venues/token/{token.pk}/change/"):
        page = client.get(address).content.decode()
        assert token.digest not in page
        assert secret not in page
    client.post("/admin/venues/token/", chosen)
    token.refresh_from_db()
    assert token.revoked_at is None
    clerk.user_permissions.add(Permission.objects.get(codename="change_token"))
    client.post("/admin/venues/token/", chosen)
    token.refresh_from_db()
    assert token.revoked_at is not None
