"""What a pair could score at most, before it is judged: so that most pairs never need to be."""

import numpy as np

from matching.engine.columns import Columns, Ints
from matching.engine.judging import SCORE_DIGITS, Chunk, Judge
from matching.records import Aspect, Floats
from matching.scoring import ASPECTS, score_pairs
from matching.words import Texts

_SCALE = 10**SCORE_DIGITS
_AMOUNT, _SEASON, _WINDOW, _PLACE, _TEXT = (1 << bit for bit in range(5))
_BITS = {
    Aspect.AMOUNT: (_AMOUNT,),
    Aspect.TIMING: (_SEASON, _WINDOW),
    Aspect.DISTANCE: (_PLACE,),
    Aspect.TEXT: (_TEXT,),
}


class Bounds:
    """Upper bounds on the scores of all pairs, as whole scores (`top.make_keys`' scale), -1 for unlike resources.

    A bound takes the fit of the materials, which is a look-up, and 1 for every other aspect that both sides know. It
    holds because no score falls when a fit rises.
    """

    def __init__(self, judge: Judge, weights: Floats) -> None:
        self._judge, self._weights = judge, weights
        self._offer_known = _known(judge.offers, judge.offer_texts)
        self._need_known = _known(judge.needs, judge.need_texts)
        offers, self._offer_group = _groups(judge.offers, self._offer_known)
        needs, self._need_group = _groups(judge.needs, self._need_known)
        values, place = np.unique(judge.materials, return_inverse=True)
        of_kinds = place.reshape(judge.materials.shape)[offers[:, 1]][:, needs[:, 1]]
        by_value = np.stack([self._best(values, np.full(len(values), known)) for known in range(1 << 5)], axis=1)
        bounds = by_value[of_kinds, offers[:, None, 2] & needs[None, :, 2]]
        self._table = np.where(offers[:, None, 0] == needs[None, :, 0], bounds, -1)

    def of_rows(self, rows: Ints) -> Ints:
        """Return the bounds of these offers with every need, shape (n_rows, n_needs)."""
        return np.asarray(self._table[self._offer_group[rows]][:, self._need_group])

    def sharpen(self, chunk: Chunk, row: Ints, need: Ints) -> Ints:
        """Return closer bounds for single pairs of a chunk, which know how alike the texts are: shape (n,)."""
        offer = chunk.rows[row]
        materials = self._judge.materials[self._judge.offers.kind[offer], self._judge.needs.kind[need]]
        known = self._offer_known[offer] & self._need_known[need]
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
        whole: Ints = np.round(score_pairs(fits, self._weights) * _SCALE).astype(np.int64)
        return whole + 1


def _known(columns: Columns, texts: Texts) -> Ints:
    """Return what each listing tells, as bits."""
    seasons, places = ~np.isnan(columns.seasons[:, 0]), ~np.isnan(columns.points[:, 0])
    return np.asarray(
        ~np.isnan(columns.quantity) * _AMOUNT
        + seasons[columns.season] * _SEASON
        + columns.windowed * _WINDOW
        + places[columns.point] * _PLACE
        + texts.told * _TEXT
    )


def _groups(columns: Columns, known: Ints) -> tuple[Ints, Ints]:
    """Return the different (resource, kind, known), shape (n_groups, 3), and which of them each listing is."""
    each = np.stack((columns.resource, columns.kind, known), axis=1)
    groups, group = np.unique(each, axis=0, return_inverse=True)
    return groups, group.ravel()
