"""The one missing fact whose answer would change a listing's ranking most: tried out on the ranking, not guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matching.engine.asking import other_side
from matching.engine.plausible import plausible_trials
from matching.engine.setting import Setting
from matching.engine.top import NOBODY, best_keys, make_keys, read_keys
from matching.knowledge import Knowledge
from matching.records import Aspect, Distances, Floats, Listing, MissingFact, Side

_DIGITS = 4  # a smaller difference between two facts says nothing


@dataclass(frozen=True, slots=True)
class FactSwing:
    """What one missing fact could change in a listing's list.

    Both are expected values: means over the plausible answers, by how likely each is.
    list_change: how far the first `top` would differ from today's, 0 for the same list, 1 for two without anybody in
        common; places higher up count more. score_change: how far the scores of those listed would, in [0, 1].
    """

    fact: MissingFact
    list_change: float
    score_change: float


def fact_swings(
    listing: Listing,
    others: Sequence[Listing],
    *,
    knowledge: Knowledge,
    distances: Distances,
    weights: Mapping[Aspect, float],
    rates: Mapping[str, float],
    as_of: date,
    top: int = 10,
) -> tuple[FactSwing, ...]:
    """Return the facts that a listing lacks and that could change its ranking, the greatest change first.

    Each fact is tried at every plausible value (`plausible.plausible_trials`): the listing as it would then be is
    judged with all others, gates included, and its list compared with today's: by who is listed where, then by scores.
    others: of the other side, whose ranking counts; the arguments as in `find_matches`.
    """
    trials = list(plausible_trials(listing, others, knowledge=knowledge))
    if not trials:
        return ()
    setting = Setting(knowledge=knowledge, distances=distances, weights=weights, rates=rates, as_of=as_of)
    variants = [listing, *(variant for trial in trials for variant in trial.variants)]
    lists = _changes(_scores(variants, others, setting=setting), top=top)
    swings, start = [], 1
    for trial in trials:
        part = slice(start, start + len(trial.variants))
        start = part.stop
        expected = [round(float(np.dot(trial.chances, change[part])), _DIGITS) for change in lists]
        swings.append(FactSwing(trial.fact, *expected))
    changing = [each for each in swings if each.list_change or each.score_change]
    return tuple(sorted(changing, key=lambda each: (-each.list_change, -each.score_change)))


def _scores(variants: Sequence[Listing], others: Sequence[Listing], *, setting: Setting) -> Floats:
    """Return the score of each variant with each other, shape (n_variants, n_others), -1 where a gate is closed."""
    side = variants[0].side
    # Ids tell the variants apart and keep their order; nothing that a pair scores depends on them.
    numbered = [replace(variant, id=f"{place:04d}") for place, variant in enumerate(variants)]
    own, theirs = setting.segment(numbered, side), setting.segment(others, other_side(side))
    judge = setting.judge(*((own, theirs) if side is Side.OFFER else (theirs, own)))
    scores = judge.judge_grid(np.arange(len(judge.offers))).scores(setting.weights)
    return scores if side is Side.OFFER else scores.T


def _gains(scores: Floats, *, top: int) -> Floats:
    """Return what each other's place in each list is worth: 1 / log2(1 + rank) among the first `top`, else 0."""
    keys = best_keys(make_keys(scores, np.arange(scores.shape[1])[None, :]), top=top)
    gains = np.zeros(scores.shape)
    row, rank = np.nonzero(keys != NOBODY)
    gains[row, read_keys(keys[row, rank])[1]] = 1 / np.log2(rank + 2)
    return gains


def _changes(scores: Floats, *, top: int) -> tuple[Floats, Floats]:
    """Return how far each row's list and scores are from the first row's, each of shape (n_rows,)."""
    gains = _gains(scores, top=top)
    most = 2 * max(float(gains.sum(axis=1).max()), np.finfo(float).tiny)
    lists = np.abs(gains - gains[0]).sum(axis=1) / most
    listed = (gains > 0).any(axis=0)
    known = np.maximum(scores[:, listed], 0)
    means = np.abs(known - known[0]).sum(axis=1) / max(int(listed.sum()), 1)
    return lists, means
