"""The data quality page: how complete and how fresh the register is, by area, organisation and kind, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from venues.models import Municipality
from venues.pages.completeness_words import help_of
from venues.pages.figures import number_text, share_text
from venues.pages.table_downloads import download
from venues.register.completeness import Fact
from venues.register.quality import By, Quality, quality_of
from venues.reports.quality_file import quality_table

FIRST = 25
Key = Callable[[Quality], Any]
SORTS: dict[str, Key] = {
    "name": lambda part: part.name.casefold(),
    "places": lambda part: part.places,
    "known": lambda part: part.known_share,
    "room": lambda part: part.room_share,
    "checked": lambda part: part.checked_share,
    "never": lambda part: part.never,
}
USUAL = "known"


@dataclass(frozen=True)
class Column:
    """A column that can be sorted by."""

    label: str
    url: str
    order: str
    css: str


@dataclass(frozen=True)
class Share:
    """A share in words, and as the length of a bar from 0 to 100."""

    text: str
    length: str


@require_safe
def quality_page(request: HttpRequest, municipality: str) -> HttpResponse:
    """Show the quality of a municipality's register; the address says by what, in which order and which names."""
    kept = get_object_or_404(Municipality, pk=municipality, is_scored=True)
    asked = _asked(request)
    whole, parts = quality_of(kept, By(asked["by"]), timezone.localdate())
    chosen = [part for part in parts if asked["q"].casefold() in part.name.casefold()]
    rows = _sorted(chosen, asked["sort"])
    shown = rows if asked["rows"] == "all" else rows[:FIRST]
    here = reverse("quality", args=[kept.pk])
    context = {
        "municipality": kept,
        "asked": asked,
        "whole": whole,
        "number": number_text(whole.places),
        "never": number_text(whole.never),
        "shares": _shares(whole),
        "facts": _facts(whole),
        "next": _first_missing(whole),
        "kinds": [(by.label, f"{here}?by={by.value}", by == asked["by"]) for by in By],
        "columns": _columns(here, asked),
        "rows": [
            {"part": part, "url": _url(part, asked["by"]), "table": _places(kept, part, asked["by"])} | _shares(part)
            for part in shown
        ],
        "hidden": len(rows) - len(shown),
        "all_url": f"{here}?{urlencode(asked | {'rows': 'all'})}",
        "files": [
            (kind.upper(), reverse("quality-file", args=[kept.pk, asked["by"], kind])) for kind in ("csv", "xlsx")
        ],
    }
    return render(request, "pages/quality.html", context)


@require_safe
def quality_file(request: HttpRequest, municipality: str, by: str, kind: str) -> HttpResponse:
    """The same as a table, all parts of it."""
    kept = get_object_or_404(Municipality, pk=municipality, is_scored=True)
    if by not in By.values:
        raise Http404
    _whole, parts = quality_of(kept, By(by), timezone.localdate())
    return download(kind, f"{_('quality')}-{kept.pk}-{by}", quality_table(By(by), parts))


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address asks for; what cannot be understood is the usual."""
    by, sort = request.GET.get("by", ""), request.GET.get("sort", "")
    return {
        "by": by if by in By.values else By.DISTRICT.value,
        "sort": sort if sort.removeprefix("-") in SORTS else USUAL,
        "q": request.GET.get("q", "").replace("\0", "").strip()[:100],
        "rows": "all" if request.GET.get("rows") == "all" else "",
    }


def _sorted(parts: list[Quality], sort: str) -> list[Quality]:
    """In an order; what has no figure comes last either way."""
    key = SORTS[sort.removeprefix("-")]
    with_figure = sorted((part for part in parts if key(part) is not None), key=key, reverse=sort.startswith("-"))
    return with_figure + [part for part in parts if key(part) is None]


def _columns(here: str, asked: dict[str, str]) -> list[Column]:
    labels = {
        "name": (By(asked["by"]).label, ""),
        "places": (_("Places"), "number"),
        "known": (_("Facts recorded"), "share"),
        "room": (_("Room known"), "share"),
        "checked": (_("Checked this half year"), "share"),
        "never": (_("Never checked"), "number"),
    }
    columns = []
    for name, (label, css) in labels.items():
        turned = f"-{name}" if asked["sort"] == name else name
        order = {name: "ascending", f"-{name}": "descending"}.get(asked["sort"], "none")
        columns.append(Column(str(label), f"{here}?{urlencode(asked | {'sort': turned})}", order, css))
    return columns


def _shares(part: Quality) -> dict[str, Share | None]:
    return {
        "known": _share(part.known_share),
        "room": _share(part.room_share),
        "checked": _share(part.checked_share),
    }


def _share(share: float | None) -> Share | None:
    return None if share is None else Share(share_text(share), f"{share * 100:.1f}")


def _facts(whole: Quality) -> list[dict[str, Any]]:
    """Each fact that can be known, in the order in which it helps most."""
    return [
        {
            "name": str(fact.label),
            "recorded": number_text(whole.asked[fact] - whole.missing[fact]),
            "asked": number_text(whole.asked[fact]),
            "share": _share(1 - whole.missing[fact] / whole.asked[fact]),
            "helps": help_of(fact),
        }
        for fact in Fact
        if whole.asked[fact]
    ]


def _first_missing(whole: Quality) -> dict[str, str] | None:
    """The fact to ask for first, and of how many places it is missing."""
    fact = next((fact for fact in Fact if whole.missing[fact]), None)
    return {"fact": str(fact.label), "number": number_text(whole.missing[fact])} if fact else None


def _url(part: Quality, by: str) -> str:
    """The page of an area; nothing else has one."""
    is_area = by in {By.DISTRICT, By.NEIGHBOURHOOD} and part.key
    return reverse("area", args=[part.key]) if is_area else ""


def _places(municipality: Municipality, part: Quality, by: str) -> str:
    """The places of a part as a table to fill in; empty where a filter cannot name them."""
    name = {By.ORGANISATION: "organisation", By.TYPE: "type"}.get(By(by), "area")
    value = part.name if by == By.ORGANISATION else part.key
    if not part.key or not part.places:
        return ""
    return f"{reverse('places-file', args=['csv'])}?{urlencode({'municipality': municipality.pk, name: value})}"
