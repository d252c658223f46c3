"""A town in which one figure has every class and every kind of missing figure, in this order; its figures are made."""

from datetime import date

from tests.factories import (
    AreaFactory,
    EditionFactory,
    MunicipalityAreaFactory,
    MunicipalityFactory,
    OfferScoreFactory,
    RunFactory,
    ScoreFactory,
    VenueFactory,
    default_method,
    group,
    spot,
    venue_type,
)
from venues.assessment.change import AreaChange, TownChange
from venues.models import Run, Score
from venues.pages import change_shown
from venues.pages.indicators import INDICATORS

MISSING = ["unknown", "suppressed", "no-need"]
DAY = date(2026, 1, 1)


def values_of(key):
    """A value in each class: its lower boundary, where it has one."""
    return [c.low if c.low != float("-inf") else c.high - 0.1 for c in INDICATORS[key].classes]


def figures_town(key, monkeypatch):
    """As many neighbourhoods as there are looks; youth alone are scored."""
    town = MunicipalityFactory(register_loaded_on=DAY, code="GM9999", name="Waardveen", is_fictional=True)
    edition = EditionFactory(municipality=town)
    run = RunFactory(edition=edition, method=default_method(), kind=Run.Kind.LIVE, as_of=DAY)
    whole = MunicipalityAreaFactory(edition=edition)
    values = values_of(key)
    areas = [AreaFactory(edition=edition, row=0, column=place) for place in range(len(values) + len(MISSING))]
    for area, value in zip(areas, [*values, None, None, None], strict=True):
        place = areas.index(area)
        status = "ok" if value is not None else MISSING[place - len(values)]
        if key == "pressure":
            status = "ok"
            _offer(run, town, place, value, MISSING[place - len(values)] if value is None else "ok")
        for code in ("youth", None):
            _score(run, area, group(code) if code else None, status, key, value)
    for code in ("youth", None):
        _score(run, whole, group(code) if code else None, "ok", "coverage", 0.6)
    if key == "pressure":
        # Nothing of its load is told where an offer without one is reached; unknown is a town without a register.
        Run.objects.update(register_loaded=True)
    if key == "change":
        _change(monkeypatch, town, run, areas, values)
    return town


def _score(run, area, of, status, key, value):
    has_figure = status == "ok"
    coverage = value if key in {"coverage", "worst"} else 0.6
    given = {
        "reach": {"reach_none": None if value is None else 1 - value},
        "fragility": {"fragile_share": value},
        "bridging": {"bridging": value},
    }.get(key, {})
    ScoreFactory(
        run=run,
        area=area,
        group=of,
        status=status,
        coverage=coverage if has_figure else None,
        coverage_low=coverage * 0.5 if has_figure else None,
        coverage_high=coverage * 1.5 if has_figure else None,
        **given if has_figure else {},
    )


def _offer(run, town, column, pressure, status):
    if status in {"no-need", "unknown"}:
        return
    place = VenueFactory(municipality=town, venue_type=venue_type("library"), location=spot(column), name=f"H {column}")
    load = None if status == "suppressed" else 100 * pressure
    OfferScoreFactory(
        run=run, venue=place, activity=None, room_low=100, room=100, room_high=100, is_reached=True, load_hours=load
    )


def _change(monkeypatch, town, run, areas, values):
    changes = {}
    told = [(value, Score.Status.OK) for value in values] + [(None, Score.Status(each)) for each in MISSING]
    for area, (value, status) in zip(areas, told, strict=True):
        before, after = (None, None) if value is None else (1.0, 1.0 + value)
        for of in (group(), None):
            parts = (value, 0.0, 0.0, 0.0, 0.0) if value is not None else ()
            changes[area.code, of.code if of else None] = AreaChange(area, of, status, status, before, after, parts)
    made = TownChange(
        town, run.edition, run.method, date(2025, 1, 1), DAY, (date(2024, 1, 1), date(2025, 1, 1)), changes, [], {}
    )
    monkeypatch.setattr(change_shown, "requested_change", lambda *_asked: made)
