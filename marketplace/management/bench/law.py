"""What the rules of the border card cost: cards of made-up exchanges, the table for candidates, and its gate."""

from collections.abc import Iterator
from datetime import date
from enum import EnumType
from functools import partial
from typing import get_args, get_type_hints

import numpy as np

from geo.roads import RoadDistances
from marketplace.management.bench.measuring import cpu_seconds, table, told_number, told_seconds
from matching.compliance import Facts, border_card, legal_table
from matching.economics import usual_rates
from matching.engine import DEFAULT_WEIGHTS
from matching.engine.law import Law
from matching.engine.setting import Setting
from matching.evaluation.workload import make_workload
from matching.knowledge import Knowledge, load_knowledge
from matching.records import Side

CASES, LISTINGS = 100_000, 1_000
_UNKNOWN = 0.4  # the share of facts that nobody has told
_COUNTRIES = ("SE", "NO")
_HIGHEST_KG_LOG10 = 5.0


def law_section(*, as_of: date, seed: int, cases: int = CASES, listings: int = LISTINGS) -> Iterator[str]:
    """Yield the lines on the rules."""
    yield from ("## Rules of the border card", "", "Exchanges are made up, consistent or not.", "")
    knowledge = load_knowledge()
    exchanges = list(random_facts(cases, knowledge=knowledge, seed=seed))
    border_card(exchanges[0], knowledge=knowledge, as_of=as_of)  # the rules of a day are chosen once
    cards = cpu_seconds(lambda: [border_card(each, knowledge=knowledge, as_of=as_of) for each in exchanges])
    made = cpu_seconds(partial(legal_table, knowledge, as_of))
    rules = len(knowledge.law.rules)
    rows = [
        (
            f"{told_number(cases)} cards of random exchanges",
            told_seconds(cards),
            f"{told_number(cases / cards)} a second",
        ),
        (
            f"each with {rules} rows of rules",
            told_seconds(cards / cases),
            f"{told_number(cases * rules / cards)} rows a second",
        ),
        ("the table for candidates, all materials", told_seconds(made), "once a day"),
    ]
    yield from table("work", "CPU time", "that is", rows=rows)
    yield from _gate_lines(knowledge, as_of=as_of, seed=seed, size=listings)


def random_facts(count: int, *, knowledge: Knowledge, seed: int) -> Iterator[Facts]:
    """Yield exchanges in which each fact is drawn on its own; the same for the same seed and tables."""
    chance = np.random.default_rng(seed)
    choices = {name: _choices(kind) for name, kind in get_type_hints(Facts).items()}
    choices |= {"ewc_code": tuple(knowledge.waste_codes), "origin_country": _COUNTRIES, "dest_country": _COUNTRIES}
    drawn = {name: values for name, values in choices.items() if values}
    for _number in range(count):
        facts = {name: values[int(chance.integers(len(values)))] for name, values in drawn.items()}
        told = {name: value for name, value in facts.items() if chance.random() >= _UNKNOWN}
        yield Facts(**told, quantity_kg=float(10 ** chance.uniform(0, _HIGHEST_KG_LOG10)))


def _choices(kind: object) -> tuple[object, ...]:
    """Return what a fact of such a type may be, but for unknown; nothing for texts, sets, figures and days."""
    known = next((each for each in get_args(kind) if isinstance(each, type)), None)
    if isinstance(known, EnumType):
        return tuple(known)
    return (True, False) if known is bool else ()


def _gate_lines(knowledge: Knowledge, *, as_of: date, seed: int, size: int) -> Iterator[str]:
    """Yield which share of judging all pairs of a market the law takes: its gate and its aspect."""
    market = make_workload(size, knowledge=knowledge, as_of=as_of, seed=seed)
    setting = Setting(
        knowledge=knowledge, distances=RoadDistances(), weights=DEFAULT_WEIGHTS, rates=usual_rates(), as_of=as_of
    )
    offers, needs = setting.segment(market.offers, Side.OFFER), setting.segment(market.needs, Side.NEED)
    judge, law = (
        setting.judge(offers, needs),
        Law(offers.columns, needs.columns, knowledge=knowledge, today=as_of, seen={}),
    )
    rows, columns = np.arange(len(offers)), np.arange(len(needs))
    judge.judge_grid(rows)  # distances and months are kept from the first time on
    whole = cpu_seconds(partial(judge.judge_grid, rows))
    closed = cpu_seconds(partial(law.closed, rows[:, None], columns[None, :]))
    fits = cpu_seconds(partial(law.fits, rows[:, None], columns[None, :]))
    yield (
        f"Of judging all pairs of {told_number(size)} offers and as many needs, the gate of unlawful uses takes "
        f"{100 * closed / whole:.0f} % of the CPU time, and the aspect legal ease {100 * fits / whole:.0f} %."
    )
    yield ""
