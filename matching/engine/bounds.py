"""What a pair could score at most, before it is judged: so that most pairs never need to be."""

from itertools import product

import numpy as np

from matching.engine.columns import Ints
from matching.engine.groups import ALL, AMOUNT, PLACE, SEASON, TEXT, WINDOW
from matching.engine.judging import SCORE_DIGITS, Chunk, Judge
from matching.records import Aspect, Floats, Side
from matching.scoring import ASPECTS, score_pairs

_SCALE = 10**SCORE_DIGITS
_BITS = {
    Aspect.AMOUNT: (AMOUNT,),
    Aspect.TIMING: (SEASON, WINDOW),
    Aspect.DISTANCE: (PLACE,),
    Aspect.TEXT: (TEXT,),
}


class Bounds:
    """Upper bounds on the scores of all pairs, as whole scores (`top.make_keys`' scale), -1 for unlike resources.

    A bound takes the fit of the materials, which is a look-up, and 1 for every other aspect that both sides know. It
    holds because no score falls when a fit rises.
    """

    def __init__(self, judge: Judge, weights: Floats) -> None:
        self._judge, self.weights = judge, weights
        self.groups = judge.groups
        offers, needs = self.groups[Side.OFFER].which, self.groups[Side.NEED].which
        values, place = np.unique(judge.materials, return_inverse=True)
        of_kinds = place.reshape(judge.materials.shape)[offers[:, 1]][:, needs[:, 1]]
        by_value = np.zeros((len(values), ALL), dtype=np.int64)
        for one, other in product(np.unique(offers[:, 2]), np.unique(needs[:, 2])):
            by_value[:, one & other] = self._best(values, np.full(len(values), one & other))
        bounds = by_value[of_kinds, offers[:, None, 2] & needs[None, :, 2]]
        self._table = np.where(offers[:, None, 0] == needs[None, :, 0], bounds, -1)

    def of_rows(self, rows: Ints) -> Ints:
        """Return the bounds of these offers with every need, shape (n_rows, n_needs)."""
        offers, needs = self.groups[Side.OFFER].group, self.groups[Side.NEED].group
        return np.asarray(self._table[offers[rows]][:, needs])

    def with_groups(self, side: Side, place: int) -> Ints:
        """Return the bounds of one listing of a side with each group of the other side."""
        group = self.groups[side].group[place]
        return np.asarray(self._table[group] if side is Side.OFFER else self._table[:, group])

    def sharpen(self, chunk: Chunk, row: Ints, need: Ints) -> Ints:
        """Return closer bounds for single pairs of a chunk, which know how alike the texts are: shape (n,)."""
        offer = chunk.rows[row]
        materials = self._judge.materials[self._judge.offers.kind[offer], self._judge.needs.kind[need]]
        known = self.groups[Side.OFFER].known[offer] & self.groups[Side.NEED].known[need]
        return self._best(materials, known, texts=chunk.text_fits(row, need))

    def _best(self, materials: Floats, known: Ints, *, texts: Floats | None = None) -> Ints:
        """Return the whole scores of pairs with these fits of material (and text), the best in all that is known."""
        fits = np.ones((len(materials), len(ASPECTS)))
        fits[:, ASPECTS.index(Aspect.MATERIAL)] = materials
        for aspect, bits in _BITS.items():
            fits[known & sum(bits) == 0, ASPECTS.index(aspect)] = np.nan
        if texts is not None:
            fits[:, ASPECTS.index(Aspect.TEXT)] = texts
        # One more for the last bits of rounding: a bound must not lie below what it bounds.
        whole: Ints = np.round(score_pairs(fits, self.weights) * _SCALE).astype(np.int64)
        return whole + 1
