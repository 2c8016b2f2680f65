"""What is found of pairs of an offer and a need, and their scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from matching.nearness import Trips
from matching.records import Bools, Floats, Gate
from matching.scoring import ASPECTS, score_pairs

SCORE_DIGITS = 6
"""Scores are rounded before they are ranked: the last bits depend on the order of summing, and ties go by id."""


@dataclass(frozen=True)
class Judged:
    """What was found of some pairs.

    closed: by gate; trips: how far it is; wording: how alike the characters are, in [0, 1]; fits: one more axis, in
    the order of `ASPECTS`.
    """

    closed: dict[Gate, Bools]
    trips: Trips
    wording: Floats
    fits: Floats

    def scores(self, weights: Floats) -> Floats:
        """Return the rounded score of each pair, -1 where a gate is closed."""
        flat = score_pairs(self.fits.reshape(-1, len(ASPECTS)), weights).reshape(self.wording.shape)
        return np.where(any_closed(self.closed), -1, np.round(flat, SCORE_DIGITS))


def any_closed(closed: Mapping[Gate, Bools]) -> Bools:
    """Return which pairs fail any of the gates."""
    return reduce(np.logical_or, closed.values(), np.array(False))
