"""The engine beside what others would use, on the aspects that all compute, and how it grows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from geo.distance import StraightLine
from geo.roads import RoadDistances
from marketplace.management.bench.contest import OURS, PLAIN, Contest, Contestant
from marketplace.management.bench.goals import goal_lines
from marketplace.management.bench.growth import LISTS_UP_TO, growth_lines, measure_growth, used
from marketplace.management.bench.measuring import cpu_seconds, held_bytes, read_bytes_per_second, told_number
from marketplace.management.bench.peers import RANKERS
from marketplace.management.bench.pool import TOP, five_weights, make_pool
from matching.engine import DEFAULT_WEIGHTS, Market
from matching.engine.compiled import COMPILED_FROM, load_search
from matching.evaluation.workload import Workload, make_workload
from matching.knowledge import load_knowledge

SIZES = (1_000, 10_000, 100_000)
HUGE = 1_000_000
"""Takes long and 10 GB."""

_NEEDS, _SECONDS_EACH = 40, 15.0


@dataclass(frozen=True)
class EnginePeer:
    """The product's engine, asked as everybody else is."""

    market: Market
    workload: Workload

    def best(self, need: int) -> list[int]:
        """Return the positions of the best offers for a need, best first."""
        found = self.market.best_for(self.workload.needs[need], top=TOP)
        return [int(listing_id.rpartition("-")[2]) for listing_id, _ in found]


def engine_section(
    *, as_of: date, seed: int, sizes: Sequence[int] = SIZES, rankers: Sequence[str] = RANKERS
) -> Iterator[str]:
    """Yield the lines on the engine: a table with peers for each size, then how it grows."""
    yield from (
        "## The engine beside others",
        "",
        f"The best {TOP} offers for a need, by material, amount, timing, straight distance and text. Databases and the",
        "loop compare words in their own way and so find other offers: recall says how many of the right ones. CPU",
        "time is the mean of an answer and holds that of a database's server. Each is asked for ten needs in a row,",
        f"then the next. Ours is compiled by numba from {told_number(COMPILED_FROM)} offers on, where it is installed,",
        "and then asked with numpy alone as well.",
        "",
    )
    setting = {"knowledge": load_knowledge(), "rates": {"SEK": 1.0}, "as_of": as_of}
    five = {**setting, "distances": StraightLine(), "weights": five_weights()}
    whole = {**setting, "distances": RoadDistances(), "weights": DEFAULT_WEIGHTS}
    grown, contests, bytes_with_all = [], {}, {}
    for size in sizes:
        workload = make_workload(size, knowledge=load_knowledge(), as_of=as_of, seed=seed)
        made: list[Market] = []
        seconds = cpu_seconds(lambda made=made, on=workload: made.append(Market(on.offers, on.needs, **five)))
        ours = _contestants(made[0], workload, five=five, whole=whole)
        needs = np.random.default_rng(seed).choice(size, min(size, _NEEDS), replace=False).tolist()
        yield from (f"### {told_number(size)} offers", "")
        pool = make_pool(workload, knowledge=load_knowledge(), as_of=as_of)
        contests[size] = contest = Contest(pool, needs=needs, most_seconds=_SECONDS_EACH)
        yield from contest.lines(ours, rankers=rankers)
        grown.append(measure_growth(made[0], workload, make_seconds=seconds, setting=five))
        if size <= LISTS_UP_TO:
            used(
                Market(workload.offers, workload.needs, **whole), workload
            )  # where points meet the roads is remembered
            held = held_bytes(lambda on=workload: used(Market(on.offers, on.needs, **whole), on))
            bytes_with_all[size] = held / (2 * size)
    yield from growth_lines(grown, read_speed=read_bytes_per_second())
    yield from goal_lines(contests, grown, bytes_with_all=bytes_with_all)


def _contestants(
    market: Market, workload: Workload, *, five: Mapping[str, Any], whole: Mapping[str, Any]
) -> list[Contestant]:
    """Return the engine as it comes, first, and in other ways."""
    sides = workload.offers, workload.needs
    ours = [
        Contestant(OURS, EnginePeer(market, workload)),
        Contestant("ours, all aspects, by road", EnginePeer(Market(*sides, **whole), workload), has_other_score=True),
    ]
    if load_search() and len(workload.offers) >= COMPILED_FROM:
        ours[1:1] = [Contestant(PLAIN, EnginePeer(Market(*sides, **five, is_fast=False), workload))]
    return ours
