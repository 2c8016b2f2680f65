"""Which pairs a ranker shows: those among the first ten of either side, and what they are."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matching.engine.judged import any_closed
from matching.engine.setting import Setting
from matching.evaluation.gold import GoldSet
from matching.evaluation.rankers import Ranker
from matching.records import Bools, Floats, Side

DEPTH = 10


def first_ten(gold: GoldSet, scores: Floats, *, split: str = "") -> Bools:
    """Return which pairs are among the first ten of an offer or a need of a split, of any where it is empty.

    scores: of all pairs, shape (n_offers, n_needs), below 0 for what is left out. Returns the same shape.
    """
    marks = np.zeros(scores.shape, dtype=bool)
    for own, table, shown in ((gold.offers, scores, marks), (gold.needs, scores.T, marks.T)):
        for row, query in enumerate(own):
            if split in ("", gold.splits[query.id]):
                order = np.argsort(-table[row], kind="stable")[:DEPTH]
                shown[row, order[table[row, order] >= 0]] = True
    return marks


def grade_table(gold: GoldSet) -> tuple[NDArray[np.int64], Bools]:
    """Return the grades, 0 where none is given, and which pairs are listed. Both of shape (n_offers, n_needs)."""
    offers, needs = ({each.id: place for place, each in enumerate(side)} for side in (gold.offers, gold.needs))
    grades = np.zeros((len(offers), len(needs)), dtype=np.int64)
    listed = np.zeros(grades.shape, dtype=bool)
    for (offer, need), grade in gold.grades.items():
        grades[offers[offer], needs[need]], listed[offers[offer], needs[need]] = grade, True
    return grades, listed


def closed_pairs(gold: GoldSet, *, setting: Setting) -> Bools:
    """Return which pairs any gate of the engine closes, shape (n_offers, n_needs)."""
    judge = setting.judge(setting.segment(gold.offers, Side.OFFER), setting.segment(gold.needs, Side.NEED))
    return any_closed(judge.judge_grid(np.arange(len(gold.offers))).closed)


def gate_violations(gold: GoldSet, ranker: Ranker, *, setting: Setting) -> int:
    """Return how many pairs that a gate closes a ranker has among the first ten of any offer or need."""
    shown = first_ten(gold, ranker(gold.offers, gold.needs))
    return int((shown & closed_pairs(gold, setting=setting)).sum())


def pooled(gold: GoldSet, rankers: Mapping[str, Ranker], *, split: str) -> tuple[int, int]:
    """Return how many pairs any ranker has among the first ten of a query of a split, and how many of them are listed.

    Those that are not listed have grade 0: both readers read every pair of the set.
    """
    each = [first_ten(gold, ranker(gold.offers, gold.needs), split=split) for ranker in rankers.values()]
    shown = np.logical_or.reduce(each)
    return int(shown.sum()), int((shown & grade_table(gold)[1]).sum())
