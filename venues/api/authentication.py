"""Who asks, by a token in the Authorization header. No cookie has a say, so that no other site can borrow somebody."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from venues.models import Scope, Token, User
from venues.register import tokens

SCHEME = "bearer"
CHALLENGE = 'Bearer realm="infra_map"'


class TokenRefused(AuthenticationFailed):
    """A header that nobody can be recognised by; `code` says why."""

    where = "header"
    location = "Authorization"


class TokenMissing(NotAuthenticated):
    """Nobody said who asks, where that must be known."""

    where = "header"
    location = "Authorization"


class ScopeMissing(PermissionDenied):
    """The token was not made for this."""

    where = "header"
    location = "Authorization"

    def __init__(self, scope: Scope) -> None:
        said = _("This token has not the scope “%(scope)s”. Make one that has it on the page of your account.")
        super().__init__(said % {"scope": scope.value}, "missing_scope")


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`. Without the header somebody reads what is public."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """The owner and the token.

        Raises:
            TokenRefused: If the header holds no token that works.
        """
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, secret = header.strip().partition(" ")
        if scheme.casefold() != SCHEME or not secret.strip():
            raise TokenRefused(_("Write the header as “Authorization: Bearer” and the token after it."), "no_bearer")
        token = tokens.recognise(secret.strip())
        if token is None:
            raise TokenRefused(_("No such token was given out here."), "unknown_token")
        if token.revoked_at:
            raise TokenRefused(_("This token was revoked. Make another one on the page of your account."), "revoked")
        if token.has_expired:
            raise TokenRefused(_("This token has expired. Make another one on the page of your account."), "expired")
        if not token.user.is_active:
            raise TokenRefused(_("The account of this token is closed."), "inactive")
        tokens.note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What `WWW-Authenticate` says (RFC 6750)."""
        return f'{CHALLENGE}, error="invalid_token"' if "Authorization" in request.headers else CHALLENGE


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document tells of it."""

    target_class = BearerAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token without a form of its own."""
        return {
            "type": "http",
            "scheme": SCHEME,
            "description": "Made on the page of your account. It reads and writes what you may, within its scopes.",
        }


def require_scope(request: Request, scope: Scope) -> User:
    """The person who asks, with a token that is meant for it.

    Raises:
        TokenMissing: If there is no token.
        ScopeMissing: If it has not the scope.
    """
    if not isinstance(request.auth, Token):
        raise TokenMissing(
            _("This needs a token: send “Authorization: Bearer” and the token. Your account has a page for them.")
        )
    if scope not in request.auth.scopes:
        raise ScopeMissing(scope)
    return request.auth.user


def reader(request: Request) -> User | None:
    """Who reads with a token that is meant for what is not public; None for everybody else."""
    has_scope = isinstance(request.auth, Token) and Scope.READ in request.auth.scopes
    return request.auth.user if has_scope else None
