"""The aspect novelty: do the two come from different industries? Coordinators know the obvious already."""

import numpy as np

from matching.kind_arrays import KindArrays
from matching.records import Floats

NOVELTY_FLOOR = 0.6
"""Two firms of one industry (division of NACE Rev. 2): they know each other, and what the other needs."""


def novelty_fits(offered: KindArrays, needed: KindArrays) -> Floats:
    """Return 1 where the two firms work in different industries, `NOVELTY_FLOOR` where in one.

    Shapes that broadcast. Returns the broadcast shape; NaN where either industry is unknown.
    """
    own, other = offered.division, needed.division
    return np.where((own < 0) | (other < 0), np.nan, np.where(own == other, NOVELTY_FLOOR, 1.0))
