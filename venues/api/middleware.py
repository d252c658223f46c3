"""What holds for every answer below /api and /ogc, also those that no view of ours gave."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from venues.api import API_VERSION
from venues.api.errors import members, problem

BASES = ("/api/", "/ogc/")


class ApiMiddleware:
    """Says the version of the API, and turns an error page into a problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        response = self.get_response(request)
        if not f"{request.path_info}/".startswith(BASES):
            return response
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code >= HTTPStatus.BAD_REQUEST and is_page:
            response = problem(members(response.status_code, _("This request could not be answered.")))
        response.headers["API-Version"] = API_VERSION
        return response
