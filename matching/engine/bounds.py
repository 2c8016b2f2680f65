"""What a pair could score at most, before it is judged: so that most pairs never need to be."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.columns import Columns, Ints
from matching.engine.judging import SCORE_DIGITS, Chunk, Judge
from matching.records import Aspect, Floats, Side
from matching.scoring import ASPECTS, score_pairs
from matching.words import Texts

_SCALE = 10**SCORE_DIGITS
_AMOUNT, _SEASON, _WINDOW, _PLACE, _TEXT = (1 << bit for bit in range(5))
_ALL = 1 << 5
_BITS = {
    Aspect.AMOUNT: (_AMOUNT,),
    Aspect.TIMING: (_SEASON, _WINDOW),
    Aspect.DISTANCE: (_PLACE,),
    Aspect.TEXT: (_TEXT,),
}


@dataclass(frozen=True)
class Groups:
    """The listings of one side by what bounds depend on: resource, kind, and what they tell.

    which: shape (n_groups, 3); group: for each listing which group it is in, shape (n,).
    """

    which: Ints
    group: Ints

    @property
    def known(self) -> Ints:
        """Return what each listing tells, as bits, shape (n,)."""
        return np.asarray(self.which[self.group, 2])

    @cached_property
    def sizes(self) -> Ints:
        return np.bincount(self.group, minlength=len(self.which))

    @cached_property
    def _rows(self) -> tuple[Ints, Ints]:
        """Return all listings group by group, and where each group starts."""
        return np.argsort(self.group, kind="stable"), np.concatenate(([0], np.cumsum(self.sizes)))

    def rows(self, groups: Ints) -> Ints:
        """Return the listings of these groups."""
        rows, starts = self._rows
        parts = [rows[starts[group] : starts[group + 1]] for group in groups.tolist()]
        return np.concatenate([np.empty(0, dtype=np.int64), *parts])


class Bounds:
    """Upper bounds on the scores of all pairs, as whole scores (`top.make_keys`' scale), -1 for unlike resources.

    A bound takes the fit of the materials, which is a look-up, and 1 for every other aspect that both sides know. It
    holds because no score falls when a fit rises.
    """

    def __init__(self, judge: Judge, weights: Floats) -> None:
        self._judge, self._weights = judge, weights
        self.groups = {
            Side.OFFER: groups_of(judge.offers, judge.offer_texts),
            Side.NEED: groups_of(judge.needs, judge.need_texts),
        }
        offers, needs = self.groups[Side.OFFER].which, self.groups[Side.NEED].which
        values, place = np.unique(judge.materials, return_inverse=True)
        of_kinds = place.reshape(judge.materials.shape)[offers[:, 1]][:, needs[:, 1]]
        by_value = np.stack([self._best(values, np.full(len(values), known)) for known in range(_ALL)], axis=1)
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


def groups_of(columns: Columns, texts: Texts) -> Groups:
    """Return the groups of one side."""
    known, kinds = _known(columns, texts), max(len(columns.kinds), 1)
    codes = (columns.resource * kinds + columns.kind) * _ALL + known  # one number each: quicker to sort than rows
    values, group = np.unique(codes, return_inverse=True)
    which = np.stack((values // _ALL // kinds, values // _ALL % kinds, values % _ALL), axis=1)
    return Groups(which, group.ravel())
