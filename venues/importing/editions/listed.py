"""The editions of a municipality's boundaries, with what is loaded of each."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from venues.models import Edition, Figure, Indicator, Level, Municipality


@dataclass(frozen=True)
class EditionFacts:
    """An edition and what is loaded of it; `figures_on` is the date of its latest residents, None without any."""

    edition: Edition
    districts: int
    neighbourhoods: int
    with_residents: int
    indicators: int
    figures_on: date | None


def editions_of(municipality: Municipality) -> list[EditionFacts]:
    """All editions, newest first."""
    rows = municipality.editions.order_by("-year").annotate(
        districts=Count("areas", filter=Q(areas__level=Level.DISTRICT)),
        neighbourhoods=Count("areas", filter=Q(areas__level=Level.NEIGHBOURHOOD)),
    )
    figures = Figure.objects.filter(
        area__edition__municipality=municipality, area__level=Level.NEIGHBOURHOOD, value__isnull=False
    ).values("area__edition")
    residents = Q(indicator=Indicator.RESIDENTS)
    known = {
        row["area__edition"]: (row["with_residents"], row["indicators"], row["figures_on"])
        for row in figures.annotate(
            indicators=Count("indicator", distinct=True),
            with_residents=Count("area", distinct=True, filter=residents),
            figures_on=Max("reference_on", filter=residents),
        )
    }
    return [
        EditionFacts(edition, edition.districts, edition.neighbourhoods, *known.get(edition.pk, (0, 0, None)))
        for edition in rows
    ]
