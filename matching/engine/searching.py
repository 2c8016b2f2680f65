"""The search over packed blocks with numpy: the most promising first, until nobody left can enter the list."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from itertools import count

import numpy as np
from scipy import sparse

from matching.engine.asked import Rows
from matching.engine.bounds import Bounds
from matching.engine.columns import Ints
from matching.engine.constants import make_constants
from matching.engine.facts import NAMED, TEXT, Own, Records
from matching.engine.judging import Judge
from matching.engine.limits import CLOSED, NO_LIMITS, Limits
from matching.engine.optimism import MARGIN, bounds_of_blocks, mean_logs, sums_of_items, whole_bounds
from matching.engine.packed import Packed
from matching.engine.rows import rows_of
from matching.engine.top import KEY_SHIFT, best_keys, make_keys
from matching.kind_arrays import Ints as Places
from matching.meaning import meaning_fits
from matching.nearness import Trips, least_detour
from matching.records import Bools, Floats, Side
from matching.words import text_fits

_NO_TRIPS = Trips(np.empty(0), np.empty(0))
_FIRST, _SURELY = 8, 2
"""So many times the length of the list are looked at, and judged, first: then it has a floor that most are below."""
_MORE = 4
"""So many times as many, each time that the list is not full yet."""


@dataclass(frozen=True)
class _Candidates:
    """Items that may be wanted, how alike their texts are, and what they could score at most in whole scores."""

    items: Records
    letters: Floats
    concepts: Floats
    highest: Floats

    def pick(self, chosen: Ints | Bools) -> "_Candidates":
        return _Candidates(self.items[chosen], self.letters[chosen], self.concepts[chosen], self.highest[chosen])

    def with_others(self, others: "_Candidates") -> "_Candidates":
        pairs = ((getattr(self, each.name), getattr(others, each.name)) for each in fields(self))
        return _Candidates(*(np.concatenate(pair) for pair in pairs))


class BlockSearch:
    """Asks for the counterparts of one listing of a side."""

    def __init__(self, judge: Judge, bounds: Bounds, *, side: Side) -> None:
        self.judge, self.bounds, self.side = judge, bounds, side
        self.own = judge.segments[side]
        self.other = judge.segments[Side.NEED if side is Side.OFFER else Side.OFFER]
        self.constants = make_constants(bounds.weights, today=judge.day, detour=least_detour(judge.distances))

    @property
    def is_quick(self) -> bool:
        """Return whether asking one by one is the quickest way to all lists."""
        return False

    def keys(self, place: int, *, top: int, limits: Limits = NO_LIMITS) -> Ints:
        """Return the keys of the best `top` counterparts, of whoever scores its own floor or more, and some others."""
        own, rows = self.asked(place, trips=_NO_TRIPS, has_km=False)
        packed = self.other.packed
        highest = whole_bounds(bounds_of_blocks(own, rows, packed.blocks, self.constants))
        order = np.argsort(-highest, kind="stable")[: int((highest > 0).sum())]

        def look(blocks: Ints, least: int) -> _Candidates:
            items = _items(packed, blocks)
            found = self._look(own, rows, items, limits=limits, lowest=least)
            return self._compared(place, found)

        keys, left, looked = self._first(place, rows, order, look=look, top=top)
        lowest = _floor(keys, top=top)
        rest = order[looked:]
        rest = rest[highest[rest] >= _asked_for(whole_bounds(limits.blocks.astype(np.float64)), rest, lowest)]
        if len(rest):
            left = left.with_others(look(rest, lowest))
        left = left.pick(left.highest >= _asked_for(limits.floors, left.items["place"], lowest))
        return np.concatenate((keys, self._judged(place, rows, left)))

    def _first(
        self, place: int, rows: Rows, order: Ints, *, look: Callable[[Ints, int], _Candidates], top: int
    ) -> tuple[Ints, _Candidates, int]:
        """Return the keys of those who promise most, as many as fill the list where so many are to be had.

        order: of blocks, the most promising first. Returns as well who was looked at and is not judged yet, and how
        many of the blocks were.
        """
        keys, left, looked = np.empty(0, dtype=np.int64), look(order[:0], 0), 0
        before = np.cumsum(_sizes(self.other.packed.blocks[order]))
        for many in (top * _MORE**times for times in count()):  # gates may close on all who promised most
            end = 1 + int(np.searchsorted(before, _FIRST * many))
            left, looked = left.with_others(look(order[looked:end], 0)), end
            ranked = np.argsort(-left.highest, kind="stable")
            keys = np.concatenate((keys, self._judged(place, rows, left.pick(ranked[: _SURELY * many]))))
            left = left.pick(ranked[_SURELY * many :])
            if _floor(keys, top=top) or looked >= len(order):
                break
        return keys, left, looked

    def asked(self, place: int, *, trips: Trips, has_km: bool) -> tuple[Own, Rows]:
        """Return the listing at a place of its side as numbers, and what it has with the other side."""
        own = self.own.columns.own(place)
        kinds = self.bounds.sums_with(self.side, own.kind)
        return own, rows_of(self.judge, self.bounds, own, kinds=kinds, trips=trips, has_km=has_km)

    def pairs(self, place: int, others: Ints) -> tuple[Ints, Ints]:
        """Return offers and needs of the pairs with these others, each of shape (n,)."""
        own = np.full(len(others), place)
        return (own, others) if self.side is Side.OFFER else (others, own)

    def _look(self, own: Own, rows: Rows, items: Records, *, limits: Limits, lowest: int) -> _Candidates:
        """Return those of these items that may score what the list asks for, or their own floor."""
        if len(limits.floors):
            items = items[limits.floors[items["place"]] < CLOSED]
        other = self.other.other
        logs, share, is_closed = sums_of_items(own, rows, items, other, self.constants)
        asked = _asked_for(limits.floors, items["place"], lowest)

        def may_be(further: Floats | float) -> Bools:
            bounds = mean_logs(logs + self.constants.text * further, share, self.constants)
            return np.asarray(whole_bounds(bounds) >= asked)

        kept = np.flatnonzero(~is_closed & may_be(0.0))
        items, logs, share, asked = items[kept], logs[kept], share[kept], asked[kept]
        place = items["place"]
        both_told = (own.known & items["known"] & TEXT) > 0
        both_named = (own.flags & items["flags"] & NAMED) > 0
        concepts = _likeness(rows.concepts, rows.concept_weights, self.other.texts.concepts.matrix(place))

        def text_logs(letters: Floats) -> Floats:
            fits = text_fits(letters, concepts, both_told=both_told, both_named=both_named)
            return np.log(np.where(both_told, fits, 1))

        kept = np.flatnonzero(may_be(text_logs(np.ones(len(items)))))
        letters = np.zeros(len(items))
        mine = self.own.texts.letters.matrix(np.array([rows.place]))
        letters[kept] = self.other.texts.letters.likeness_to(mine.indices, mine.data, place[kept])
        further = self.constants.text * text_logs(letters)
        highest = whole_bounds(mean_logs(logs + further, share, self.constants))
        return _Candidates(items, letters, concepts, highest).pick(kept[highest[kept] >= asked[kept]])

    def _compared(self, place: int, found: _Candidates) -> _Candidates:
        """Return candidates with lower bounds where meanings count: until then it was taken to fit wholly.

        By a share of s a fit of f takes the factor f^s off a score, or more where some of the weight is unknown.
        """
        share = self.bounds.meaning_share
        if not share:
            return found
        others = found.items["place"].astype(np.int64)
        fits = meaning_fits(self.judge.likeness(*self.pairs(place, others)))
        factors = np.where(np.isnan(fits), 1, fits) ** share
        return replace(found, highest=found.highest * factors + MARGIN)

    def _judged(self, place: int, rows: Rows, found: _Candidates) -> Ints:
        """Return the keys of candidates that no gate keeps away."""
        others = found.items["place"].astype(np.int64)
        if not len(others):
            return np.empty(0, dtype=np.int64)
        judged = self.judge.judge_all(
            *self.pairs(place, others),
            trips=self.judge.trips_with(self.side, np.array([place]), others),
            months=rows.months[found.items["season"]],
            characters=found.letters,
            concepts=found.concepts,
            likeness=self.judge.likeness(*self.pairs(place, others)),
        )
        return make_keys(judged.scores(self.bounds.weights), others)


def _floor(keys: Ints, *, top: int) -> int:
    """Return the whole score of the last of the best `top`, 0 where there are fewer."""
    return max(int(best_keys(keys[None, :], top=top)[0, -1]) >> KEY_SHIFT, 0)


def _sizes(blocks: Records) -> Ints:
    return np.asarray(blocks["end"] - blocks["first"], dtype=np.int64)


def _items(packed: Packed, blocks: Ints) -> Records:
    """Return the items of these blocks."""
    chosen = packed.blocks[blocks]
    return packed.items[_runs(chosen["first"].astype(np.int64), _sizes(chosen))]


def _asked_for(floors: Ints | Floats, places: Ints, lowest: int) -> Ints | Floats:
    """Return what whole score is asked of the listings, or the blocks, at these places."""
    if not len(floors):
        return np.full(len(places), lowest, dtype=np.int64)
    return np.asarray(np.minimum(floors[places], lowest))


def _likeness(terms: Places, weights: Floats, matrix: sparse.csr_matrix) -> Floats:
    """Return the product of one text's terms with each row, shape (n_rows,)."""
    own = np.zeros(matrix.shape[1])
    own[terms] = weights
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    alike = np.bincount(row, weights=own[matrix.indices] * matrix.data, minlength=matrix.shape[0])
    return np.asarray(alike, dtype=np.float64)


def _runs(starts: Ints, lengths: Ints) -> Ints:
    """Return numbers in a row from each start, so many of them, one run after the other."""
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(lengths.sum()) + np.repeat(starts - before, lengths))
