"""The fictional town goes through the same doors as a real municipality, and tells the story that was put in."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone, translation

from tests.venues.assessment.rescored import assert_as_scored_anew
from venues.assessment.change import FACTORS, TownChange, change_between
from venues.assessment.events import EventKind
from venues.assessment.history import FIGURES, last_month
from venues.assessment.prepared import prepared_for
from venues.assessment.queries import assessment_on, contributions
from venues.assessment.run import assess
from venues.assessment.what_if import Opening, Proposal
from venues.city import load_demo_town
from venues.importing.defaults import load_defaults
from venues.models import Closure, History, ImportRun, Level, Municipality, Run, Score, Slot, Staffing, Venue

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo-city")]

SPAN = date(2016, 7, 1), date(2026, 7, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Path]:
    """The files of the town, loaded once for this module and undone after it."""
    folder = tmp_path_factory.mktemp("demo_town")
    with django_db_blocker.unblock(), translation.override("en"), transaction.atomic():
        load_defaults()
        load_demo_town(folder, lambda _line: None)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def town(folder) -> Municipality:
    return Municipality.objects.get(code="GM9999")


def coverage(town: Municipality, day: date, area: str) -> float:
    assessment = assessment_on(town, day)
    assert assessment is not None
    score = assessment.score(area, None)
    assert score is not None
    assert score.coverage is not None
    return score.coverage


def test_every_file_of_the_town_is_taken_whole(town):
    runs = ImportRun.objects.filter(municipality=town)
    assert {run.status for run in runs} == {ImportRun.Status.DONE}
    assert sum(run.rows_refused for run in runs) == 0
    assert Venue.objects.filter(municipality=town).count() == 180
    assert town.activities.count() == 60
    assert town.is_fictional


def test_six_groups_are_scored_as_of_today(town):
    run = Run.objects.get(municipality=town, kind=Run.Kind.LIVE)
    assert run.as_of == timezone.localdate()
    assert run.points_kind == "square"
    assert run.has_streets
    ok = run.scores.filter(status=Score.Status.OK)
    assert len(set(ok.values_list("group", flat=True))) == 7
    assert ok.filter(known_share__gt=0).count() > 0


def test_the_declining_district_falls_from_well_covered_to_least(town, folder):
    district = json.loads((folder / "truth.json").read_text())["declining_district"]
    then, now = (coverage(town, day, district) for day in (date(2016, 2, 1), date(2026, 2, 1)))
    assert then > 1
    assert now < 0.6 * then
    districts = assessment_on(town, date(2026, 2, 1)).at("district", None)
    assert min(districts, key=lambda score: score.coverage).area.code == district
    closed = Closure.objects.filter(venue__municipality=town, extent="whole", reopens_on=None)
    assert closed.count() >= 10


DAY, IN_A_YEAR = "2026-06-01", "2027-06-01"


@cache
def rows_by_offer(folder: Path, table: str) -> dict[str, list[dict[str, str]]]:
    with (folder / f"{table}.csv").open(encoding="utf-8") as lines:
        found = defaultdict(list)
        for row in csv.DictReader(lines):
            found[row["venue"] or row.get("activity", "")].append(row)
    return found


def holds(row: dict[str, str], day: str) -> bool:
    return (not row["starts_on"] or row["starts_on"] <= day) and (not row["ends_on"] or day < row["ends_on"])


def reasons_by_the_rules(folder: Path, key: str, budget: str) -> set[str]:
    """The reasons of one place or activity, worked out from the generator's own tables."""
    money = rows_by_offer(folder, "funding")[key]
    held = [row for row in money if holds(row, DAY)]
    hosts = [row for row in rows_by_offer(folder, "staffing")[key] if holds(row, DAY)]
    seen = [row for row in rows_by_offer(folder, "inspections")[key] if row["inspected_on"] <= DAY]
    reasons = set()
    for row in held:
        ends = row["ends_on"]
        goes_on = any(other["funder"] == row["funder"] and holds(other, ends) for other in money)
        if row["is_public"] == "yes" and ends and ends <= IN_A_YEAR and not goes_on:
            reasons.add("funding-ends")
    structural = sum(float(row["amount_eur"]) for row in held if row["is_structural"] != "no")
    is_public = all(row["is_public"] == "yes" for row in held)
    if held and is_public and structural < 0.5 * float(budget or sum(float(row["amount_eur"]) for row in held)):
        reasons.add("underfunded")
    hours = defaultdict(float)
    for row in hosts:
        hours[row["kind"]] += float(row["hours_per_week"])
    if hours["vacancy"] and hours["vacancy"] >= 0.2 * sum(hours.values()):
        reasons.add("vacancies")
    if hosts and not hours["professional"]:
        reasons.add("unpaid")
    if seen and int(max(seen, key=lambda row: row["inspected_on"])["condition"]) >= 4:
        reasons.add("condition")
    return reasons


def test_fragility_lists_exactly_the_places_that_the_rules_name(town, folder):
    district = json.loads((folder / "truth.json").read_text())["declining_district"]
    budgets = {}
    with (folder / "venues.csv").open(encoding="utf-8") as lines:
        budgets = {row["key"]: row["budget_needed_eur"] for row in csv.DictReader(lines)}
    assessment = assessment_on(town, date.fromisoformat(DAY))
    offers = {(offer.venue_id, offer.activity_id): offer for offer in assessment.offers}
    expected, found = {}, {}
    for (venue_id, activity_id), offer in offers.items():
        rows = [*Venue.objects.filter(pk=venue_id), *town.activities.filter(pk=activity_id)]
        keys = [row.source_key for row in rows]
        name = "/".join(keys)
        expected[name] = set().union(*(reasons_by_the_rules(folder, key, budgets.get(key, "")) for key in keys))
        found[name] = set(offer.risks)
    assert found == expected
    assert set().union(*expected.values()) == {"funding-ends", "underfunded", "vacancies", "unpaid", "condition"}
    score = assessment.score(district, None)
    parts = contributions(assessment, score)
    at_risk = sum(part.coverage for part in parts if offers[part.venue_id, part.activity_id].risks)
    assert score.fragile_share == pytest.approx(at_risk / score.coverage)
    # The district that declines leans on places at risk more than the town as a whole.
    assert score.fragile_share > assessment.score(town.code, None).fragile_share


@cache
def ten_years() -> TownChange:
    return change_between(Municipality.objects.get(code="GM9999"), SPAN[0], SPAN[1])


def between(on: str) -> bool:
    return SPAN[0] < date.fromisoformat(on) <= SPAN[1]


def test_the_fall_of_the_declining_district_is_put_down_to_closures_and_hosting(town, folder):
    truth = json.loads((folder / "truth.json").read_text())
    for change in ten_years().of_area(truth["declining_district"]):
        parts = dict(zip(FACTORS, change.parts, strict=True))
        assert sum(change.parts) == pytest.approx(change.after - change.before, abs=1e-9)
        assert min(parts, key=parts.get) == "presence", change.group
        assert parts["hosted-hours"] < 0, change.group
        # What the generator put in explains the fall. The rest is demand: it put more newcomers in as well.
        assert parts["presence"] + parts["hosted-hours"] < 0.7 * (change.after - change.before), change.group
        if change.group and change.group.code in {"newcomers", "older-lonely"}:
            assert parts["demand"] < 0, change.group
        assert abs(parts["places"]) < 0.02
        assert abs(parts["record-keeping"]) < 0.02
    for change in ten_years().of_area(truth["growing_district"]):
        parts = dict(zip(FACTORS, change.parts, strict=True))
        assert max(parts, key=parts.get) == "presence", change.group
        assert parts["demand"] < 0, change.group


def test_a_default_that_made_way_for_a_record_is_record_keeping_and_nothing_else(town, folder):
    truth = json.loads((folder / "truth.json").read_text())
    district, late = truth["declining_district"], [row["venue"] for row in truth["recorded_since"]]
    assert {row["district"] for row in truth["recorded_since"]} == {district}
    told = {change.group: dict(zip(FACTORS, change.parts, strict=True)) for change in ten_years().of_area(district)}
    with transaction.atomic():
        # Had they been recorded from the start, the fall would have the same causes, and no such part.
        for model in (Slot, Staffing):
            model.objects.filter(venue__source_key__in=late, venue__municipality=town).update(starts_on=None)
        known = change_between(town, *SPAN).of_area(district)
        transaction.set_rollback(True)
    for change in known:
        parts = dict(zip(FACTORS, change.parts, strict=True))
        assert parts["record-keeping"] == 0, change.group
        if change.group is None or change.group.code != "youth":
            assert abs(told[change.group]["record-keeping"]) > 1e-4, change.group
        for factor in ("presence", "hosted-hours", "places", "demand"):
            assert told[change.group][factor] == pytest.approx(parts[factor], abs=0.005), change.group
    happened = [event for event in ten_years().events_in(district) if event.venue and event.venue.source_key in late]
    assert {(event.venue.source_key, f"{event.on}", event.kind) for event in happened if not event.activity} == {
        (row["venue"], row["on"], EventKind.RECORDED) for row in truth["recorded_since"]
    }


def test_what_happened_in_the_district_is_what_the_generator_did(town, folder):
    truth = json.loads((folder / "truth.json").read_text())
    district = truth["declining_district"]
    happened = [event for event in ten_years().events_in(district) if not event.activity]
    closed = [event for event in happened if event.kind == EventKind.CLOSED]
    assert {(event.venue.source_key, f"{event.on}", event.closure.reason) for event in closed} == {
        (row["venue"], row["closed_on"], row["reason"])
        for row in truth["closures_in_declining_district"]
        if between(row["closed_on"])
    }
    cuts = {
        (event.venue.source_key, f"{event.on}"): event.hours_before - event.hours_after
        for event in happened
        if event.kind == EventKind.FEWER_HOURS
    }
    assert cuts == {
        (row["venue"], row["on"]): pytest.approx(row["hosted_hours_per_week_lost"])
        for row in truth["hosting_cuts"]
        if row["district"] == district and between(row["on"])
    }
    assert len(happened) == len(closed) + len(cuts) + len(truth["recorded_since"])


def test_openings_and_temporary_closures_of_the_town_are_those_of_the_generator(town, folder):
    truth = json.loads((folder / "truth.json").read_text())
    happened = [event for event in ten_years().events_in(town.code) if not event.activity]
    assert {(e.venue.source_key, f"{e.on}") for e in happened if e.kind == EventKind.OPENED} == {
        (row["venue"], row["opened_on"]) for row in truth["openings"] if between(row["opened_on"])
    }
    assert {
        (e.venue.source_key, f"{e.on}", f"{e.closure.reopens_on}")
        for e in happened
        if e.kind == EventKind.CLOSED and e.closure.reopens_on
    } == {
        (row["venue"], row["closed_on"], row["reopens_on"])
        for row in truth["temporary_closures"]
        if between(row["closed_on"])
    }


def test_the_town_has_its_months_since_2016(town, folder):
    history = History.objects.get(municipality=town)
    this_month = timezone.localdate().replace(day=1)
    assert (history.first_on, last_month(history)) == (date(2016, 1, 1), this_month)
    district = json.loads((folder / "truth.json").read_text())["declining_district"]
    kept = history.series.get(area__code=district, group=None)
    for month, day in ((0, date(2016, 1, 1)), (29, date(2018, 6, 1)), (96, date(2024, 1, 1)), (120, date(2026, 1, 1))):
        score = assessment_on(town, day).score(district, None)
        for figure in FIGURES:
            assert getattr(kept, figure)[month] == pytest.approx(getattr(score, figure), abs=1e-9)


def test_a_start_in_another_month_carries_the_months_on(town, folder):
    History.objects.filter(municipality=town).update(months=120)
    call_command("load_demo_town", to=folder)
    assert last_month(History.objects.get(municipality=town)) == timezone.localdate().replace(day=1)


def test_an_announced_opening_counts_only_from_its_day(town):
    announced = Venue.objects.filter(municipality=town, opened_on__gt=timezone.localdate()).first()
    assert announced is not None
    before = assessment_on(town, announced.opened_on - timedelta(days=1))
    after = assessment_on(town, announced.opened_on)
    assert announced.pk not in {offer.venue_id for offer in before.offers}
    assert announced.pk in {offer.venue_id for offer in after.offers}


def test_a_second_start_finds_the_town_loaded(town, folder, capsys):
    imports = ImportRun.objects.count()
    call_command("load_demo_town", to=folder)
    assert "is loaded" in capsys.readouterr().out
    assert ImportRun.objects.count() == imports


def test_a_start_on_another_day_brings_the_figures_up_to_date(town, folder):
    Run.objects.filter(municipality=town, kind=Run.Kind.LIVE).update(as_of=date(2026, 1, 1))
    call_command("load_demo_town", to=folder)
    assert Run.objects.get(municipality=town, kind=Run.Kind.LIVE).as_of == timezone.localdate()


def test_what_if_any_place_or_activity_closed_is_a_scoring_without_it(town):
    prepared = prepared_for(town)
    before = assess(prepared.municipality, prepared.day)
    assert len(prepared.keys) > 200
    for venue, activity in prepared.keys:
        alone = Proposal(activities=frozenset([activity])) if activity else Proposal(venues=frozenset({venue} - {None}))
        assert_as_scored_anew(prepared, before, alone, Level.NEIGHBOURHOOD)


def test_what_if_ten_things_changed_is_a_scoring_with_all_of_them(town):
    prepared = prepared_for(town)
    before, chance = assess(prepared.municipality, prepared.day), np.random.default_rng(3)
    places = list(Venue.objects.filter(municipality=prepared.municipality).order_by("pk"))
    open_now = {venue for venue, activity in prepared.keys if activity is None}
    activities = sorted(activity for _venue, activity in prepared.keys if activity)
    for _ in range(6):
        some = [places[int(n)] for n in chance.choice(len(places), 10, replace=False)]
        openings = tuple(
            Opening(
                place.location.x + chance.uniform(-150, 150),
                place.location.y + chance.uniform(-150, 150),
                str(chance.choice(["library", "youth-centre", "community-centre"])),
                suitability={"newcomers": 1.0} if chance.random() < 0.5 else None,
            )
            for place in some[:4]
        )
        proposal = Proposal(
            frozenset(place.pk for place in some[4:8] if place.pk in open_now),
            frozenset(activities[int(n)] for n in chance.choice(len(activities), 2, replace=False)),
            openings,
        )
        assert_as_scored_anew(prepared, before, proposal, Level.NEIGHBOURHOOD)
