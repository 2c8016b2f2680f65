"""The exact best counterparts of one listing: the most promising first, until nobody left can enter the list."""

from functools import cached_property

import numpy as np
from scipy import sparse

from matching.engine.bounds import Bounds
from matching.engine.columns import Ints
from matching.engine.judging import Judge
from matching.engine.top import KEY_SHIFT, best_keys, make_keys
from matching.records import Floats, Side

_FIRST = 8
"""So many times the length of the list are judged first, so that the list has a floor that rules out most others."""


def list_of_one(judge: Judge, bounds: Bounds, weights: Floats, *, side: Side, place: int, top: int) -> Ints:
    """Return the keys of the best `top` counterparts of the listing at this place of a side, shape (top,).

    Exact: a counterpart is left unjudged only when its bound lies below the last of the list.
    """
    groups = bounds.groups[other_side(side)]
    highest = bounds.with_groups(side, place)
    order = np.argsort(-highest, kind="stable")
    order = order[highest[order] >= 0]
    first = int(np.searchsorted(np.cumsum(groups.sizes[order]), _FIRST * top)) + 1
    question = Question(judge, side=side, place=place)
    keys = question.keys(groups.rows(order[:first]), weights)
    keys = best_keys(keys[None, :], top=top)[0]
    rest = order[first:]
    rest = rest[highest[rest] >= max(int(keys[-1]) >> KEY_SHIFT, 0)]
    if len(rest):
        keys = np.concatenate((keys, question.keys(groups.rows(rest), weights)))
    best: Ints = best_keys(keys[None, :], top=top)[0]
    return best


class Question:
    """One listing, to be judged with some of the other side."""

    def __init__(self, judge: Judge, *, side: Side, place: int) -> None:
        self._judge, self._side = judge, side
        self._own = np.array([place])
        self._columns = judge.needs if side is Side.OFFER else judge.offers

    def scores(self, rows: Ints, weights: Floats) -> Floats:
        """Return the scores with these counterparts, shape (n,), -1 where a gate is closed."""
        pair = (self._own, rows) if self._side is Side.OFFER else (rows, self._own)
        judged = self._judge.judge_all(
            *pair,
            km=self._judge.kilometres_with(self._side, self._own, rows),
            months=self._judge.months_with(self._side, self._own, rows),
            characters=self._alike[0][rows],
            concepts=self._alike[1][rows],
        )
        return judged.scores(weights)

    def keys(self, rows: Ints, weights: Floats) -> Ints:
        """Return the keys of these counterparts, shape (n,)."""
        if not len(rows):
            return np.empty(0, dtype=np.int64)
        return make_keys(self.scores(rows, weights), rows)

    @cached_property
    def _alike(self) -> tuple[Floats, Floats]:
        """Return how alike the letters and the concepts of all counterparts are: cosines, each of shape (n,)."""
        judge = self._judge
        own, other = judge.offer_texts, judge.need_texts
        if self._side is Side.NEED:
            own, other = other, own
        characters, concepts = other.by_term
        place = int(self._own[0])
        return _products(own.characters, characters, place), _products(own.concepts, concepts, place)


def other_side(side: Side) -> Side:
    return Side.NEED if side is Side.OFFER else Side.OFFER


def _products(rows: sparse.csr_matrix, by_term: sparse.csr_matrix, place: int) -> Floats:
    """Return the product of one row with every column of `by_term`: only the terms that the row has are looked at."""
    own = slice(rows.indptr[place], rows.indptr[place + 1])
    starts, ends = by_term.indptr[rows.indices[own]], by_term.indptr[rows.indices[own] + 1]
    lengths = ends - starts
    # The entries of all these terms in a row: each term's own from its start.
    entries = np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
    weights = by_term.data[entries] * np.repeat(rows.data[own], lengths)
    return np.asarray(
        np.bincount(by_term.indices[entries], weights=weights, minlength=by_term.shape[1]), dtype=np.float64
    )
