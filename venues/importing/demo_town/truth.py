"""What the generator put in, for whoever wants to test whether it is found again."""

import json
from pathlib import Path
from typing import Any

from venues.importing.demo_town import plan
from venues.importing.demo_town.history import DECLINE, OPENED, RECORDED_SINCE
from venues.importing.demo_town.operations import Operation
from venues.importing.demo_town.people import NEWCOMERS, YEARS, People
from venues.importing.demo_town.town import Town


def write_truth(folder: Path, town: Town, people: People, operations: list[Operation]) -> None:
    """Write the declining district, its closures, the hours cut, openings, late records and the growth of demand."""
    by_told = {operation.place.told: operation for operation in operations}

    def where(operation: Operation) -> dict[str, Any]:
        area = town.neighbourhoods[operation.place.neighbourhood]
        return {"venue": operation.place.key, "neighbourhood": area.code, "district": area.district_code}

    truth = {
        "fictional": True,
        "declining_district": plan.DISTRICT_CODES[plan.DECLINING_DISTRICT - 1],
        "growing_district": plan.DISTRICT_CODES[plan.GROWING_DISTRICT - 1],
        "closures_in_declining_district": [
            {**where(by_told[closing.place]), "closed_on": closing.on.isoformat(), "reason": closing.reason}
            for closing in DECLINE
        ],
        "hosting_cuts": [
            {**where(operation), "on": cut.on.isoformat(), "hosted_hours_per_week_lost": lost}
            for operation in operations
            for cut, lost in operation.cuts
        ],
        "openings": [{**where(by_told[told]), "opened_on": day.isoformat()} for told, day in sorted(OPENED.items())],
        "recorded_since": [
            {**where(by_told[told]), "on": day.isoformat()} for told, day in sorted(RECORDED_SINCE.items())
        ],
        "temporary_closures": [
            {**where(operation), "closed_on": closing.on.isoformat(), "reopens_on": closing.reopens_on.isoformat()}
            for operation in operations
            for closing in operation.closings
            if closing.reopens_on is not None and not closing.is_partial
        ],
        "more_newcomers_in": [area.code for area in town.neighbourhoods if area.name in NEWCOMERS],
        "residents": {
            str(year): {
                code: sum(
                    people.figures[year][area.code].residents
                    for area in town.neighbourhoods
                    if area.district_code == code
                )
                for code in plan.DISTRICT_CODES
            }
            for year in YEARS
        },
    }
    text = json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
