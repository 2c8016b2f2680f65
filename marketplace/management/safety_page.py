"""The part of the evaluation page on what must not be shown: by our gates, and by rules that know nothing of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from marketplace.management.bench.measuring import table, told_number
from marketplace.management.ranking_trial import Trial, is_baseline, paragraph
from matching.engine.setting import Setting
from matching.evaluation import (
    HardRule,
    broken_rules,
    closed_pairs,
    first_ten,
    grade_table,
    load_hard_facts,
    load_rule_cases,
    told_apart,
)
from matching.evaluation.rankers import OURS
from matching.records import Bools, Distances
from matching.scoring import SUGGEST_FROM


@dataclass(frozen=True)
class Safety:
    """Counts pairs among the first ten of all listings of a set, whatever their split."""

    trial: Trial
    setting: Setting
    distances: Distances

    @cached_property
    def closed(self) -> Bools:
        """Return which pairs our gates close."""
        return closed_pairs(self.trial.gold, setting=self.setting)

    @cached_property
    def broken(self) -> dict[HardRule, Bools]:
        """Return which pairs break which hard rule."""
        return broken_rules(self.trial.gold, facts=load_hard_facts(), distances=self.distances)

    @cached_property
    def any_broken(self) -> Bools:
        return np.logical_or.reduce(list(self.broken.values()))

    @cached_property
    def traps(self) -> Bools:
        """Return which pairs stand in the table of grades with a 0: they look right at first sight."""
        grades, listed = grade_table(self.trial.gold)
        return listed & (grades == 0)

    def shown(self, name: str) -> Bools:
        """Return which pairs a ranker has among the first ten."""
        gold = self.trial.gold
        return first_ten(gold, self.trial.rankers[name](gold.offers, gold.needs))

    @cached_property
    def is_suggested(self) -> Bools:
        """Return which pairs score enough by ours to be laid before a coordinator."""
        gold = self.trial.gold
        return self.trial.rankers[OURS](gold.offers, gold.needs) >= SUGGEST_FROM

    @property
    def by_gates(self) -> int:
        return int((self.shown(OURS) & self.closed).sum())

    @property
    def by_rules(self) -> int:
        return int((self.shown(OURS) & self.any_broken).sum())

    @property
    def suggested(self) -> int:
        return int((self.shown(OURS) & self.any_broken & self.is_suggested).sum())


def safety_section(safety: Safety) -> Iterator[str]:
    """Yield what hard rules are broken among the first ten, by rule and by ranker."""
    grades, _ = grade_table(safety.trial.gold)
    broken, traps = safety.any_broken, safety.traps
    yield from ("## Gates and hard rules (dev and test)", "")
    yield from paragraph(
        "Counted by our own gates, ours can show no pair that they close: a 0 says that no list goes round them, not",
        "that",
        "they close enough. So the hard rules of `gold/RULES.md`, which make a pair 0, are held against what one",
        "reader",
        "found in the texts (`gold/hard_facts.csv`), without the gates and without our reading of words; kilometres",
        "are",
        f"those of our roads, which the graders had too. Of {told_number(broken.size)} pairs",
        f"{told_number(broken.sum())} break a rule, {told_number((broken & (grades > 0)).sum())} of which have a grade",
        f"above 0. Of the {told_number(traps.sum())} pairs that stand in the table of grades with a 0, the traps,",
        f"{told_number((broken & traps).sum())} are 0 by a rule and the others by judgement.",
    )
    yield from paragraph(
        "Listings of the set have no firm and no first or last day, so gates on these are not tried here.",
        f"A pair is laid before a coordinator from a score of {SUGGEST_FROM:g} on; a list of ten may go on below that.",
    )
    yield from table(
        *("hard rule", "pairs", "closed by a gate", "among the first ten of ours", "of them traps", "to be suggested"),
        rows=[_rule_row(str(rule), pairs, safety) for rule, pairs in safety.broken.items()]
        + [_rule_row("any", broken, safety)],
    )
    yield from table(
        *("ranker", "pairs among the first ten", "closed by a gate", "break a hard rule", "of them traps"),
        rows=[_ranker_row(name, safety) for name in sorted(safety.trial.whole, key=is_baseline)],
    )
    yield from _case_section(safety.setting)


def _case_section(setting: Setting) -> Iterator[str]:
    """Yield which made-up pairs our gates tell apart."""
    yield from ("### Made-up pairs", "")
    yield from paragraph(
        "Pairs written from the rules alone (`hard_rule_cases.csv`): about half break a rule by their words, half",
        "nearly do. Closed by any gate, of those that break it and of the others. Cases were written before the words",
        "of the gates were read or mended by them; of 100 of the 352, by another hand, 90 were told rightly at first.",
        "Mistakes in dev were read, and in the end those in check: both flatter.",
    )
    cases = load_rule_cases()
    dev, check = (told_apart(cases, setting=setting, split=split) for split in ("dev", "check"))
    rows = [
        (str(rule), *(f"{closed} of {n}" for each in (dev[rule], check[rule]) for closed, n in each.counts))
        for rule in HardRule
    ]
    yield from table("rule", "broken (dev)", "nearly (dev)", "broken (check)", "nearly (check)", rows=rows)


def _rule_row(name: str, pairs: Bools, safety: Safety) -> tuple[str, ...]:
    shown = safety.shown(OURS) & pairs
    counted = (pairs, pairs & safety.closed, shown, shown & safety.traps, shown & safety.is_suggested)
    return name, *(told_number(each.sum()) for each in counted)


def _ranker_row(name: str, safety: Safety) -> tuple[str, ...]:
    shown = safety.shown(name)
    broken = shown & safety.any_broken
    return name, *(told_number(each.sum()) for each in (shown, shown & safety.closed, broken, broken & safety.traps))
