"""A small OpenID Connect provider that a test serves on this machine."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache


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
                if self.path.startswith("/authorize?"):
                    # Nobody is asked for a password here: the browser is sent straight back.
                    asked = parse_qs(urlparse(self.path).query)
                    self.send_response(302)
                    answer = urlencode({"code": "c", "state": asked["state"][0]})
                    self.send_header("Location", f"{asked['redirect_uri'][0]}?{answer}")
                    self.end_headers()
                else:
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


@contextmanager
def served(settings: Any) -> Iterator[Provider]:
    """The provider on a port of this machine, and the site set up to sign on there."""
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
    try:
        yield provider
    finally:
        provider.server.shutdown()
        thread.join()
        provider.server.server_close()
