"""The pages of somebody's tokens for the API: the list, a new one with its secret shown once, and revoking."""

from datetime import timedelta
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from venues.models import Scope, Token, User
from venues.register import tokens

LIVES = {
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
    180: gettext_lazy("half a year"),
    365: gettext_lazy("a year"),
}
"""Days, and how they are called."""


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy("Which program it is for, in your own words.")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it be used for?"),
        choices=lambda: [(scope.value, f"{scope.label} ({scope.value})") for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("It can never do more than you may. What is public can be read without a token."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long does it work?"), choices=list(LIVES.items()), coerce=int, initial=90
    )


@login_required
@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    """All of somebody's tokens, those that still work first."""
    mine = Token.objects.filter(user=cast(User, request.user))
    working = list(mine.usable())
    ended = [token for token in mine if token not in working]
    return render(request, "account/tokens.html", {"working": working, "ended": ended, "scopes": Scope})


# Whoever finds a browser open could else take a key along that works for a year.
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token. The answer to the form is the only page that ever shows the secret: it is kept nowhere."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = _made(cast(User, request.user), form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return render(request, "account/token_made.html", {"token": token, "secret": secret})
    return render(request, "account/token_new.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_POST
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of somebody's own tokens."""
    token = get_object_or_404(Token, pk=token_id, user=cast(User, request.user))
    tokens.revoke(token)
    messages.success(request, _("The token “%(name)s” works no more.") % {"name": token.name})
    return redirect("tokens")


def _made(user: User, wanted: dict[str, Any]) -> tuple[Token, str]:
    return tokens.issue(user, wanted["name"], wanted["scopes"], timedelta(days=wanted["days"]))
