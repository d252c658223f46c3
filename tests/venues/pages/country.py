"""A small country: a scored municipality in every class and with every missing figure, and outlines beside them."""

from tests.factories import (
    EditionFactory,
    MunicipalityAreaFactory,
    MunicipalityFactory,
    RunFactory,
    ScoreFactory,
    default_method,
    group,
    square,
)
from venues.models import Municipality, Run

COVERAGES = [0.1, 0.3, 0.6, 0.9, 1.2, 1.7, None, None, None]
MISSING = ["unknown", "suppressed", "no-need"]
OUTLINES = ["'s-Hoek", "Almeer", "Zuidwold"]
"""Names of municipalities that are not scored."""


def small_country() -> list[Municipality]:
    """Twelve squares of five kilometres in one row, the outlines last."""
    return [
        *(_scored(place, coverage) for place, coverage in enumerate(COVERAGES)),
        *(_outline(len(COVERAGES) + place, name) for place, name in enumerate(OUTLINES)),
    ]


def _outline(place: int, name: str, *, is_scored: bool = False) -> Municipality:
    values = {"is_fictional": False, "register_loaded_on": None, "attribution": ["Bron: CBS (CC BY 4.0)"]}
    found = MunicipalityFactory(code=f"GM80{place:02d}", name=name, is_scored=is_scored, **values)
    edition = EditionFactory(municipality=found)
    MunicipalityAreaFactory(edition=edition, boundary=square(column=10 * place, columns=10, rows=10))
    return found


def _scored(place: int, coverage: float | None) -> Municipality:
    found = _outline(place, f"Stad {place}", is_scored=True)
    edition = found.editions.get()
    run = RunFactory(edition=edition, method=default_method(), kind=Run.Kind.LIVE)
    known = coverage is not None
    for code, value in (("youth", coverage), ("older-lonely", 0.8), (None, 0.7)):
        has_figure = value is not None
        ScoreFactory(
            run=run,
            area=edition.areas.get(),
            group=group(code) if code else None,
            status="ok" if has_figure else MISSING[place - 6],
            persons=1000.0 + place if code and (known or place != 7) else None,
            need_hours=2000.0 + place if has_figure else None,
            coverage=value,
            coverage_low=value * 0.5 if has_figure else None,
            coverage_high=value * 1.5 if has_figure else None,
            known_share=0.5 if has_figure else None,
        )
    return found
