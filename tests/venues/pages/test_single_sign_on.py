"""Single sign-on, against a small OpenID Connect provider that the test itself serves on this machine."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import jwt
import pytest
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client

from tests.factories import UserFactory
from venues.models import User


class Provider:
    """Discovery, keys, token and userinfo; `person` is who signs in there."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person = {"sub": "ab-12", "email": "anna@testdorp.example", "email_verified": True, "name": "Anna Jansen"}
        self.audience = "infra-map"
        self.asked: list[dict[str, list[str]]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(provider.get(urlparse(self.path).path, self.headers))

            def do_POST(self) -> None:
                body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                provider.asked.append(body)
                self.answer(provider.token())

            def answer(self, content: dict) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(content).encode())

            def log_message(self, *args: object) -> None:
                """Nothing: the tests read what was asked."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def get(self, path: str, headers) -> dict:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        assert headers["Authorization"] == "Bearer access"
        return self.person

    def token(self) -> dict:
        now = int(time.time())
        claims = {**self.person, "iss": self.address, "aud": self.audience, "iat": now, "exp": now + 60}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": signed}


@pytest.fixture
def provider(settings, db) -> Iterator[Provider]:
    cache.clear()
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever)
    thread.start()
    settings.OIDC_ISSUER = provider.address
    app = {
        "provider_id": "sso",
        "name": "Gemeente Testdorp",
        "client_id": "infra-map",
        "secret": "a secret",
        "settings": {"server_url": provider.address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield provider
    provider.server.shutdown()
    thread.join()
    provider.server.server_close()


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
