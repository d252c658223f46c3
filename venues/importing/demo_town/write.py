"""Writes the demo town: a folder of open data and a register, as a municipality would have them."""

from pathlib import Path

import numpy as np

from venues.importing.demo_town.activities import plan_activities
from venues.importing.demo_town.attendance import count_visitors
from venues.importing.demo_town.city_manifest import write_manifest
from venues.importing.demo_town.files import to_degrees
from venues.importing.demo_town.open_data import (
    write_areas,
    write_backdrop,
    write_figures,
    write_health,
    write_squares,
    write_streets,
)
from venues.importing.demo_town.operations import operate
from venues.importing.demo_town.people import settle
from venues.importing.demo_town.places import settle_places
from venues.importing.demo_town.register import write_attendance, write_register
from venues.importing.demo_town.town import draw_town
from venues.importing.demo_town.truth import write_truth


def write_demo_town(folder: Path, seed: int = 2026) -> None:
    """Write Waardveen, a fictional municipality, for the ordinary importers to load.

    Args:
        folder: Where to write; made if it does not exist, files of the same name are replaced.
        seed: The same seed gives the same bytes. The plan of the town is fixed; another seed draws other streets,
            people and records on it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Each stage has chance of its own, so that a change in one leaves the others as they were.
    drawing, settling, placing, operating, planning, counting = (
        np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(6)
    )
    town = draw_town(drawing)
    people = settle(town, settling)
    operations = operate(settle_places(town, people, placing), operating)
    activities = plan_activities(town, operations, planning)
    convert = to_degrees()
    write_areas(folder, town, convert)
    write_figures(folder, town, people)
    write_health(folder, town, people)
    write_squares(folder, town, people)
    write_streets(folder, town, convert)
    write_backdrop(folder, town, convert)
    write_register(folder, operations, activities, convert)
    write_attendance(folder, count_visitors(operations, activities, counting))
    write_truth(folder, town, people, operations)
    write_manifest(folder)
