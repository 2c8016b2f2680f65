"""Listings as arrays, one entry per listing, in the order of their ids."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.facts import EXACTLY, FACTS, ITEM, OF_FACTS, OF_ITEM, OWN, Own, Records, told
from matching.engine.numbering import Names, NumberReader, log_of
from matching.engine.order import packing_order
from matching.engine.points import Points, degrees, on_sphere
from matching.engine.wants import Wants, make_wants
from matching.kind_arrays import KindArrays
from matching.kinds import MARK_BYTES, Kind
from matching.knowledge import Knowledge, kept
from matching.legal import use_places
from matching.quality import Quality
from matching.records import Bools, Floats, Listing, Side
from matching.ways import WayTables, way_tables
from matching.words import Texts

Ints = NDArray[np.int64]
Marks = NDArray[np.void]
_MARK = f"V{MARK_BYTES}"
_MOST_KEPT = 1_000  # kinds, of a kilobyte each
_QUANTITY, _ITEM, _POINT = (OF_FACTS.index(name) for name in ("quantity", "item", "point"))


@dataclass(frozen=True, kw_only=True)
class Columns:
    """One side's listings: two records each, and what the numbers in these stand for, row by number.

    items: of `ITEM`, in the order in which they are packed for search; facts: of `FACTS`, in that of the listings.
    told: of kinds; marks: what tells one of these from another. keeps_months: of seasons, shape (n_seasons,).
    materials: of the law, of offers; use_sets, with their places in the tables of the law, shape (n_sets, most): of
    needs. wants: of kinds of needs.
    """

    listings: Sequence[Listing]
    is_need: bool
    items: Records
    facts: Records
    marks: Marks
    told: KindArrays
    wants: Wants
    seasons: Floats  # shape (n_seasons, 12)
    keeps_months: Ints
    points: Points
    block_sets: Sequence[frozenset[int]]
    materials: Sequence[str]
    use_sets: Sequence[tuple[str, ...]]
    use_places: Ints
    qualities: Sequence[Quality]

    def __len__(self) -> int:
        return len(self.facts)

    def read(self, name: str, places: Any) -> NDArray[Any]:
        """Return a field of `Own` of the listings at these places, in their shape."""
        if name in OF_FACTS:
            return told(self.facts, name, places)
        return told(self.items, name, self.facts["item"][places])

    def has(self, flag: int, places: Any) -> Bools:
        """Return which of the listings at these places have a flag."""
        return np.asarray(self.items["flags"][self.facts["item"][places]] & flag, dtype=bool)

    def own(self, place: int) -> Own:
        """Return the listing at a place in numbers."""
        facts = self.facts[place].item()
        item = self.items[facts[_ITEM]].item()
        point = on_sphere(self.points[facts[_POINT]])
        return Own._make((log_of(facts[_QUANTITY]), *point, *item[len(EXACTLY) :], *facts, self.is_need))

    def degrees(self, points: Any) -> Floats:
        """Return latitudes and longitudes of these points, shape (n, 2), NaN where unknown."""
        return degrees(self.points[points])


def make_columns(
    ordered: Sequence[Listing],
    texts: Texts,
    *,
    side: Side,
    knowledge: Knowledge,
    names: Names,
    rates: Mapping[str, float],
) -> Columns:
    """Return one side's listings as arrays.

    ordered: by id. texts: theirs. Raises ValueError for a listing of the other side and for an id that comes twice.
    """
    _check(ordered, side=side)
    rows = NumberReader(side, knowledge=knowledge, names=names, rates=rates)
    read = rows.of(ordered, texts)
    items, facts = _one(*read) if len(ordered) == 1 else _all(np.fromiter(read, dtype=OWN, count=len(ordered)))
    points = np.array(rows.values("point"), dtype=np.int32).reshape(-1, 2)
    items, facts = _in_order(items, facts, points)
    kinds, seasons, law = rows.values("kind"), rows.values("season"), rows.values("law")
    use_sets = law if side is Side.NEED else []
    tables = way_tables(knowledge)
    return Columns(
        listings=ordered,
        is_need=side is Side.NEED,
        items=items,
        facts=facts,
        marks=np.array([kind.mark for kind in kinds], dtype=_MARK),
        told=tables.arrays(kinds) if len(kinds) != 1 else _arrays_of_one(tables)(*kinds),
        wants=make_wants(kinds if side is Side.NEED else (), tables=tables),
        seasons=np.array([shares for shares, _ in seasons], dtype=float).reshape(-1, 12),
        keeps_months=np.array([keeps for _, keeps in seasons], dtype=np.int64),
        points=points,
        block_sets=rows.values("block_set"),
        materials=law if side is Side.OFFER else [],
        use_sets=use_sets,
        use_places=use_places(use_sets, knowledge=knowledge),
        qualities=rows.values("quality"),
    )


@kept
def _arrays_of_one(tables: WayTables) -> Callable[[Kind], KindArrays]:
    """Return what one kind tells, as arrays: who comes alone is often of a kind that came before."""
    return lru_cache(maxsize=_MOST_KEPT)(lambda kind: tables.arrays([kind]))


def _one(own: Own) -> tuple[Records, Records]:
    """Return the two records of one listing."""
    return np.array([own[: len(OF_ITEM)]], dtype=ITEM), np.array([own[len(OF_ITEM) : -1]], dtype=FACTS)


def _all(read: Records) -> tuple[Records, Records]:
    """Return the two records of listings given as `OWN`."""
    items, facts = np.empty(len(read), dtype=ITEM), np.empty(len(read), dtype=FACTS)
    for records in (items, facts):
        for name in records.dtype.names or ():
            records[name] = read[name]
    return items, facts


def _in_order(items: Records, facts: Records, points: Points) -> tuple[Records, Records]:
    """Return items, given in the order of the facts, in that in which they are packed, and where each stands."""
    facts["item"] = items["place"] = np.arange(len(items))
    if len(items) > 1:
        order = packing_order(items, degrees(points)[facts["point"]])
        facts["item"][order], items = items["place"], items[order]
    return items, facts


def repacked(columns: Columns, places: Ints) -> Columns:
    """Return the listings at these places, packed anew. Reads nothing anew."""
    facts = columns.facts[places]
    items, facts = _in_order(columns.items[facts["item"]], facts, columns.points)
    return replace(columns, items=items, facts=facts, listings=[columns.listings[place] for place in places.tolist()])


def _check(ordered: Sequence[Listing], *, side: Side) -> None:
    for listing in ordered:
        if listing.side is not side:
            raise ValueError(f"Listing {listing.id} is of side {listing.side}; only {side}s belong here.")
    for one, next_one in pairwise(ordered):
        if one.id == next_one.id:
            raise ValueError(f"Two {side}s have the id {one.id}: give each its own.")
