"""The colours, letters and measures of a municipality: a file of design tokens that comes after ours."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from venues.reports.versioned import WEEK_S


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The file that THEME_CSS names; its address changes with what it says, so that browsers keep it."""
    if not settings.THEME_CSS:
        raise Http404
    answer = HttpResponse(_read(settings.THEME_CSS)[0], content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={WEEK_S}, immutable"
    return answer


def theme_address() -> str:
    """Where the file is asked for; empty where THEME_CSS names none."""
    return f"{reverse('theme')}?v={_read(settings.THEME_CSS)[1]}" if settings.THEME_CSS else ""


@lru_cache(maxsize=1)
def _read(path: str) -> tuple[str, str]:
    """The text of the file and a mark of it, read once by each process."""
    text = Path(path).read_text(encoding="utf-8")
    return text, sha256(text.encode()).hexdigest()[:12]
