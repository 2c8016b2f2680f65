"""The fits of all aspects to one score."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from matching.records import Aspect, Floats

ASPECTS = tuple(Aspect)
"""The order of the aspects in every array of fits."""

DEFAULT_WEIGHTS: Mapping[Aspect, float] = MappingProxyType(
    {
        Aspect.MATERIAL: 0.30,
        Aspect.TEXT: 0.17,
        Aspect.DISTANCE: 0.15,
        Aspect.AMOUNT: 0.10,
        Aspect.TIMING: 0.08,
        Aspect.VALUE: 0.06,
        Aspect.QUALITY: 0.05,
        Aspect.LEGAL: 0.03,
        Aspect.HIERARCHY: 0.02,
        Aspect.CASES: 0.03,
        Aspect.NOVELTY: 0.01,
        Aspect.MEANING: 0.0,  # off: docs/decisions/embedding-beside-the-glossary.md
    }
)
"""Set by hand and public: the right stuff first; nobody can pay for rank."""

MAY_BE_OFF = frozenset({Aspect.MEANING})
"""What may weigh nothing."""

UNKNOWN_FIT = 0.3
"""What a fact that nobody has told turns out to be worth: rather poor, but no misfit."""

UNKNOWN_COST = 0.5
"""How much of an unknown aspect's weight stays with it, at `UNKNOWN_FIT`; the others share the rest."""

APPROVAL_SLOPE, APPROVAL_AT_ONE = 6.13, 4.72
"""Fitted for `approval_chances` with the default weights: fit them anew when weights or aspects change."""

SUGGEST_FROM = 0.5
"""From which score a match is worth a coordinator's minute: about where the chance of approval is even.

Chosen so that, with the default weights, (a) the same material at 300 km with fair amounts and months passes, (b) a
related material passes only when it is near, amounts and months meet and the words are somewhat alike, (c) an
unrelated material stays below .35 even when all else is perfect, and (d) two listings that have nothing but a text stay
below, however alike the texts are.
"""


def weight_vector(weights: Mapping[Aspect, float]) -> Floats:
    """Return the weights in the order of `ASPECTS`.

    Raises ValueError for an aspect that is missing, or a weight that is not a positive number; of `MAY_BE_OFF` it may
    be 0.
    """
    missing = [aspect for aspect in ASPECTS if aspect not in weights]
    if missing:
        raise ValueError(f"No weight for {', '.join(missing)}: give one for every aspect.")
    vector = np.array([float(weights[aspect]) for aspect in ASPECTS])
    may_be_off = np.array([aspect in MAY_BE_OFF for aspect in ASPECTS])
    if not np.all(np.isfinite(vector) & ((vector > 0) | (may_be_off & (vector == 0)))):
        raise ValueError("Every weight must be a positive number.")
    return vector


def check_rates(rates: Mapping[str, float]) -> None:
    """Raise ValueError unless every exchange rate (SEK for one unit of the currency) is a positive number."""
    for currency, rate in rates.items():
        if not (np.isfinite(float(rate)) and rate > 0):
            raise ValueError(f"The exchange rate of {currency} is {rate}: give SEK for one {currency}, above zero.")
    if float(rates.get("SEK", 1)) != 1:
        raise ValueError(f"One SEK costs one SEK, not {rates['SEK']}.")


def combine_fits(fits: Floats, weights: Floats) -> Floats:
    """Score pairs by the weighted geometric mean of their known fits.

    No strength buys back a bad misfit, as an arithmetic mean would let it. (The Human Development
    Index changed to it in 2010 for this reason: UNDP, HDR 2010, technical note 1.) Gates have been
    applied before; every aspect has a floor above zero, so that one weak aspect cannot veto.

    fits: shape (n_pairs, n_aspects), each in (0, 1], or NaN where the aspect is unknown: it drops
        out and its weight is shared among the others.
    weights: shape (n_aspects,), none below 0; only their ratios matter.
    Returns shape (n_pairs,), each in (0, 1]; NaN where nothing is known.
    Raises ValueError for a fit outside (0, 1], a weight below 0, or weights that are all 0.
    """
    known = ~np.isnan(fits)
    if np.any(fits <= 0) or np.any(fits > 1):  # NaN is neither
        raise ValueError("Every known fit must lie above 0 and not above 1.")
    if np.any(weights < 0) or not np.any(weights > 0):
        raise ValueError("No weight may lie below 0, and one must lie above.")
    log_fits = np.log(np.where(known, fits, 1))
    with np.errstate(invalid="ignore"):  # a pair of which nothing is known: 0 / 0
        scores: Floats = np.exp((log_fits @ weights) / (known @ weights))
    return scores


def known_shares(fits: Floats, weights: Floats) -> Floats:
    """Return, for each pair, how much of all weight its known aspects carry: shape (n_pairs,), in [0, 1]."""
    shares: Floats = (~np.isnan(fits) @ weights) / weights.sum()
    return shares


def score_pairs(fits: Floats, weights: Floats) -> Floats:
    """Score pairs by `combine_fits`, drawn towards `UNKNOWN_FIT` by what is unknown.

    Unknown costs confidence, not a place in the list. A mean over the known aspects alone would let a pair of which
    only one thing is known, and that one fair, outrank a pair that is known to be good in everything. So each unknown
    aspect keeps the part `UNKNOWN_COST` of its weight at the fit `UNKNOWN_FIT`:

        log score = (K · log combine_fits + c · U · log UNKNOWN_FIT) / (K + c · U)

    with K and U the shares of weight that are known and unknown and c = `UNKNOWN_COST`. Among pairs that know the same
    aspects this changes no order.

    fits, weights: as in `combine_fits`. Returns shape (n_pairs,), each in (0, 1]; `UNKNOWN_FIT` where nothing is known.
    Raises ValueError as `combine_fits` does.
    """
    known = known_shares(fits, weights)
    return score_sums(known * np.log(np.where(known > 0, combine_fits(fits, weights), 1)), known)


def score_sums(logs: Floats, known: Floats) -> Floats:
    """Return `score_pairs` from sums: of the shares of weight that are known, and of these times the log of the fits.

    Shapes that broadcast.
    """
    kept = UNKNOWN_COST * (1 - known)
    scores: Floats = np.exp((logs + kept * np.log(UNKNOWN_FIT)) / (known + kept))
    return scores


def approval_chances(scores: Floats, *, slope: float = APPROVAL_SLOPE, at_one: float = APPROVAL_AT_ONE) -> Floats:
    """Return the chance that a coordinator would approve a pair of this score.

    The score orders, is what people see as the fit of 100, and decides what becomes a suggestion (`SUGGEST_FROM`). The
    chance says what a score is worth, and is always called a chance.

    By logistic regression on the log of the score (Platt 1999), fitted to the authors' labels of the gold set's dev
    families, pairs among the first ten of either side, approved from grade 2 (November 2026, the first reader's grades:
    neither a fit to those of both readers nor rising steps does better on families that it has not seen). Authors'
    labels stand in until coordinators have decided 200 suggestions (`matching.learning`); `docs/evaluation.md` tells
    how well the chances come true.

    scores: in (0, 1]. slope, at_one: of the curve. Returns the shape of the scores, in (0, 1).
    """
    chances: Floats = 1 / (1 + np.exp(-(slope * np.log(scores) + at_one)))
    return chances


def aspect_effects(fits: Floats, weights: Floats) -> Floats:
    """Return how each known aspect moves the score: log of (the score / the score if the aspect were unknown).

    Positive speaks for the pair, negative against it.
    fits, weights: as in `combine_fits`. Returns shape (n_pairs, n_aspects); NaN where the aspect is unknown.
    """
    whole = np.log(score_pairs(fits, weights))
    effects = np.full(fits.shape, np.nan)
    for column in range(fits.shape[1]):
        without = fits.copy()
        without[:, column] = np.nan
        known = ~np.isnan(fits[:, column])
        effects[known, column] = (whole - np.log(score_pairs(without, weights)))[known]
    return effects


def aspect_swings(fits: Floats, weights: Floats, *, floors: Floats) -> Floats:
    """Return how far each unknown aspect could move the score: that of the best fit less that of the floor.

    fits, weights: as in `combine_fits`. floors: shape (n_aspects,), the lowest fit of each aspect.
    Returns shape (n_pairs, n_aspects), in [0, 1); 0 where the aspect is known.
    """
    swings = np.zeros(fits.shape)
    for column in range(fits.shape[1]):
        unknown = np.isnan(fits[:, column])
        best, worst = fits[unknown], fits[unknown]
        best[:, column], worst[:, column] = 1, floors[column]
        swings[unknown, column] = score_pairs(best, weights) - score_pairs(worst, weights)
    return swings
