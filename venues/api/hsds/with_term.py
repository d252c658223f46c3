"""Which offers have a term of a taxonomy, or any of its terms."""

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from venues.models import Activity, Audience, Slot
from venues.register.vocabulary import Taxonomy


def having(model: type[Model], taxonomy: Taxonomy, code: str | None = None) -> Q | Exists:
    """The condition on venues or activities.

    Args:
        model: `Venue` or `Activity`.
        taxonomy: The list of terms.
        code: The term; None for any.
    """
    match taxonomy:
        case Taxonomy.PLACES:
            return Q(places__isnull=False)
        case Taxonomy.AUDIENCE:
            rows = Audience.objects.filter(suitability__gt=0)
            return _some(model, rows if code is None else rows.filter(group=code))
        case Taxonomy.HOST:
            return _some(model, Slot.objects.exclude(host="") if code is None else Slot.objects.filter(host=code))
        case Taxonomy.SCHOOL_HOLIDAYS:
            told = Slot.objects.filter(in_school_holidays__isnull=False)
            return _some(model, told if code is None else told.filter(in_school_holidays=code == "yes"))
    return Q(pk__in=[]) if model is Activity else _of_venue(taxonomy, code)


def _of_venue(taxonomy: Taxonomy, code: str | None) -> Q:
    """What is only said of venues."""
    match taxonomy:
        case Taxonomy.LOW_THRESHOLD:
            return Q(low_threshold__len__gt=0) if code is None else Q(low_threshold__contains=[code])
        case Taxonomy.WHEELCHAIR:
            return ~Q(wheelchair="") if code is None else Q(wheelchair=code)
    return Q() if code is None else Q(venue_type=code)


def _some(model: type[Model], rows: Any) -> Exists:
    owner = "activity" if model is Activity else "venue"
    return Exists(rows.filter(**{owner: OuterRef("pk")}))
