"""The exact best counterparts of every offer and of every need, chunk by chunk."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.engine.bounds import Bounds
from matching.engine.chunks import Chunk
from matching.engine.columns import Ints
from matching.engine.compiled import best_search
from matching.engine.judging import Judge
from matching.engine.searching import BlockSearch
from matching.engine.top import KEY_SHIFT, NOBODY, best_keys, make_keys, read_keys
from matching.records import Floats, Side

PAIRS_AT_ONCE = 400_000
"""How many pairs are looked at together: some 50 MB of numbers, whatever the size of the market."""
_TOLD_EACH = 500

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Pairs:
    """Pairs by position, with scores and ranks (from 1; 0 where not in that list). All of shape (n,)."""

    offer: Ints
    need: Ints
    scores: Floats
    offer_ranks: Ints
    need_ranks: Ints

    def __len__(self) -> int:
        return len(self.offer)

    def part(self, start: int, end: int) -> "Pairs":
        return self.pick(np.arange(start, min(end, len(self))))

    def pick(self, rows: Ints) -> "Pairs":
        return Pairs(
            self.offer[rows], self.need[rows], self.scores[rows], self.offer_ranks[rows], self.need_ranks[rows]
        )


def best_lists(
    judge: Judge, weights: Floats, *, top: int, progress: Progress = lambda done, total: None
) -> tuple[Ints, Ints]:
    """Return the keys of the best `top` needs of each offer and of the best `top` offers of each need.

    Exact: a pair is left unjudged only when it could enter neither list, whatever is still unknown of it.
    progress: told now and then how many offers are done, of how many.
    Returns shapes (n_offers, top) and (n_needs, top).
    """
    n_offers, n_needs = len(judge.offers), len(judge.needs)
    of_offers = np.full((n_offers, top), NOBODY, dtype=np.int64)
    of_needs = np.full((n_needs, top), NOBODY, dtype=np.int64)
    if not (n_offers and n_needs):
        return of_offers, of_needs
    bounds = Bounds(judge, weights)
    searches = [best_search(judge, bounds, side=side) for side in (Side.OFFER, Side.NEED)]
    if all(search.is_quick for search in searches):
        for search, lists in zip(searches, (of_offers, of_needs), strict=True):
            _search_all(search, lists, progress=progress if lists is of_offers else None)
        return of_offers, of_needs
    step = max(1, PAIRS_AT_ONCE // n_needs)
    # Every n-th offer at a time: the ids of like offers lie together, and mixed chunks raise all needs' floors early.
    n_chunks = -(-n_offers // step)
    for first in range(n_chunks):
        rows = np.arange(first, n_offers, n_chunks)
        scores = _chunk_scores(Chunk(judge, rows), bounds, weights, floors=of_needs[:, -1] >> KEY_SHIFT, top=top)
        of_offers[rows] = best_keys(make_keys(scores, np.arange(n_needs)[None, :]), top=top)
        found = make_keys(scores, rows[:, None]).T
        of_needs = best_keys(np.concatenate((of_needs, found), axis=1), top=top)
        progress(min((first + 1) * step, n_offers), n_offers)
    return of_offers, of_needs


def _search_all(search: BlockSearch, lists: Ints, *, progress: Progress | None) -> None:
    """Write the list of every listing of a side, asked one by one: where that is compiled it is soonest."""
    for place in range(len(lists)):
        lists[place] = best_keys(search.keys(place, top=lists.shape[1])[None, :], top=lists.shape[1])[0]
        if progress and place % _TOLD_EACH == 0:
            progress(place + 1, len(lists))
    if progress:
        progress(len(lists), len(lists))


def _chunk_scores(chunk: Chunk, bounds: Bounds, weights: Floats, *, floors: Ints, top: int) -> Floats:
    """Return the scores of a chunk's pairs, -1 where a gate is closed or a pair can enter neither list.

    floors: the whole score that each need's list asks for by now, shape (n_needs,), -1 where it takes all.
    """
    highest = np.where(chunk.closed(), -1, bounds.of_rows(chunk.rows))
    scores: Floats = np.full(highest.shape, -1.0)
    place = max(highest.shape[1] - top, 0)
    promising = highest >= np.maximum(np.partition(highest, place, axis=1)[:, place : place + 1], 0)
    row, need = np.nonzero(promising)
    scores[row, need] = chunk.judge(row, need).scores(weights)
    # Now each offer has a list of its own, and the rest must beat its last or some need's.
    keys = best_keys(make_keys(scores, np.arange(scores.shape[1])[None, :]), top=top)
    asked = np.maximum(np.minimum(keys[:, -1:] >> KEY_SHIFT, floors), 0)
    row, need = np.nonzero((highest >= asked) & ~promising)
    still = bounds.sharpen(chunk, row, need) >= asked[row, need]
    row, need = row[still], need[still]
    scores[row, need] = chunk.judge(row, need).scores(weights)
    return scores


def pairs_of_one(keys: Ints, *, side: Side, position: int) -> Pairs:
    """Return the pairs of one listing's list, best first. keys: shape (top,), in ranked order."""
    scores, others = read_keys(keys[keys != NOBODY])
    own = np.full(len(others), position, dtype=np.int64)
    ranks, none = np.arange(1, len(others) + 1), np.zeros(len(others), dtype=np.int64)
    if side is Side.OFFER:
        return Pairs(own, others, scores, ranks, none)
    return Pairs(others, own, scores, none, ranks)


def pairs_of(of_offers: Ints, of_needs: Ints, *, n_needs: int) -> Pairs:
    """Return every pair of the lists once, best first, ties by offer, then need.

    of_offers, of_needs: keys in ranked order, shapes (n_offers, top) and (n_needs, top).
    """
    offer, need, scores, ranks = _entries(of_offers)
    other_need, other_offer, other_scores, other_ranks = _entries(of_needs)
    codes = np.concatenate((offer * n_needs + need, other_offer * n_needs + other_need))
    unique, first, where = np.unique(codes, return_index=True, return_inverse=True)
    offer_ranks, need_ranks = np.zeros(len(unique), dtype=np.int64), np.zeros(len(unique), dtype=np.int64)
    offer_ranks[where[: len(offer)]] = ranks
    need_ranks[where[len(offer) :]] = other_ranks
    all_scores = np.concatenate((scores, other_scores))[first]
    pairs = Pairs(unique // max(n_needs, 1), unique % max(n_needs, 1), all_scores, offer_ranks, need_ranks)
    return pairs.pick(np.lexsort((unique, -all_scores)))


def _entries(keys: Ints) -> tuple[Ints, Ints, Floats, Ints]:
    """Return list, position, score and rank (from 1) of every entry."""
    lists, places = np.nonzero(keys != NOBODY)
    scores, positions = read_keys(keys[lists, places])
    return lists, positions, scores, places + 1
