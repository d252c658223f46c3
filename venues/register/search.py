"""Areas, places and activities that a text may mean, the likest first."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, FloatField, Q, Value, When
from django.db.models.functions import Concat, Length, Replace

from venues.models import Activity, Area, Level, Venue

SHORTEST, LONGEST = 2, 100
MOST = 30
ALIKE = 0.45
"""Lower, and a word shares little more than its first letters with what was written."""

CODE = re.compile(r"(?:GM|WK|BU)\d{2,}", re.IGNORECASE)
POSTCODE = re.compile(r"\d{4}\s?(?:[A-Z]{1,2})?", re.IGNORECASE)

_ORDER = ("-likeness", Length("name"))
"""Of names that are as like the text, the shorter one is more of it."""


@dataclass(frozen=True)
class Hit:
    """Something that a text may mean."""

    found: Area | Venue | Activity
    likeness: float
    """Higher is more alike: a name that is the text, then one that begins with it, has it, or is like it."""


def clean(text: str) -> str:
    """A text as it is looked for: without what no text of the register holds, and no longer than makes sense."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST].strip()


def search(text: str, today: date, most: int = MOST) -> list[Hit]:
    """What a text may mean; three queries, whatever is found.

    Args:
        text: As somebody typed it.
        today: Activities that ended by then are left out; each place has its `status` of that day.
        most: So many at most.

    Returns:
        Areas of the boundaries in use, places and activities; none for a text that is too short.
    """
    text = clean(text)
    if len(text) < SHORTEST:
        return []
    rows = [*_areas(text)[:most], *_venues(text, today)[:most], *_activities(text, today)[:most]]
    hits = [Hit(row, row.likeness) for row in rows]
    return sorted(hits, key=lambda hit: (-round(hit.likeness, 6), len(hit.found.name)))[:most]


def _areas(text: str) -> Any:
    # Of others the municipality alone: the map of the country has it.
    kept = Q(edition__municipality__is_scored=True) | Q(
        level=Level.MUNICIPALITY, edition__municipality__is_fictional=False
    )
    rows = Area.objects.active().filter(kept)
    rows = rows.select_related("edition__municipality", "parent").defer("boundary", "parent__boundary")
    by_code = Q(code__istartswith=text) if CODE.fullmatch(text) else None
    return _likest(rows, text, Concat("name", Value(" "), "edition__municipality__name"), by_code).order_by(
        *_ORDER, "code"
    )


def _venues(text: str, today: date) -> Any:
    by_postcode = None
    rows: Any = Venue.objects.with_status(today)
    if POSTCODE.fullmatch(text):
        rows = rows.alias(written=Replace("postcode", Value(" "), Value("")))
        by_postcode = Q(written__istartswith=text.replace(" ", ""))
    told = ("name", "address", "venue_type__name_nl", "venue_type__name_en", "municipality__name")
    parts = [part for name in told for part in (name, Value(" "))]
    rows = rows.select_related("venue_type", "municipality")
    return _likest(rows, text, Concat(*parts), by_postcode).order_by(*_ORDER, "name", "pk")


def _activities(text: str, today: date) -> Any:
    rows = Activity.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today)).select_related("venue", "municipality")
    told = Concat("name", Value(" "), "venue__name", Value(" "), "municipality__name")
    return _likest(rows, text, told).order_by(*_ORDER, "name", "pk")


def _likest(rows: Any, text: str, told: Any, otherwise: Q | None = None) -> Any:
    """The rows whose name has the text, or of which what is told of them is like it."""
    alike = Q(name__icontains=text) | Q(alike__gte=ALIKE)
    steps = [When(name__iexact=text, then=3.0), When(name__istartswith=text, then=2.0)]
    if otherwise is not None:
        alike |= otherwise
        steps.insert(0, When(otherwise, then=3.0))
    steps.append(When(name__icontains=text, then=1.0))
    rows = rows.annotate(alike=TrigramWordSimilarity(text, told)).filter(alike)
    return rows.annotate(
        likeness=Case(*steps, default=0.0, output_field=FloatField()) + TrigramWordSimilarity(text, told)
    )
