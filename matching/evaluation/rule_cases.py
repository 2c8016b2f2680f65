"""Made-up pairs that break a hard rule, and near misses that break none: do our gates tell them apart?"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from matching.engine.judged import any_closed
from matching.engine.setting import Setting
from matching.evaluation.hard_rules import HardRule
from matching.evaluation.phrases import PHRASES_FOLDER
from matching.knowledge import load_knowledge
from matching.records import Listing, Side
from matching.tables.listings import ListingReader
from matching.tables.reading import Row

_FILE = "hard_rule_cases.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCase:
    """One offer and one need, by the rule that the pair breaks or nearly does. split: dev or check."""

    offer: Listing
    need: Listing
    rule: HardRule
    is_broken: bool
    split: str


@dataclass(frozen=True, slots=True)
class Told:
    """How many pairs of a rule break it and how many of these a gate closes; the same of near misses."""

    broken: int
    closed: int
    near: int
    near_closed: int

    @property
    def counts(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return how many are closed, of how many: of those that break the rule, then of near misses."""
        return (self.closed, self.broken), (self.near_closed, self.near)


@cache
def load_rule_cases() -> tuple[RuleCase, ...]:
    """Return the cases in the order of their ids, read once. Raises OSError."""
    reader = ListingReader(load_knowledge())
    with (PHRASES_FOLDER / _FILE).open(encoding="utf-8", newline="") as rows:
        ordered = sorted(csv.DictReader(rows), key=lambda row: row["id"])
    return tuple(
        RuleCase(
            offer=_listing(row, Side.OFFER, reader),
            need=_listing(row, Side.NEED, reader),
            rule=HardRule[row["rule"].upper()],
            is_broken=row["broken"] == "1",
            split=row["split"],
        )
        for row in ordered
    )


def closed_cases(cases: Sequence[RuleCase], *, setting: Setting) -> tuple[bool, ...]:
    """Return which of the cases any gate closes. cases: in the order of their ids."""
    offers, needs = [case.offer for case in cases], [case.need for case in cases]
    judge = setting.judge(setting.segment(offers, Side.OFFER), setting.segment(needs, Side.NEED))
    places = np.arange(len(cases))
    return tuple(any_closed(judge.judge_pairs(places, places).closed).tolist())


def told_apart(cases: Sequence[RuleCase], *, setting: Setting, split: str = "") -> dict[HardRule, Told]:
    """Return how the gates fare with each rule. split: dev or check; all where empty."""
    pairs = list(zip(cases, closed_cases(cases, setting=setting), strict=True))
    found = {}
    for rule in HardRule:
        own = [(case.is_broken, closed) for case, closed in pairs if case.rule is rule and split in ("", case.split)]
        broken = [closed for is_broken, closed in own if is_broken]
        near = [closed for is_broken, closed in own if not is_broken]
        found[rule] = Told(len(broken), sum(broken), len(near), sum(near))
    return found


def _listing(row: dict[str, str], side: Side, reader: ListingReader) -> Listing:
    told = {name.removeprefix(f"{side}_"): cell for name, cell in row.items() if name.startswith(f"{side}_")}
    return reader.read(
        Row(number=1, cells={**told, "resource": told["resource"] or "material", "id": row["id"]}), side=side
    )
