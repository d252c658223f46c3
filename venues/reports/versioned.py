"""Files and tiles of the map that browsers may keep under the address of their version."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

WEEK_S = 7 * 24 * 60 * 60


def versioned(
    request: HttpRequest, version: str, answer: Callable[[], HttpResponseBase], tag: str = ""
) -> HttpResponseBase:
    """The answer, or the short one to who has it; kept for a week where the address names the version in `v`.

    Args:
        request: What was asked.
        version: Changes when the data do.
        answer: Makes the answer, gzipped where that is accepted.
        tag: What else tells this answer from others of the same version.
    """
    etag = f'W/"{version}{tag}"'
    response = get_conditional_response(request, etag=etag) or answer()
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    if request.GET.get("v") == version:
        patch_cache_control(response, public=True, max_age=WEEK_S, immutable=True)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    return response
