"""What signing in allows here: nobody makes an account by themselves, except by the municipality's single sign-on."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts with a password come by invitation or from an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: there is no public sign-up."""
        return False


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """Whom the municipality's own sign-on lets in gets an account, without any role."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Always: the issuer decides who its people are."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Keeps the address alone: names are not needed here."""
        return super().populate_user(request, sociallogin, {"email": data.get("email")})
