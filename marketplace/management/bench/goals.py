"""What the engine is to reach, and whether it did in this run."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import mean

from marketplace.management.bench.contest import OURS, PLAIN, Contest
from marketplace.management.bench.growth import Growth, ask_exponent
from marketplace.management.bench.measuring import table, told_number, told_ratio
from marketplace.management.bench.peers import balltree, postgresql
from marketplace.management.goals import GOAL_HEADINGS, Goal

_SPEED = (
    # slower, faster, at how many offers, how many times at least
    (postgresql.NAME, OURS, 10_000, 150),
    (postgresql.NAME, OURS, 100_000, 400),
    (balltree.NAME, OURS, 10_000, 10),
    (balltree.NAME, OURS, 100_000, 30),
    (postgresql.NAME, PLAIN, 10_000, 10),
    (postgresql.NAME, PLAIN, 100_000, 40),
)
_RECALL_AT = (1_000, 10_000)
_EXPONENT, _BYTES, _BYTES_WITH_ALL, _PUT, _WITHDRAW = 0.65, 130, 256, 5, 2
_BYTES_FROM = 10_000
_UNMEASURED = (float("nan"),) * 2


def goal_lines(
    contests: Mapping[int, Contest], grown: Sequence[Growth], *, bytes_with_all: Mapping[int, float]
) -> Iterator[str]:
    """Yield the table of goals, reached or missed. contests, bytes_with_all: by size."""
    yield from (
        "## What the engine is to reach",
        "",
        "Times are medians of this run, in brackets CPU times: where others use the machine, who takes longer is also",
        "interrupted more often, so that ratios by the clock come out too high.",
        "",
    )
    goals = [*_speed_goals(contests), *_recall_goals(contests), *_cost_goals(grown, bytes_with_all)]
    yield from table(*GOAL_HEADINGS, rows=[goal.row() for goal in goals])


def _speed_goals(contests: Mapping[int, Contest]) -> Iterator[Goal]:
    for slow, fast, size, limit in _SPEED:
        found = contests[size].ratios(slow, fast) if size in contests else None
        name = f"{slow} / {fast}, {told_number(size)} offers"
        clock, cpu = found or (None, None)
        yield Goal(name, "≥", limit, clock, told_ratio, by_cpu=cpu)


def _recall_goals(contests: Mapping[int, Contest]) -> Iterator[Goal]:
    for size in _RECALL_AT:
        everybody = contests[size].everybody if size in contests else {}
        for name in (OURS, PLAIN) if PLAIN in everybody else (OURS,):
            figure = mean(everybody[name].recalls) if everybody else None
            yield Goal(f"recall@20, {name}, {told_number(size)} offers", "≥", 1, figure, "{:.3f}".format)


def _cost_goals(grown: Sequence[Growth], bytes_with_all: Mapping[int, float]) -> Iterator[Goal]:
    yield Goal("CPU time of one need grows with size^", "≤", _EXPONENT, _known(ask_exponent(grown)), "{:.2f}".format)
    large = next((each for each in grown if each.size == _BYTES_FROM), None)
    of_large = f"{told_number(_BYTES_FROM)} offers"
    five = _known(large.bytes_each) if large else None
    yield Goal(f"bytes a listing, five aspects, {of_large}", "≤", _BYTES, five, told_number)
    everything = bytes_with_all.get(_BYTES_FROM)
    yield Goal(f"bytes a listing, all aspects, {of_large}", "≤", _BYTES_WITH_ALL, everything, told_number)
    for name, limit, ratios in (
        ("put", _PUT, large.put_to_ask if large else _UNMEASURED),
        ("withdraw", _WITHDRAW, large.withdraw_to_ask if large else _UNMEASURED),
    ):
        clock, cpu = map(_known, ratios)
        yield Goal(f"{name} a listing / ask for one, {of_large}", "≤", limit, clock, told_ratio, by_cpu=cpu)


def _known(figure: float) -> float | None:
    return figure if figure == figure else None
