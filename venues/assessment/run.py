"""Score a municipality as of a date, and keep what came out."""

from collections import Counter
from datetime import date
from time import perf_counter

import numpy as np
from django.db import transaction

from scoring.areas import explain, summarise
from scoring.bridging import summarise_bridging
from scoring.catchment import cover_range
from scoring.reach import count_unhosted, places_in_reach, summarise_reach
from scoring.resilience import measure_fragility, n_minus_one
from scoring.results import Bridging, CoverageRange
from venues.assessment.appraisal import appraise
from venues.assessment.arrays import Inputs, inputs_on
from venues.assessment.edge import near_edge
from venues.assessment.offer_scores import measure_offers, offer_scores
from venues.assessment.result import Assessment
from venues.assessment.scores import Figures, explained, scores_of
from venues.models import Explanation, Level, Municipality, OfferScore, Run, Score


def store_live_run(municipality: Municipality, day: date) -> Run:
    """Score a municipality and put the result in place of its live run, at once.

    Raises:
        NothingToScore: If it has no active boundaries or nobody's figures.
    """
    with transaction.atomic():
        # Taken before anything is read: of two at once, the one that read the register last is the one that stays.
        municipality = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        inputs = inputs_on(municipality, day)
        made = assess_inputs(inputs)
        appraise(made, inputs)
        return replace_live_run(made)


def seal_run(municipality: Municipality, day: date) -> Run:
    """Score a municipality and keep the result for good. The same data and method give the run that is there already.

    Raises:
        NothingToScore: If it has no active boundaries or nobody's figures.
    """
    with transaction.atomic():
        # Two at once would both store the run that they both miss.
        municipality = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        inputs = inputs_on(municipality, day)
        made = assess_inputs(inputs)
        sealed = Run.objects.filter(municipality=municipality, kind=Run.Kind.SEALED)
        same = sealed.filter(as_of=day, fingerprint=made.run.fingerprint).first()
        if same:
            return same
        appraise(made, inputs)
        return _store(made, Run.Kind.SEALED)


def assess(municipality: Municipality, day: date) -> Assessment:
    """Score a municipality as of a date, without storing or appraising anything.

    Raises:
        NothingToScore: If it has no active boundaries or nobody's figures.
    """
    return assess_inputs(inputs_on(municipality, day))


def replace_live_run(made: Assessment) -> Run:
    """Put an assessment in place of the live run of its municipality; call it in a transaction that locks that row."""
    Run.objects.filter(municipality=made.run.municipality, kind=Run.Kind.LIVE).delete()
    return _store(made, Run.Kind.LIVE)


def assess_inputs(inputs: Inputs) -> Assessment:
    """Score what was read, without storing or appraising anything."""
    started, municipality = perf_counter(), inputs.municipality
    coverage = cover_range(inputs.catchment, inputs.rooms, inputs.people.demand)
    run = Run(
        municipality=municipality,
        edition=inputs.edition,
        method=inputs.method,
        kind=Run.Kind.SEALED,
        as_of=inputs.day,
        fingerprint=inputs.fingerprint(),
        register_loaded=municipality.register_loaded_on is not None,
        demand_reference_on=inputs.people.reference_on,
        points_kind=inputs.people.kind,
        has_streets=municipality.streets.exists(),
    )
    measures = measure_offers(inputs)
    scores = _scores(run, inputs, coverage, measures.bridging)
    offers = offer_scores(run, inputs, coverage.best, measures)
    run.counts = _counts(inputs, scores, offers)
    run.seconds = perf_counter() - started
    return Assessment(run, tuple(scores), tuple(offers))


def _scores(run: Run, inputs: Inputs, coverage: CoverageRange, bridging: Bridging) -> list[Score]:
    catchment, people, room = inputs.catchment, inputs.people, inputs.rooms.best
    reach = places_in_reach(catchment, room)
    unhosted = np.array(inputs.is_unhosted, dtype=np.bool_)
    at_risk, is_recorded = inputs.circumstances.at_risk, inputs.circumstances.is_risk_recorded
    scores: list[Score] = []
    for level in Level.values:
        members = people.membership[level]
        if not members.n_areas:
            continue
        told = inputs.told[level]
        parts = explain(catchment, coverage.best, people.demand.best, members, told)
        figures = Figures(
            coverage=summarise(catchment, coverage, people.demand.best, members, told),
            reach=summarise_reach(catchment, reach, people.demand.best, members),
            n_unhosted=count_unhosted(catchment, room, unhosted, people.demand.best, members),
            n_minus_one=n_minus_one(catchment, parts, members),
            fragility=measure_fragility(catchment, parts, members, at_risk, is_recorded),
            bridging=summarise_bridging(catchment, bridging, parts, members),
            missing=people.missing[level],
            told=told,
            edge=near_edge(inputs.leaves_data, members),
        )
        made = scores_of(run, people.areas[level], inputs.groups, figures)
        explained(made, parts, inputs.supply.offers)
        scores.extend(score for row in made for score in row)
    return sorted(scores, key=lambda s: (s.area.code, s.group is None, s.group.position if s.group else 0))


def _counts(inputs: Inputs, scores: list[Score], offers: list[OfferScore]) -> dict[str, int]:
    """What the run read and made; the keys are those of the API."""
    statuses = Counter(score.status for score in scores)
    return {
        "points": len(inputs.people.point_ids),
        "walks": int(inputs.catchment.walk_m.nnz),
        "offers": len(offers),
        "offersWithRoom": sum(offer.room > 0 for offer in offers),
        "offersUnreached": sum(offer.room > 0 and not offer.is_reached for offer in offers),
        "scoresOk": statuses[Score.Status.OK],
        "scoresNoNeed": statuses[Score.Status.NO_NEED],
        "scoresSuppressed": statuses[Score.Status.SUPPRESSED],
        "scoresUnknown": statuses[Score.Status.UNKNOWN],
    }


def _store(made: Assessment, kind: Run.Kind) -> Run:
    run = made.run
    run.kind = kind
    run.save()
    Score.objects.bulk_create(made.scores, batch_size=2000)
    OfferScore.objects.bulk_create(made.offers, batch_size=2000)
    explanations = [score.explanation for score in made.scores if hasattr(score, "explanation")]
    for explanation in explanations:
        explanation.score_id = explanation.score.pk
    Explanation.objects.bulk_create(explanations, batch_size=500)
    return run
