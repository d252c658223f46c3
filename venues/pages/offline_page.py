"""What a browser keeps of this site for when there is no network: one page that says so, and its look."""

import json
from hashlib import sha256

from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from venues.pages.theme import theme_address

PAGE = "pages/offline.html"
LOOK = [
    "css/site.css",
    "img/mark.svg",
    "js/offline.js",
    "vendor/source-sans-3/source-sans-3-latin-wght-normal.woff2",
    "vendor/source-serif-4/source-serif-4-latin-wght-normal.woff2",
]
"""The files of ours that the page needs; a letter beyond these fonts falls back to one of the device."""


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """There is no network: the same for everybody, whoever is signed in."""
    return HttpResponse(render_to_string(PAGE), headers={"Cache-Control": "no-cache"})


@require_safe
# What the worker itself may do: fetch from this site, and nothing else.
@csp({"default-src": ["'none'"], "connect-src": ["'self'"]})
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The script that browsers run beside our pages, with what it is to keep; 404 where OFFLINE_PAGE is off."""
    if not settings.OFFLINE_PAGE:
        raise Http404
    # As JSON it is a literal of the script; all of it is ours.
    answer = render(request, "pages/offline-worker.js", {"kept": json.dumps(_kept())})
    answer["Content-Type"] = "text/javascript; charset=utf-8"
    answer["Cache-Control"] = "no-cache"
    return answer


def worker_address() -> str:
    """Where the worker is asked for; empty where browsers are to keep none."""
    return reverse("offline-worker") if settings.OFFLINE_PAGE else ""


def _kept() -> dict[str, object]:
    """The page of each language by how its addresses begin, the files it needs, and a mark that changes with either."""
    files = [static(name) for name in LOOK] + [address for address in [theme_address()] if address]
    mark, pages = sha256(json.dumps(files).encode()), []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pages.append({"begins": reverse("map"), "address": reverse("offline")})
            mark.update(render_to_string(PAGE).encode())
    # The most particular first: every address begins as a Dutch one.
    pages.sort(key=lambda page: len(page["begins"]), reverse=True)
    return {"version": mark.hexdigest()[:12], "pages": pages, "files": files}
