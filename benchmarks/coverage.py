"""Coverage of one group on Amsterdam beside PySAL `access`: the same figures, timed in pairs.

Run: python -m benchmarks.coverage DATA_FOLDER (the folder that holds amsterdam/). The streets, places and demand points
are real; persons and room are drawn, since neither changes the work.
"""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from access.fca import two_stage_fca
from access.weights import step_fn

from benchmarks.walking import BOUND_M, cells, read_streets, read_venues
from scoring.arrays import FloatArray
from scoring.catchment import Catchment, cover, cover_range, prepare
from scoring.decay import Stepwise
from scoring.pressure import measure_pressure
from scoring.shapes import Demand, Groups, Offers, Rooms, Walks
from venues.walking.network import build_network
from venues.walking.search import walks_from

ROUNDS = 5
DECAY = Stepwise.of((400, 800, 1200), (1, 0.68, 0.22))


def main(arguments: list[str] | None = None) -> None:
    """Time ours and PySAL on the same walks, in turns, and print the ratio."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 1:
        raise SystemExit("Name the data folder: python -m benchmarks.coverage DATA_FOLDER")
    walks, _xy = amsterdam_walks(Path(given[0]) / "amsterdam")
    draw = np.random.default_rng(2026)
    persons = draw.integers(0, 40, (walks.n_points, 1)).astype(float)
    room = draw.integers(100, 3000, walks.n_sites).astype(float)
    one = _catchment(walks, 1)
    table = _tables(walks, persons[:, 0], room)
    cold, warm, peer = [], [], []
    for _round in range(ROUNDS):
        # What PySAL leaves in the processor's cache is not ours: the first call reads all from memory, as a first
        # request does; those after it find it there, as a series of scorings does.
        cold.append(_seconds(lambda: cover(one, room, persons)))
        warm.append(median(_seconds(lambda: cover(one, room, persons)) for _call in range(ROUNDS)))
        peer.append(min(_seconds(lambda: _pysal(*table)) for _call in range(2)))
    mine, theirs = cover(one, room, persons).by_point[:, 0], _pysal(*table)
    same = theirs.index.to_numpy()
    print(f"{walks.n_points:,} points, {walks.n_sites:,} places, {len(walks.walk_m):,} walks")
    print(f"largest difference with PySAL access: {np.abs(mine[same] - theirs.to_numpy()).max():.2g}")
    for condition, ours in (("called again", warm), ("called first, nothing in the cache", cold)):
        ratio = median(each / own for each, own in zip(peer, ours, strict=True))
        print(
            f"one group, {condition}: {1000 * median(ours):.2f} ms; PySAL access {1000 * median(peer):.0f} ms, "
            f"ours is {ratio:.0f} times as fast"
        )
    six = _catchment(walks, 6)
    people = np.repeat(persons, 6, axis=1)
    rooms, demand = Rooms(room / 2, room, room * 2, np.ones(len(room), dtype=np.bool_)), Demand(people, people, people)
    best_s = min(_seconds(lambda: cover(six, room, people)) for _round in range(ROUNDS))
    range_s = min(_seconds(lambda: cover_range(six, rooms, demand)) for _round in range(ROUNDS))
    pressed_s = min(
        _seconds(lambda: (cover(six, room, people), measure_pressure(six, room, people))) for _round in range(ROUNDS)
    )
    print(
        f"six groups: {1000 * best_s:.1f} ms; with low and high {1000 * range_s:.1f} ms; "
        f"with pressure {1000 * pressed_s:.1f} ms"
    )


def amsterdam_walks(folder: Path) -> tuple[Walks, FloatArray]:
    """All walks from the venues of the city's register to the 100 m cells of its streets, and where these are."""
    network = build_network(*read_streets(folder))
    xy = cells(network)
    rows = list(walks_from(network, network.attach(read_venues(folder)), network.attach(xy), BOUND_M))
    return Walks.by_site([row.points for row in rows], [row.walk_m for row in rows], len(xy)), xy


def _catchment(walks: Walks, n_groups: int) -> Catchment:
    offers = Offers(np.arange(walks.n_sites), np.ones((walks.n_sites, n_groups)))
    return prepare(walks, offers, Groups(np.ones(n_groups), (DECAY,) * n_groups))


def _tables(walks: Walks, persons: Any, room: Any) -> tuple[Any, Any, Any]:
    cost = pd.DataFrame({"origin": walks.point_index, "dest": walks.site_index, "cost": walks.walk_m})
    return pd.DataFrame({"persons": persons}), pd.DataFrame({"room": room}), cost[cost["cost"] <= DECAY.reach_m]


def _pysal(demand: Any, supply: Any, cost: Any) -> Any:
    return two_stage_fca(
        demand_df=demand,
        supply_df=supply,
        cost_df=cost,
        max_cost=DECAY.reach_m,
        demand_index=True,
        demand_name="persons",
        supply_index=True,
        supply_name="room",
        cost_origin="origin",
        cost_dest="dest",
        cost_name="cost",
        weight_fn=step_fn({step.up_to_m: step.weight for step in DECAY.steps}),
    ).sort_index()


def _seconds(work: Any) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


if __name__ == "__main__":
    main()
