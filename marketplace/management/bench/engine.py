"""The engine beside what others would use, on the aspects that all compute, and how it grows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from geo.distance import StraightLine
from geo.roads import RoadDistances
from marketplace.management.bench.contest import Contestant, contest_lines
from marketplace.management.bench.growth import growth_lines, measure_growth
from marketplace.management.bench.measuring import cpu_seconds, read_bytes_per_second, told_number
from marketplace.management.bench.peers import RANKERS
from marketplace.management.bench.pool import TOP, five_weights, make_pool
from matching.engine import DEFAULT_WEIGHTS, Market
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
        "time is the mean of an answer and holds that of a database's server.",
        "",
    )
    setting = {"knowledge": load_knowledge(), "rates": {"SEK": 1.0}, "as_of": as_of}
    five = {**setting, "distances": StraightLine(), "weights": five_weights()}
    whole = {**setting, "distances": RoadDistances(), "weights": DEFAULT_WEIGHTS}
    grown = []
    for size in sizes:
        workload = make_workload(size, knowledge=load_knowledge(), as_of=as_of, seed=seed)
        made: list[Market] = []
        seconds = cpu_seconds(lambda made=made, on=workload: made.append(Market(on.offers, on.needs, **five)))
        made.append(Market(workload.offers, workload.needs, **whole))
        ours = [
            Contestant("ours", EnginePeer(made[0], workload)),
            Contestant("ours, all aspects, by road", EnginePeer(made[1], workload), has_other_score=True),
        ]
        needs = np.random.default_rng(seed).choice(size, min(size, _NEEDS), replace=False).tolist()
        yield from (f"### {told_number(size)} offers", "")
        pool = make_pool(workload, knowledge=load_knowledge(), as_of=as_of)
        yield from contest_lines(ours, pool, rankers=rankers, needs=needs, most_seconds=_SECONDS_EACH)
        grown.append(measure_growth(made[0], workload, make_seconds=seconds, setting=five))
    yield from growth_lines(grown, read_speed=read_bytes_per_second())
