"""The second step of signing in: codes of an app, and recovery codes."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from tests.factories import UserFactory
from venues.models import User

PASSWORD = "a long password for tests"


@pytest.fixture(autouse=True)
def _limits_start_afresh(db):
    cache.clear()


@pytest.fixture
def person() -> User:
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_of_the_app(secret: str) -> str:
    """Of this half minute; those beside it are accepted too, so that a test may run over its end."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def enter(client: Client, user: User) -> str:
    answer = client.post("/en/account/login/", {"login": user.email, "password": PASSWORD})
    return answer["Location"]


@pytest.fixture
def secret(client, person) -> str:
    """Of an app that was set up on the pages."""
    enter(client, person)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/en/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page)[1]
    assert "data:image/svg+xml" in page
    answer = client.post("/en/account/2fa/totp/activate/", {"code": code_of_the_app(secret)})
    assert answer.status_code == 302
    cache.clear()
    return secret


def test_an_app_is_set_up_and_then_asked_for(client, person, secret):
    fresh = Client()
    assert enter(fresh, person).startswith("/en/account/2fa/authenticate/")
    assert "_auth_user_id" not in fresh.session
    assert fresh.post("/en/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    # Set up and signed in within the same half minute: a code works once, and this is still the first.
    cache.clear()
    answer = fresh.post("/en/account/2fa/authenticate/", {"code": code_of_the_app(secret)})
    assert answer["Location"] == "/en/account"
    assert fresh.session["_auth_user_id"] == str(person.pk)


def test_the_password_alone_opens_nothing_then(person, secret):
    fresh = Client()
    enter(fresh, person)
    assert fresh.get("/en/account")["Location"].startswith("/en/account/login/")


def test_a_recovery_code_opens_once(client, person, secret):
    page = client.get("/en/account/2fa/recovery-codes/").content.decode()
    code = re.search(r"<textarea[^>]*>\s*(\d+)", page)[1]
    for status in (302, 200):
        fresh = Client()
        enter(fresh, person)
        assert fresh.post("/en/account/2fa/authenticate/", {"code": code}).status_code == status


def test_the_administration_asks_for_the_second_step_too(person, secret):
    User.objects.update(is_staff=True, is_superuser=True)
    fresh = Client()
    enter(fresh, person)
    assert fresh.get("/admin/").status_code == 302


def test_setting_up_a_second_step_asks_for_the_password_again(client, person):
    client.force_login(person)
    for path in ("totp/activate/", "webauthn/add/", "recovery-codes/generate/"):
        answer = client.get(f"/en/account/2fa/{path}")
        assert answer["Location"].startswith(("/en/account/reauthenticate/", "/en/account/2fa/")), path
        assert answer.status_code == 302


def test_the_key_of_somebody_else_cannot_be_renamed_or_removed(client, person, secret):
    other = UserFactory()
    key = Authenticator.objects.create(user=other, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    client.post("/en/account/2fa/reauthenticate/", {"code": code_of_the_app(secret)})
    for action in ("edit", "remove"):
        assert client.post(f"/en/account/2fa/webauthn/keys/{key.pk}/{action}/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
