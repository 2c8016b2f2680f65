"""What the engine costs as the market grows: making it, asking it, changing it; against the memory's speed."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import filterfalse
from statistics import median

from marketplace.management.bench.measuring import (
    cpu_seconds,
    growth_exponent,
    held_bytes,
    table,
    told_number,
    told_ratio,
    told_seconds,
)
from marketplace.management.bench.pool import TOP
from matching.engine import LiveMarket, Market
from matching.engine.compiled import COMPILED_FROM, load_search
from matching.evaluation.workload import Workload
from matching.records import Listing, Side

LISTS_UP_TO = 10_000
"""Offers; all lists at once cost a hundred times as much at ten times the size, and counting bytes costs time too."""

_ASKED, _CHANGED, _IN_A_ROW = 30, 30, 10
_UNKNOWN = float("nan")


@dataclass(frozen=True, kw_only=True)
class Growth:
    """What one size costs; CPU seconds unless told, NaN where not measured."""

    size: int
    make: float  # both sides, of one listing
    bytes_each: float  # of a listing
    ask: float  # the mean of single needs
    judged: float  # offers scored for one need
    lists: float  # all lists of both sides, of one need
    put_to_ask: tuple[float, float]  # ratios of medians in one run, by the clock and by CPU time
    withdraw_to_ask: tuple[float, float]


def measure_growth(market: Market, workload: Workload, *, make_seconds: float, setting: Mapping[str, object]) -> Growth:
    """Return what a market of this workload costs. setting: what `Market` takes beside listings."""
    size, asked = len(workload.offers), workload.needs[:_ASKED]
    market.best_for(asked[0], top=TOP)
    before = market.pairs_judged
    ask = cpu_seconds(lambda: [market.best_for(need, top=TOP) for need in asked]) / len(asked)
    judged = (market.pairs_judged - before) / len(asked)
    held, lists, changes = _UNKNOWN, _UNKNOWN, ((_UNKNOWN, _UNKNOWN),) * 2
    if size <= LISTS_UP_TO:
        held = held_bytes(lambda: used(Market(workload.offers, workload.needs, **setting), workload))
        lists = cpu_seconds(lambda: list(market.matches(top=TOP, score_from=2)))
        changes = _changes(workload, market, setting=setting)
    return Growth(
        size=size,
        make=make_seconds / (2 * size),
        bytes_each=held / (2 * size),
        ask=ask,
        judged=judged,
        lists=lists / size,
        put_to_ask=changes[0],
        withdraw_to_ask=changes[1],
    )


def growth_lines(grown: Sequence[Growth], *, read_speed: float) -> Iterator[str]:
    """Yield the table of all sizes and the exponents. read_speed: of memory, bytes a second."""
    yield from ("## The engine as the market grows", "")
    weights = [each.bytes_each for each in grown if each.bytes_each == each.bytes_each]
    rows = [
        (
            told_number(each.size),
            told_seconds(each.make),
            _told(each.bytes_each, told_number),
            told_seconds(each.ask),
            told_number(each.judged),
            told_ratio(each.ask / (weights[-1] * each.size / read_speed)),
            _told(each.lists, told_seconds),
            _told(each.put_to_ask[1], told_ratio),
            _told(each.withdraw_to_ask[1], told_ratio),
        )
        for each in grown
    ]
    headings = ("offers and needs", "to make, a listing", "bytes a listing", "one need", "offers scored for it")
    yield from table(*headings, "to memory", "a need when all", "put to a listing asked for", "withdraw", rows=rows)
    yield from (
        "CPU time; the last two are ratios of medians in one run, with the lists of both sides kept, of texts",
        "that have been read before (how long that takes stands above). To memory: CPU",
        f"time of one need against reading all offers once, at the {read_speed / 1e9:.1f} GB/s that one thread reads",
        "here (bytes as at the largest size where they were counted). Making reads texts, of which few are new at the",
        "largest size. Bytes are all that the engine holds, what is held once for many among it. Empty where it would",
        "take too long.",
        "",
    )
    yield f"CPU time of one need grows with size^{ask_exponent(grown):.2f}, over the sizes asked by the same program"
    yield f"(compiled by numba from {told_number(COMPILED_FROM)} offers on, where it is installed)."
    yield ""
    listed = [each for each in grown if each.lists == each.lists]
    exponent = growth_exponent([each.size for each in listed], [each.lists for each in listed])
    yield f"CPU time of a need when all lists are made grows with size^{exponent:.2f}."
    yield ""


def ask_exponent(grown: Sequence[Growth]) -> float:
    """Return with which power of the size the cost of one need grows, NaN for fewer than two sizes.

    Over the sizes from which on what is compiled answers, where there are two of these: a smaller one, which numpy
    answers, would make the growth look less than it is.
    """
    compiled = [each for each in grown if each.size >= COMPILED_FROM] if load_search() else []
    alike = compiled if len(compiled) > 1 else grown
    return growth_exponent([each.size for each in alike], [each.ask for each in alike])


def used(market: Market, workload: Workload) -> Market:
    """Return a market that has been asked from both sides: what it keeps for the next question counts too."""
    market.best_for(workload.needs[0], top=TOP)
    market.best_for(workload.offers[0], top=TOP)
    return market


def _changes(
    workload: Workload, market: Market, *, setting: Mapping[str, object]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return how long it takes to put a listing and to withdraw one, against asking for one: medians, some in a row.

    Offers and needs in turn: to ask for an offer takes longer than for a need, and so does to put one. Each by the
    clock and by CPU time. The texts of what is put have been read before: reading has a table of its own.
    """
    live = LiveMarket(workload.offers, workload.needs, **setting, top=TOP)
    spent: dict[str, list[tuple[float, float]]] = {"ask": [], "put": [], "withdraw": []}
    for first in range(0, min(_CHANGED, len(workload.offers)), _IN_A_ROW):
        for listings in (workload.offers, workload.needs):
            old = listings[first : first + _IN_A_ROW]
            new = [replace(each, id=f"{each.side}-new-{first + number}") for number, each in enumerate(old)]
            Market([*filter(_is_offer, new)], [*filterfalse(_is_offer, new)], **setting)
            for each in old:
                spent["ask"].append(_spent(lambda each=each: market.best_for(each, top=TOP)))
            for each in new:
                spent["put"].append(_spent(lambda each=each: live.put(each)))
            for each in old:
                spent["withdraw"].append(_spent(lambda each=each: live.withdraw(each.side, each.id)))
    clock, cpu = ({name: median(pair[kind] for pair in pairs) for name, pairs in spent.items()} for kind in (0, 1))
    put, withdrawn = ((clock[name] / clock["ask"], cpu[name] / cpu["ask"]) for name in ("put", "withdraw"))
    return put, withdrawn


def _is_offer(listing: Listing) -> bool:
    return listing.side is Side.OFFER


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that some work takes by the clock and of the processor."""
    start, start_cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - start_cpu


def _told(number: float, tell: Callable[[float], str]) -> str:
    return tell(number) if number == number else ""
