"""How likely a decision was to be made at all, so that what is shown high is not mistaken for good.

Whoever orders a list decides what is looked at: places far down are seldom reached, and what is below the page only by
the draw of the exploration slot. Each decision therefore counts as many as it stands for, 1 / its propensity (inverse
propensity weighting; for ranked lists Joachims, Swaminathan and Schnabel, "Unbiased learning-to-rank with biased
feedback", WSDM 2017). A propensity is that of being shown, which the list tells, times that of being looked at there
(the position-based model, Craswell and others, "An experimental comparison of click position-bias models", WSDM 2008).
Weights are cut off above (Ionides, "Truncated importance sampling", J. Comput. Graph. Stat. 17, 2008): a little bias
for much less noise, as one decision out of fifty must not outweigh all others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.records import Floats

MOST_WEIGHT = 5.0
"""So many times a decision at the top of the list may one count at most."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """How something was shown that was decided. position: from 1; propensity: the chance that it stood there at all."""

    position: int
    propensity: float


def looked_at(deepest: Sequence[int], *, places: int) -> Floats:
    """Return the chance that each place of a list is looked at, shape (places,), from the first on; it never rises.

    People go through a list from above: in one sitting all places were looked at down to the deepest that was decided.
    One sitting that reached every place is imagined beside those known, so that no chance is 0.
    deepest: for each sitting, the deepest place decided in it, from 1.
    """
    reached = np.asarray(deepest, dtype=np.int64)[:, None] >= np.arange(1, places + 1)
    chances: Floats = (reached.sum(axis=0) + 1) / (len(deepest) + 1)
    return chances


def decision_weights(exposures: Sequence[Exposure | None], *, chances: Floats) -> Floats:
    """Return how many decisions each stands for, shape (n,), 1 on average.

    exposures: None for one that was decided outside any list; it counts as one at the top.
    chances: from `looked_at`, at least as long as the deepest position.
    """
    propensities = np.array(
        [1.0 if each is None else each.propensity * chances[each.position - 1] for each in exposures], dtype=float
    )
    weights: Floats = np.minimum(1 / propensities, MOST_WEIGHT)
    return weights / weights.mean() if len(weights) else weights
