"""The page of somebody's own account: roles, and the way to the settings of signing in."""

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from venues.models import Token, User
from venues.register.members import places_to_lead

LISTED = 20


@login_required
def my_account(request: HttpRequest) -> HttpResponse:
    """What this account may do, and how it signs in."""
    user = cast(User, request.user)
    organisations, municipalities = places_to_lead(user)
    searched = request.GET.get("q", "").strip()
    found = organisations.filter(name__icontains=searched).order_by("name", "pk")
    context = {
        "searched": searched,
        "memberships": user.memberships.select_related("organisation__municipality", "municipality"),
        "led_organisations": found[:LISTED],
        "more_organisations": max(found.count() - LISTED, 0),
        "led_municipalities": municipalities,
        "working_tokens": Token.objects.filter(user=user).usable().count(),
        "has_second_step": is_mfa_enabled(user),
        "has_single_sign_on": bool(settings.OIDC_ISSUER),
    }
    return render(request, "account/my_account.html", context)
