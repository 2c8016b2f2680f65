"""The exact best counterparts of one listing: the most promising first, until nobody left can enter the list."""

from functools import cached_property

import numpy as np
from scipy import sparse

from matching.engine.bounds import Bounds
from matching.engine.columns import Ints
from matching.engine.judging import Judge, any_closed
from matching.engine.top import KEY_SHIFT, best_keys, make_keys
from matching.records import Bools, Floats, Side

_FIRST = 8
"""So many times the length of the list are judged first, so that the list has a floor that rules out most others."""


def list_of_one(judge: Judge, bounds: Bounds, *, side: Side, place: int, top: int) -> Ints:
    """Return the keys of the best `top` counterparts of the listing at this place of a side, shape (top,).

    Exact: a counterpart is left unjudged only when its bound lies below the last of the list.
    """
    groups = judge.groups[other_side(side)]
    highest = bounds.with_groups(side, place)
    order = np.argsort(-highest, kind="stable")
    order = order[highest[order] >= 0]
    first = int(np.searchsorted(np.cumsum(groups.sizes[order]), _FIRST * top)) + 1
    question = Question(judge, bounds.weights, side=side, place=place)
    keys = best_keys(question.keys(groups.rows(order[:first]))[None, :], top=top)[0]
    rest = order[first:]
    rest = rest[highest[rest] >= max(int(keys[-1]) >> KEY_SHIFT, 0)]
    if len(rest):
        keys = np.concatenate((keys, question.keys(groups.rows(rest))))
    best: Ints = best_keys(keys[None, :], top=top)[0]
    return best


def keys_of_one(
    judge: Judge, bounds: Bounds, *, side: Side, place: int, top: int, is_here: Bools, floors: Ints
) -> Ints:
    """Return the keys of whoever is among the best `top` counterparts or scores its own floor or more; and some others.

    is_here: which of the other side count. floors: the whole score that each of them asks for, -1 where it takes all.
    Returns shape (n,), in no order.
    """
    highest = np.where(is_here, bounds.with_groups(side, place)[judge.groups[other_side(side)].group], -1)
    count = min(_FIRST * top, len(highest))
    question = Question(judge, bounds.weights, side=side, place=place)
    first = np.argpartition(-highest, count - 1)[:count]
    first = first[highest[first] >= 0]
    keys = question.keys(first)
    floor = best_keys(keys[None, :], top=top)[0, -1] >> KEY_SHIFT
    is_left = highest >= np.maximum(np.minimum(floors, floor), 0)
    is_left[first] = False
    return np.concatenate((keys, question.keys(np.flatnonzero(is_left))))


class Question:
    """One listing, to be judged with some of the other side."""

    def __init__(self, judge: Judge, weights: Floats, *, side: Side, place: int) -> None:
        self._judge, self._weights, self._side = judge, weights, side
        self._own = np.array([place])

    def keys(self, rows: Ints) -> Ints:
        """Return the keys of those of these counterparts that no gate keeps away, in no order."""
        if not len(rows):
            return np.empty(0, dtype=np.int64)
        km = self._judge.kilometres_with(self._side, self._own, rows)
        # Gates are cheap to ask, and close most pairs that are of one material.
        is_open = ~any_closed(self._judge.gates.closed(*self._pairs(rows), km=km))
        rows, km = rows[is_open], km[is_open]
        judged = self._judge.judge_all(
            *self._pairs(rows),
            km=km,
            months=self._judge.months_with(self._side, self._own, rows),
            characters=self._alike[0][rows],
            concepts=self._alike[1][rows],
        )
        return make_keys(judged.scores(self._weights), rows)

    def _pairs(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return the offers and needs of the pairs: shapes (1,) and (n,), or the other way round."""
        return (self._own, rows) if self._side is Side.OFFER else (rows, self._own)

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
