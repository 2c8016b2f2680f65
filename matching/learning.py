"""Weights and chances learnt from coordinators' decisions, shrunk towards those set by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from matching.records import Aspect, Bools, Floats
from matching.scoring import (
    APPROVAL_AT_ONE,
    APPROVAL_SLOPE,
    ASPECTS,
    DEFAULT_WEIGHTS,
    score_pairs,
    weight_vector,
)

Ints = NDArray[np.int64]

LEARN_FROM, LEARN_FROM_EACH = 80, 20
"""Weights are learnt from so many decisions on, with so many of each kind: from fewer, chance would teach them."""

CALIBRATE_FROM = 200
"""Chances come from coordinators' decisions from so many on; until then from the authors' labels."""

# With simulated coordinators these found better weights from some 80 decisions on and did no harm before.
_STRENGTH = 0.3  # C of the logistic regression: the smaller, the closer to the hand-set weights
_HAND_SCALE = 10.0  # the hand-set score enters so large that hardly anything is taken off it
_LEAST_SHARE = 0.1  # of its hand-set weight every aspect keeps about so much: no aspect is ever switched off by chance
_FOLDS = 5
_REPEATS = 1000  # of the bootstrap


@dataclass(frozen=True)
class Decisions:
    """What coordinators made of suggestions. fits: shape (n, n_aspects), NaN where unknown; approved: shape (n,).

    weights: how many decisions each stands for (`matching.exposure`), shape (n,), 1 on average; all alike when None.
    """

    fits: Floats
    approved: Bools
    weights: Floats | None = None

    def __len__(self) -> int:
        return len(self.approved)

    @property
    def of_each(self) -> int:
        """Return how many there are of the rarer kind."""
        return int(min(self.approved.sum(), (~self.approved).sum()))

    @property
    def standing_for(self) -> Floats:
        """Return how many decisions each stands for."""
        return np.ones(len(self)) if self.weights is None else self.weights

    def pick(self, rows: Ints) -> "Decisions":
        return Decisions(self.fits[rows], self.approved[rows], self.standing_for[rows])

    @property
    def is_enough(self) -> bool:
        """Return whether weights may be learnt from them."""
        return len(self) >= LEARN_FROM and self.of_each >= LEARN_FROM_EACH


@dataclass(frozen=True)
class Learnt:
    """What decisions teach.

    weights: add up to 1; the hand-set ones where too little has been decided. slope, at_one: for
    `scoring.approval_chances`; by_coordinators: whether they come from decisions or still from the authors' labels.
    hand_order, learnt_order: how often an approved suggestion scores above a dismissed one (area under the ROC curve),
    by the hand-set weights and by weights learnt from other decisions; None where too little has been decided.
    lead: by how much the second is above the first, and the ends of the 95 % interval.
    """

    weights: Mapping[Aspect, float]
    slope: float
    at_one: float
    by_coordinators: bool
    decisions: int
    approved: int
    hand_order: float | None
    learnt_order: float | None
    lead: tuple[float, float, float] | None = None

    @property
    def is_better(self) -> bool:
        """Return whether the learnt weights order decisions better that they have not seen: more than by chance."""
        return self.lead is not None and self.lead[1] > 0


def make_decisions(rows: Sequence[tuple[Mapping[str, float], bool]], *, weights: Floats | None = None) -> Decisions:
    """Return decisions from stored fits (aspect → fit) and whether each was approved. weights: as in `Decisions`."""
    fits = [[stored.get(aspect, np.nan) for aspect in ASPECTS] for stored, _ in rows]
    return Decisions(
        np.array(fits, dtype=float).reshape(len(rows), len(ASPECTS)), np.array([ok for _, ok in rows], bool), weights
    )


def learn(decisions: Decisions, *, hand: Mapping[Aspect, float] = DEFAULT_WEIGHTS) -> Learnt:
    """Return weights and chances as far as the decisions carry them. The same decisions teach the same."""
    by_hand = weight_vector(hand)
    weights = by_hand / by_hand.sum()
    orders: tuple[float | None, float | None] = (None, None)
    lead = None
    if decisions.is_enough:
        weights = learn_weights(decisions, by_hand)
        scores = _unseen_scores(decisions, by_hand)
        orders = _order(decisions, scores[0]), _order(decisions, scores[1])
        lead = order_lead(decisions, *scores)
    slope, at_one, by_coordinators = APPROVAL_SLOPE, APPROVAL_AT_ONE, False
    if len(decisions) >= CALIBRATE_FROM and decisions.of_each >= LEARN_FROM_EACH:
        scored = score_pairs(decisions.fits, weights)
        slope, at_one = fit_approval(scored, decisions.approved, weights=decisions.standing_for)
        by_coordinators = True
    return Learnt(
        weights={aspect: round(float(weight), 4) for aspect, weight in zip(ASPECTS, weights, strict=True)},
        slope=slope,
        at_one=at_one,
        by_coordinators=by_coordinators,
        decisions=len(decisions),
        approved=int(decisions.approved.sum()),
        hand_order=orders[0],
        learnt_order=orders[1],
        lead=lead,
    )


def learn_weights(decisions: Decisions, hand: Floats) -> Floats:
    """Return weights by logistic regression, shrunk towards the hand-set ones; positive, adding up to 1.

    Regressed on the standardised log of the hand-set score, ten times as large so that it is hardly penalised, and on
    the centred logs of the fits, whose coefficients are corrections and shrink. An unknown fit says nothing: it stands
    at its aspect's mean.
    hand: shape (n_aspects,). Raises ValueError where all decisions are alike.
    """
    shares = hand / hand.sum()
    scores = np.log(score_pairs(decisions.fits, hand))
    spread = float(scores.std()) or 1.0
    logs = np.log(decisions.fits)
    known = ~np.isnan(logs)
    means = np.where(known, logs, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    features = np.column_stack([_HAND_SCALE * (scores - scores.mean()) / spread, np.where(known, logs - means, 0)])
    fitted = LogisticRegression(C=_STRENGTH).fit(features, decisions.approved, sample_weight=decisions.standing_for)
    found = fitted.coef_[0]
    learnt = max(0.0, float(found[0])) * _HAND_SCALE / spread * shares + found[1:]
    whole = learnt.sum()
    if not whole > 0:  # the decisions go against every aspect: then they are not about what aspects measure
        return np.asarray(shares)
    # What is switched off stays off: no weight is learnt for it.
    clipped = np.where(shares > 0, np.maximum(learnt / whole, _LEAST_SHARE * shares), 0)
    return np.asarray(clipped / clipped.sum())


def fit_approval(scores: Floats, approved: Bools, *, weights: Floats | None = None) -> tuple[float, float]:
    """Return slope and value at one of the chance of approval, by the log of the score (Platt 1999).

    scores, approved: shape (n,). weights: as in `Decisions`. Raises ValueError where all decisions are alike.
    """
    fitted = LogisticRegression(C=np.inf).fit(np.log(scores)[:, None], approved, sample_weight=weights)
    return round(float(fitted.coef_[0, 0]), 4), round(float(fitted.intercept_[0]), 4)


def order_lead(decisions: Decisions, by_hand: Floats, learnt: Floats, *, seed: int = 0) -> tuple[float, float, float]:
    """Return by how much one ranking orders decisions better than another, and the ends of its 95 % interval.

    Decisions are drawn again with replacement, each with both its scores (paired percentile bootstrap, as in
    `evaluation.measures`); of each draw the difference of the two areas under the ROC curve, weighted as decisions are.
    by_hand, learnt: scores, shape (n,). The same seed gives the same interval.
    """
    approved, dismissed = np.flatnonzero(decisions.approved), np.flatnonzero(~decisions.approved)
    gained = _above(learnt, approved, dismissed) - _above(by_hand, approved, dismissed)
    chance = np.random.default_rng(seed)
    drawn = chance.multinomial(len(decisions), np.full(len(decisions), 1 / len(decisions)), size=_REPEATS)
    counted = np.vstack((np.ones(len(decisions)), drawn)) * decisions.standing_for
    good, bad = counted[:, approved], counted[:, dismissed]
    leads = ((good @ gained) * bad).sum(axis=1) / np.maximum(good.sum(axis=1) * bad.sum(axis=1), _LEAST_SHARE)
    low, high = np.percentile(leads[1:], [2.5, 97.5])
    return round(float(leads[0]), 4), round(float(low), 4), round(float(high), 4)


def _above(scores: Floats, approved: Ints, dismissed: Ints) -> Floats:
    """Return 1 where an approved one scores above a dismissed one, half where they score alike, as a table."""
    own, other = scores[approved][:, None], scores[dismissed]
    return np.asarray((own > other) + 0.5 * (own == other))


def _unseen_scores(decisions: Decisions, hand: Floats) -> tuple[Floats, Floats]:
    """Return what the hand-set weights, and weights learnt from the other folds, make of the decisions."""
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    learnt = np.empty(len(decisions))
    for taught, held_out in folds.split(decisions.fits, decisions.approved):
        part = learn_weights(decisions.pick(taught), hand)
        learnt[held_out] = score_pairs(decisions.fits[held_out], part)
    return score_pairs(decisions.fits, hand), learnt


def _order(decisions: Decisions, scores: Floats) -> float:
    return round(float(roc_auc_score(decisions.approved, scores, sample_weight=decisions.standing_for)), 4)
