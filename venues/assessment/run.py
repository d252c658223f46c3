"""Score a municipality as of a date, and keep what came out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter

import numpy as np
from django.db import transaction

from scoring.arrays import BoolArray
from scoring.catchment import cover_range
from venues.assessment.appraisal import appraise
from venues.assessment.arrays import Inputs, inputs_on
from venues.assessment.copying import copy_in
from venues.assessment.found import Found, find
from venues.assessment.offer_scores import measure_offers, offer_scores
from venues.assessment.result import Assessment
from venues.assessment.scores import explained, scores_of
from venues.models import Explanation, Municipality, OfferScore, Run, Score


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


@dataclass(frozen=True)
class Draft:
    """What was found of a municipality, before rows are made of it.

    Attributes:
        run: Unsaved, without counts.
        inputs: What it follows from.
        found: The figures of the areas, by level.
        offers: The row of each offer, unsaved.
    """

    run: Run
    inputs: Inputs
    found: Mapping[str, Found]
    offers: list[OfferScore]

    def scores(self, cells: Mapping[str, BoolArray] | None = None) -> list[Score]:
        """The rows of the areas, unsaved; with cells, of each level only those. In order of area code and group."""
        scores: list[Score] = []
        for level, found in self.found.items():
            those = cells[level] if cells else np.ones(found.figures.coverage.coverage.shape, dtype=np.bool_)
            made = scores_of(self.run, self.inputs.people.areas[level], self.inputs.groups, found.figures, those)
            explained(made, found.parts, self.inputs.supply.offers)
            scores.extend(made.values())
        return sorted(scores, key=lambda s: (s.area.code, s.group is None, s.group.position if s.group else 0))

    def counts(self, statuses: Mapping[str, int]) -> dict[str, int]:
        """What the run read and made; the keys are those of the API."""
        return {
            "points": len(self.inputs.people.point_ids),
            "walks": int(self.inputs.catchment.walk_m.nnz),
            "offers": len(self.offers),
            "offersWithRoom": sum(offer.room > 0 for offer in self.offers),
            "offersUnreached": sum(offer.room > 0 and not offer.is_reached for offer in self.offers),
            "scoresOk": statuses.get(Score.Status.OK, 0),
            "scoresNoNeed": statuses.get(Score.Status.NO_NEED, 0),
            "scoresSuppressed": statuses.get(Score.Status.SUPPRESSED, 0),
            "scoresUnknown": statuses.get(Score.Status.UNKNOWN, 0),
        }


def draft_run(inputs: Inputs) -> Draft:
    """Score what was read, as far as arrays go."""
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
    found = find(inputs, coverage, measures.bridging)
    offers = offer_scores(run, inputs, coverage.best, measures)
    run.seconds = perf_counter() - started
    return Draft(run, inputs, found, offers)


def assess_inputs(inputs: Inputs) -> Assessment:
    """Score what was read, without storing or appraising anything."""
    return finish(draft_run(inputs))


def finish(draft: Draft) -> Assessment:
    """Make all rows of a draft."""
    started = perf_counter()
    scores = draft.scores()
    draft.run.counts = draft.counts(Counter(score.status for score in scores))
    draft.run.seconds += perf_counter() - started
    return Assessment(draft.run, tuple(scores), tuple(draft.offers))


def _store(made: Assessment, kind: Run.Kind) -> Run:
    run = made.run
    run.kind = kind
    run.save()
    store_rows(run, made.scores, made.offers)
    return run


def store_rows(run: Run, scores: Sequence[Score], offers: Sequence[OfferScore]) -> None:
    """Store rows of a run that is saved, with what explains them."""
    # It had no sheet when they were made.
    for score in scores:
        score.run_id = run.sheet
    for offer in offers:
        offer.run_id = run.sheet
    # Asked before they have numbers: of a stored score without one, each would be looked for in the database.
    explanations = [score.explanation for score in scores if hasattr(score, "explanation")]
    copy_in(Score, scores)
    copy_in(OfferScore, offers)
    for explanation in explanations:
        explanation.score_id = explanation.score.pk
    copy_in(Explanation, explanations)
