"""The search of `kernel`, where numba is installed and the market large enough: the same answers, sooner."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import numpy as np

from matching.engine.asked import KindSums
from matching.engine.bounds import Bounds
from matching.engine.columns import Ints
from matching.engine.constants import constants_record
from matching.engine.facts import OWN, PIPE, Own
from matching.engine.judging import Judge
from matching.engine.kernel_cache import keep_apart
from matching.engine.limits import NO_LIMITS, Limits
from matching.engine.rows import rows_of
from matching.engine.searching import BlockSearch
from matching.engine.top import KEY_SHIFT, best_keys, make_keys, read_keys
from matching.nearness import Trips
from matching.records import Side

COMPILED_FROM = 2_000
"""Listings on the other side: below, numpy takes a millisecond, and nobody waits for numba to start."""

_NOTHING = np.empty(0)
_NO_TRIPS = Trips(_NOTHING, _NOTHING)
_NO_SUMS = KindSums(_NOTHING, _NOTHING, _NOTHING)  # reckoned by what is compiled
_SPARE = 2  # so many times the length of the list are judged first where bounds do not know the way by road
_Search = Callable[..., tuple[Ints, int]]


@cache
def load_search() -> _Search | None:
    """Return the compiled search, None without numba.

    Importing it takes a second, compiling it half a minute, once a machine.
    """
    if not find_spec("numba"):
        return None
    keep_apart()
    try:
        search: _Search = import_module("matching.engine.kernel").search
    except RuntimeError:  # numba finds no folder to keep what it compiles in: set NUMBA_CACHE_DIR
        return None
    return search


@cache
def _kernel_of_kinds() -> ModuleType:
    return import_module("matching.engine.kernel_kinds")


class CompiledSearch(BlockSearch):
    """As `BlockSearch`: none of the answers depends on numba."""

    def __init__(self, judge: Judge, bounds: Bounds, *, side: Side, search: _Search) -> None:
        super().__init__(judge, bounds, side=side)
        self._search = search
        self.kinds = _kernel_of_kinds().make_kinds(judge.pairings)
        self.held = constants_record(self.constants)

    def keys(self, place: int, *, top: int, limits: Limits = NO_LIMITS) -> Ints:
        """Return the keys of the best `top` counterparts, of whoever scores its own floor or more, and some others."""
        own = self.own.columns.own(place)
        trips, has_km = self._trips(own)
        rows = rows_of(self.judge, self.bounds, own, kinds=_NO_SUMS, trips=trips, has_km=has_km)
        asked = np.array([own], dtype=OWN)
        packed, postings, other = self.other.packed, self.other.postings, self.other.other

        def search(length: int, lowest: int) -> tuple[Ints, int]:
            return self._search(asked, self.kinds, rows, packed, postings, other, limits, length, lowest, self.held)

        if has_km:
            keys, doubts = search(top, 0)
            self.judge.pairs_judged += len(keys)
            # The compiled formula differs from numpy's in the last bits; where that may matter numpy says.
            return self._judged_anew(place, keys) if doubts else keys
        first = best_keys(search(_SPARE * top, 0)[0][None, :], top=_SPARE * top)[0]
        judged = self._judged_anew(place, first[first >= 0])
        lowest = max(int(best_keys(judged[None, :], top=top)[0, -1]) >> KEY_SHIFT, 0)
        rest, _ = search(0, lowest)
        return np.concatenate((judged, self._judged_anew(place, rest[~np.isin(rest, first)])))

    @property
    def is_quick(self) -> bool:
        """Return whether what is compiled judges by itself: then asking one by one is the quickest way to all lists."""
        judge = self.judge
        return not self.bounds.meaning_share and (judge.distances.is_straight or judge.keeps_trips)

    def _trips(self, own: Own) -> tuple[Trips, bool]:
        """Return `Rows.trips` and `Rows.has_km`.

        What is compiled knows of no meanings: where they count it only bounds, as without kilometres, and numpy judges.
        """
        if self.bounds.meaning_share:
            return _NO_TRIPS, False
        if self.judge.distances.is_straight or own.flags & PIPE:
            return _NO_TRIPS, True
        row = self.judge.trips_row(self.side, own.point)
        return (_NO_TRIPS, False) if row is None else (row, True)

    def _judged_anew(self, place: int, keys: Ints) -> Ints:
        """Return the keys of these counterparts as numpy judges them."""
        others = read_keys(keys)[1]
        return make_keys(self.judge.judge_pairs(*self.pairs(place, others)).scores(self.bounds.weights), others)


def best_search(judge: Judge, bounds: Bounds, *, side: Side) -> BlockSearch:
    """Return the search for counterparts of a side's listings, compiled where that is possible and worth it."""
    others = judge.segments[Side.NEED if side is Side.OFFER else Side.OFFER]
    search = load_search() if judge.is_fast and len(others) >= COMPILED_FROM else None
    if search is None:
        return BlockSearch(judge, bounds, side=side)
    return CompiledSearch(judge, bounds, side=side, search=search)
