"""What is fixed in the code and not in a method's rows, for whoever has to tell it: one place to read it from."""

from scoring.ranking import ONE_IN
from scoring.reach import SUITABLE
from scoring.uncertainty import DECAY_SCALES, LEAST_FACTOR, MOST_FACTOR, N_DRAWS
from venues.assessment.risks import FEWEST_STRUCTURAL, MOST_VACANT, WORST_CONDITION
from venues.assessment.scores import FEWEST_PERSONS
from venues.walking.search import DETOUR

FIXED: dict[str, float] = {
    "fewest_persons": FEWEST_PERSONS,
    "suitable_from": SUITABLE,
    "draws": N_DRAWS,
    "decay_least": min(DECAY_SCALES),
    "decay_most": max(DECAY_SCALES),
    "factor_least": LEAST_FACTOR,
    "factor_most": MOST_FACTOR,
    "tail_share": 1 / ONE_IN,
    "sure_share": 1 - 1 / ONE_IN,
    "fewest_structural_share": float(FEWEST_STRUCTURAL),
    "most_vacant_share": float(MOST_VACANT),
    "worst_condition": WORST_CONDITION,
    "detour": DETOUR,
}
"""By name: persons, metres and numbers as they are; what ends in `_share` from 0 to 1."""
