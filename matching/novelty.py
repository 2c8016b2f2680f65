"""The aspect novelty: do the two come from different industries? Coordinators know the obvious already."""

from collections.abc import Sequence

import numpy as np

from matching.kinds import Kind
from matching.records import Floats

NOVELTY_FLOOR = 0.6
"""Two firms of one industry (division of NACE Rev. 2): they know each other, and what the other needs."""


def novelty_fits(offered: Sequence[Kind], needed: Sequence[Kind]) -> Floats:
    """Return 1 where the two firms work in different industries, `NOVELTY_FLOOR` where in one.

    Returns shape (n_offered, n_needed); NaN where either industry is unknown.
    """
    own, other = _divisions(offered)[:, None], _divisions(needed)[None, :]
    return np.where((own < 0) | (other < 0), np.nan, np.where(own == other, NOVELTY_FLOOR, 1.0))


def _divisions(kinds: Sequence[Kind]) -> Floats:
    """Return the division of each, -1 where unknown."""
    return np.array([float(kind.sectors[0].code[:2]) if kind.sectors else -1.0 for kind in kinds])
