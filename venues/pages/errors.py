"""Error pages of our own: what went wrong, and the way on."""

import re

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

DJANGOS_OWN = re.compile(r"No \w+ matches the given query\.")
"""What Django says of a row that is not there: it names a class, in English."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The address cannot be understood."""
    return _error(request, 400, _("This address cannot be understood"), str(exception))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this user."""
    said = _said(exception) or _("Sign in with an account that has the right.")
    return _error(request, 403, _("This page is not open to you"), said)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this site: sent from elsewhere, or from a page that was open too long."""
    detail = _(
        "Go back, load the page anew and send the form once more. Your browser must accept cookies of this site."
    )
    return _error(request, 403, _("This form cannot be taken"), detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing lives at this address."""
    said = _said(exception)
    if not said or DJANGOS_OWN.fullmatch(said):
        said = _("Look at the spelling of the address, or find the page by the field above or on the map.")
    return _error(request, 404, _("This page does not exist"), said)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Tried too often: guessing passwords is not possible this way."""
    return _error(request, 429, _("You tried too often"), _("Wait a few minutes and try again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Something of ours broke."""
    # The database may be what broke: this page asks it nothing, not even who is there.
    request.user = AnonymousUser()
    return _error(request, 500, _("Something went wrong here"), _("The fault is ours, and it has been recorded."))


def _said(exception: Exception) -> str:
    """The reason in words, where one was given."""
    return str(exception) if exception.args and isinstance(exception.args[0], str) else ""


def _error(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    return render(request, "errors/error.html", {"title": title, "detail": detail, "status": status}, status=status)
