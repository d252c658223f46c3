"""A small scored town in which every class and every missing figure occurs; its figures are made, not scored."""

from datetime import date

from tests.factories import (
    AreaFactory,
    DistrictFactory,
    EditionFactory,
    ExplanationFactory,
    MunicipalityAreaFactory,
    MunicipalityFactory,
    RunFactory,
    ScoreFactory,
    VenueFactory,
    default_method,
    group,
    spot,
    venue_type,
)
from venues.models import Municipality, Run, Score, Venue

YOUTH = [0.1, 0.3, 0.6, 0.9, 1.2, 2.6, None, None, None]
OLDER = [1.7, 1.1, 0.8, 0.55, 0.4, 0.2, 0.62, 0.9, None]
MISSING = ["unknown", "suppressed", "no-need"]
PARTS = [0.2111, 0.1777, 0.0999, 0.0666, 0.0333, 0.0114]
"""What six places add to the coverage of youth in Buurt 0-2: together 0.6."""


def scored_town(**municipality) -> Municipality:
    """Nine neighbourhoods in one district; youth and older people differ everywhere."""
    values = {"register_loaded_on": date(2026, 1, 1), "code": "GM9999", "name": "Waardveen", "is_fictional": True}
    town = MunicipalityFactory(**values | municipality)
    edition = EditionFactory(municipality=town)
    run = RunFactory(edition=edition, method=default_method(), kind=Run.Kind.LIVE)
    whole = MunicipalityAreaFactory(edition=edition)
    district = DistrictFactory(edition=edition)
    areas = [AreaFactory(edition=edition, row=0, column=column) for column in range(9)]
    for code, figures in (("youth", YOUTH), ("older-lonely", OLDER)):
        for area, coverage in [*zip(areas, figures, strict=True), (district, 0.8), (whole, 0.8)]:
            _score(run, area, code, coverage, MISSING[areas.index(area) - 6] if coverage is None else "ok")
    for area in [*areas, district, whole]:
        _score(run, area, None, 0.7, "ok")
    _explain(town, Score.objects.get(run=run, area=areas[2], group="youth"))
    return town


def _score(run, area, code, coverage, status):
    has_figure = coverage is not None
    ScoreFactory(
        run=run,
        area=area,
        group=group(code) if code else None,
        status=status,
        persons=100.0 if code and status != "suppressed" else None,
        need_hours=200.0 if has_figure else None,
        coverage=coverage,
        coverage_low=coverage * 0.5 if has_figure else None,
        coverage_high=coverage * 1.5 if has_figure else None,
        need_met=min(coverage, 1.0) * 0.9 if has_figure else None,
        known_share=0.54 if has_figure else None,
        reach_none=0.1 if has_figure else None,
        reach_one=0.3 if has_figure else None,
        reach_two_plus=0.6 if has_figure else None,
        nearest_m=423.0 if has_figure else None,
    )


def _explain(town, score):
    places: list[Venue] = [
        VenueFactory(municipality=town, venue_type=venue_type("library"), location=spot(column), name=f"Huis {column}")
        for column in range(len(PARTS))
    ]
    ExplanationFactory(
        score=score, venues=[place.pk for place in places], activities=[None] * len(PARTS), coverage=PARTS
    )
