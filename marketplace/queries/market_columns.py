"""A large market in memory, as everybody may see it: what is counted and ranked over all of its listings.

For every filter that is counted a database reads all rows anew, which takes a hundred thousand listings a second.
Here a column is an array of small numbers, and counting it takes a millisecond. In memory are coarse values alone
(`queries.coarse_facts`), and words that lead everybody to a listing, as they were a minute ago, or ten at the very
most, where no event tells of a change: what a page shows of a listing it reads from the database. A market of some
thousands is not kept; that one is asked itself.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from math import prod
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.db.models import Max
from numpy.typing import NDArray

from marketplace.models import Event, Listing, SearchTerm
from marketplace.queries.conditions import AllOf, AnyOf, Condition, InMonths, OneOf
from marketplace.queries.listings import Viewer, market

MANY = 5_000  # listings
_LOOKED_AFTER, _MADE_ANEW_AFTER = 60, 600  # seconds: changes that no event tells of come in later
_POSTINGS_KEPT = 2_000_000
_WORKED_OUT_KEPT = 1_000
_COUNTED_WITHOUT_SORTING = 1_000_000
_NAMES = (
    *("side", "material", "use", "shown_area", "shown_months", "shown_band", "shown_price", "shown_hazard"),
    *("shown_until", "resource"),
)

Made = TypeVar("Made")
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Column:
    """What listings say of one thing. values: each once; places: of each listing, where its value stands there."""

    values: tuple[object, ...]
    places: NDArray[np.int32]

    def among(self, values: Collection[object]) -> Mask:
        return np.array([each in values for each in self.values])[self.places]

    def ranked(self, rank: Callable[[Any], int]) -> NDArray[np.int64]:
        """Return the rank of each listing by its value."""
        return np.array([rank(each) for each in self.values], dtype=np.int64)[self.places]


@dataclass(frozen=True, slots=True)
class Postings:
    """The listings that a term leads everybody to, as places in the market, and its weight in each."""

    places: NDArray[np.int64]
    weights: NDArray[np.int64]
    number: int  # of all that it leads to, on the market or not


@dataclass(frozen=True, slots=True)
class MarketColumns:
    """Every listing on the market, the newest first. pks: their keys."""

    pks: NDArray[np.int64]
    columns: Mapping[str, Column]
    _postings: dict[str, Postings] = field(default_factory=dict)
    _worked_out: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is worked out of this market, made when it is first asked for."""
        made = self._worked_out.get(key)
        if made is None:
            made = make()
            if len(self._worked_out) >= _WORKED_OUT_KEPT:
                self._worked_out.clear()
            self._worked_out[key] = made
        return made

    def where(self, conditions: Iterable[Condition]) -> Mask:
        """Return of which listings all conditions hold."""
        return reduce(np.logical_and, (self._holds(each) for each in conditions), np.ones(len(self.pks), dtype=bool))

    def _holds(self, condition: Condition) -> Mask:
        match condition:
            case OneOf():
                return self.columns[condition.column].among(condition.values)
            case InMonths():
                months = self.columns["shown_months"]
                return months.among({each for each in months.values if each & condition.bits})
            case AllOf():
                return self.where(condition.parts)
            case AnyOf():
                return reduce(np.logical_or, (self._holds(each) for each in condition.parts))

    def postings(self, terms: Collection[str]) -> dict[str, Postings]:
        """Return by term what it leads to. A term is asked of the database once."""
        known = {term: led for term in terms if (led := self._postings.get(term))}
        if missing := set(terms) - known.keys():
            known |= (read := self._read(missing))
            if sum(1 + len(each.places) for each in list(self._postings.values())) > _POSTINGS_KEPT:
                self._postings.clear()
            self._postings.update(read)
        return known

    def _read(self, terms: Collection[str]) -> dict[str, Postings]:
        rows = SearchTerm.objects.filter(term__in=terms, is_public=True).order_by()
        led: dict[str, tuple[list[int], list[int]]] = {term: ([], []) for term in terms}
        for term, pk, weight in rows.values_list("term", "listing_id", "weight"):
            led[term][0].append(pk)
            led[term][1].append(weight)
        by_pk = np.argsort(self.pks)
        return {term: self._posted(pks, weights, by_pk=by_pk) for term, (pks, weights) in led.items()}

    def _posted(self, pks: list[int], weights: list[int], *, by_pk: NDArray[np.int64]) -> Postings:
        told = np.array(pks, dtype=np.int64)
        places = by_pk[np.minimum(np.searchsorted(self.pks, told, sorter=by_pk), len(self.pks) - 1)]
        is_here = self.pks[places] == told
        return Postings(places[is_here], np.array(weights, dtype=np.int64)[is_here], len(pks))


@dataclass(frozen=True, slots=True)
class Chosen:
    """Some listings of a market in memory, to be counted as a query would count them (`queries.facets.numbers_by`)."""

    market: MarketColumns
    mask: Mask

    def counted(self, *names: str) -> dict[tuple[object, ...], int]:
        """Return how many there are of each combination of values."""
        columns = [self.market.columns[name] for name in names]
        shape = tuple(len(column.values) for column in columns)
        places = [column.places if self.is_all else column.places[self.mask] for column in columns]
        keys, numbers = _numbers_by_key(np.ravel_multi_index(places, shape), prod(shape))
        at = zip(*(axis.tolist() for axis in np.unravel_index(keys, shape)), strict=True)
        values = (tuple(column.values[i] for column, i in zip(columns, each, strict=True)) for each in at)
        return dict(zip(values, numbers.tolist(), strict=True))

    @property
    def is_all(self) -> bool:
        return bool(self.mask.all())


def _numbers_by_key(keys: NDArray[np.int64], number_of_keys: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys that occur, and how often each does."""
    if number_of_keys > _COUNTED_WITHOUT_SORTING:
        return np.unique(keys, return_counts=True)
    numbers = np.bincount(keys, minlength=number_of_keys)
    occur = np.flatnonzero(numbers)
    return occur, numbers[occur]


@dataclass(frozen=True, slots=True)
class _Kept:
    market: MarketColumns | None
    seen: tuple[int | None, int] | None  # the last event, and how many listings were on the market
    made_at: float
    looked_at: float


_kept: _Kept | None = None
_making = Lock()


def large_market(viewer: Viewer) -> MarketColumns | None:
    """Return the market in memory; None where it is not large, or its reader may see more or less than everybody."""
    global _kept
    if viewer.is_authenticated:
        return None
    kept = _kept
    if kept and monotonic() - kept.looked_at < _LOOKED_AFTER:
        return kept.market
    if not _making.acquire(blocking=kept is None):
        return kept.market  # somebody is at it
    try:
        if _kept is kept:  # nobody was at it just now
            _kept = _looked_again(kept)
    finally:
        _making.release()
    return _kept.market


def _looked_again(kept: _Kept | None) -> _Kept:
    now, last_event = monotonic(), Event.objects.aggregate(last=Max("pk"))["last"]
    number = Listing.objects.filter(state=Listing.State.PUBLISHED).count()
    if kept and kept.market and kept.seen == (last_event, number) and now - kept.made_at < _MADE_ANEW_AFTER:
        return _Kept(kept.market, kept.seen, kept.made_at, now)
    return _Kept(_read_market() if number > MANY else None, (last_event, number), now, now)


def _read_market() -> MarketColumns:
    rows = market(AnonymousUser()).values_list("pk", *_NAMES)
    pks, *told = zip(*rows, strict=True) if rows else ((), *(() for _ in _NAMES))
    return MarketColumns(
        np.array(pks, dtype=np.int64), {name: _column(each) for name, each in zip(_NAMES, told, strict=True)}
    )


def _column(told: tuple[object, ...]) -> Column:
    numbers: dict[object, int] = {}
    places = np.fromiter((numbers.setdefault(each, len(numbers)) for each in told), dtype=np.int32, count=len(told))
    return Column(tuple(numbers), places)
