"""Do chances of approval come true? On the authors' labels, until coordinators have decided enough."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold

from matching.evaluation.gold import GoldSet
from matching.evaluation.measures import RELEVANT_FROM
from matching.evaluation.rankers import Ranker
from matching.evaluation.shown import first_ten, grade_table
from matching.learning import fit_approval
from matching.records import Bools, Floats
from matching.scoring import SUGGEST_FROM, approval_chances

TAUGHT = "dev"
"""The split whose labels the chances were fitted to."""

_FOLDS = 5

Curve = Callable[[Floats], Floats]
"""From scores to chances, both of shape (n,)."""


@dataclass(frozen=True)
class Calibrated:
    """Of n pairs: the mean chance, the share that was worth a call, and the ends of its 95 % interval (Wilson).

    The interval takes pairs to be independent; those of one listing are not, so it is rather too narrow.
    """

    n: int
    chance: float
    approved: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Return whether the mean chance lies in the interval."""
        return self.low <= self.chance <= self.high


@dataclass(frozen=True)
class _Pairs:
    """Pairs among the first ten: score, whether they were worth a call, and the family of the offer, shape (n,)."""

    scores: Floats
    worth: Bools
    families: list[str]


def calibration(gold: GoldSet, ranker: Ranker, *, split: str) -> tuple[tuple[Calibrated, ...], float]:
    """Return how chances come true among the first ten of each query, by tenths, and the mean gap between the two.

    A ranker of scores: chances are made of them (`scoring.approval_chances`). Of another split than `TAUGHT` no pair
    counts that chances were fitted to: an offer of one split and a need of the other are pairs of both.
    """
    pairs = _pairs(gold, ranker, split=split)
    chances = approval_chances(pairs.scores)
    tenths = np.minimum((chances * 10).astype(int), 9)
    inside = [tenths == tenth for tenth in range(10)]
    found = tuple(_calibrated(chances[each], pairs.worth[each]) for each in inside if each.any())
    gap = sum(each.n * abs(each.chance - each.approved) for each in found) / max(len(chances), 1)
    return found, float(gap)


def calibration_of_suggested(gold: GoldSet, ranker: Ranker, *, split: str) -> Calibrated | None:
    """Return the same of the pairs that a coordinator would be shown (`SUGGEST_FROM`), None where there are none."""
    pairs = _pairs(gold, ranker, split=split)
    suggested = pairs.scores >= SUGGEST_FROM
    if not suggested.any():
        return None
    return _calibrated(approval_chances(pairs.scores[suggested]), pairs.worth[suggested])


def curve_errors(gold: GoldSet, ranker: Ranker, *, split: str) -> dict[str, tuple[float, float]]:
    """Return, for each way to make chances of scores, its mean squared error (Brier) on `TAUGHT` and on a split.

    The first is cross-validated: no family of offers is in two folds. The shipped curve was fitted to all of it.
    Raises ValueError where there are too few families.
    """
    taught, asked = (_pairs(gold, ranker, split=each) for each in (TAUGHT, split))
    found = {"the curve as shipped": tuple(_error(approval_chances(each.scores), each) for each in (taught, asked))}
    for name, fit in _CURVES.items():
        unseen = np.empty(len(taught.scores))
        for some, others in GroupKFold(_FOLDS).split(taught.scores, groups=taught.families):
            unseen[others] = fit(taught.scores[some], taught.worth[some])(taught.scores[others])
        whole = fit(taught.scores, taught.worth)
        found[name] = _error(unseen, taught), _error(whole(asked.scores), asked)
    return {name: (own, other) for name, (own, other) in found.items()}


def _anew(scores: Floats, worth: Bools) -> Curve:
    slope, at_one = fit_approval(scores, worth)
    return lambda asked: approval_chances(asked, slope=slope, at_one=at_one)


def _in_steps(scores: Floats, worth: Bools) -> Curve:
    steps = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, worth)
    return lambda asked: np.asarray(steps.predict(asked))


def _share_of_all(_: Floats, worth: Bools) -> Curve:
    return lambda asked: np.full(len(asked), worth.mean())


_CURVES: Mapping[str, Callable[[Floats, Bools], Curve]] = {
    "the same curve, fitted anew": _anew,
    "rising steps (isotonic regression)": _in_steps,
    "one chance for all": _share_of_all,
}


def _pairs(gold: GoldSet, ranker: Ranker, *, split: str) -> _Pairs:
    scores = ranker(gold.offers, gold.needs)
    shown = first_ten(gold, scores, split=split) & (scores > 0)
    if split != TAUGHT:
        shown &= ~first_ten(gold, scores, split=TAUGHT)
    rows = np.nonzero(shown)[0]
    families = [gold.families.get(gold.offers[row].id, gold.offers[row].id) for row in rows]
    return _Pairs(scores[shown], grade_table(gold)[0][shown] >= RELEVANT_FROM, families)


def _calibrated(chances: Floats, worth: Bools) -> Calibrated:
    ends = binomtest(int(worth.sum()), len(worth)).proportion_ci(method="wilson")
    return Calibrated(len(worth), float(chances.mean()), float(worth.mean()), float(ends.low), float(ends.high))


def _error(chances: Floats, pairs: _Pairs) -> float:
    return float(np.mean((chances - pairs.worth) ** 2))
