"""Single sign-on, against a small OpenID Connect provider that the test itself serves on this machine."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tests.factories import UserFactory
from tests.venues.pages.sign_on_provider import Provider, served
from venues.models import User


@pytest.fixture
def provider(settings, db) -> Iterator[Provider]:
    with served(settings) as provider:
        yield provider


def sign_in(client: Client, provider: Provider, path: str = "/account/oidc/sso/login/"):
    sent = urlparse(client.post(path)["Location"])
    asked = parse_qs(sent.query)
    assert f"{sent.scheme}://{sent.netloc}{sent.path}" == f"{provider.address}/authorize"
    assert asked["redirect_uri"] == ["http://testserver/account/oidc/sso/login/callback/"]
    return client.get("/account/oidc/sso/login/callback/", {"code": "c", "state": asked["state"][0]})


def test_a_first_sign_in_makes_an_account_without_roles(client, provider):
    assert "Sign in with Gemeente Testdorp" in client.get("/en/account/login/").content.decode()
    answer = sign_in(client, provider)
    assert (answer.status_code, answer["Location"]) == (302, "/account")
    user = User.objects.get()
    assert (user.email, user.first_name, user.last_name) == ("anna@testdorp.example", "", "")
    assert not user.memberships.exists()
    assert not user.is_staff
    assert not user.has_usable_password()
    assert client.get("/en/account").status_code == 200


def test_the_code_is_exchanged_with_the_secret_and_the_proof_key(client, provider):
    sign_in(client, provider)
    assert provider.asked[0]["client_secret"] == ["a secret"]
    assert provider.asked[0]["code_verifier"]


def test_the_second_sign_in_is_the_same_account(provider):
    sign_in(Client(), provider)
    sign_in(Client(), provider)
    assert User.objects.count() == 1


def test_an_address_that_the_provider_vouches_for_opens_the_account_that_has_it(client, provider):
    user = UserFactory(email="anna@testdorp.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sign_in(client, provider)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_address_that_it_does_not_vouch_for_opens_no_account(client, provider):
    user = UserFactory(email="anna@testdorp.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    provider.person["email_verified"] = False
    sign_in(client, provider)
    assert client.session.get("_auth_user_id") != str(user.pk)


def test_a_token_for_another_site_opens_nothing(client, provider):
    provider.audience = "another-site"
    sign_in(client, provider)
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()


def test_an_answer_that_nobody_asked_for_opens_nothing(client, provider):
    client.get("/account/oidc/sso/login/callback/", {"code": "c", "state": "made-up"})
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()


def test_without_an_issuer_there_is_no_button(client, db):
    page = client.get("/en/account/login/").content.decode()
    assert "/oidc/" not in page
    assert client.get("/account/oidc/sso/login/").status_code == 404
