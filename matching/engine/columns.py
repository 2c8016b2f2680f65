"""Listings as arrays, one entry per listing, in the order of their ids."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.economics import Terms, make_terms
from matching.engine.uses import closed_categories
from matching.engine.wants import Wants, make_wants
from matching.kind_arrays import KindArrays
from matching.kinds import Kind, kind_reader
from matching.knowledge import Knowledge
from matching.legal import country_numbers, use_places
from matching.nearness import travel_limit_km, travel_scale_km
from matching.quality import Quality
from matching.records import Bools, Floats, Listing, Resource, Side, Travel
from matching.timing import OPEN_END, OPEN_START
from matching.ways import way_tables

Ints = NDArray[np.int64]
RESOURCES = tuple(Resource)
_DAYS_A_MONTH = 30
_CATEGORY = re.compile(r"\b(?:kategori|category|kat\.?|cat\.?)\s?([123])\b", re.IGNORECASE)
_NOWHERE = (float("nan"), float("nan"))
_NO_SEASON = (float("nan"),) * 12
_Value = TypeVar("_Value", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """One side's listings in the order of their ids: shape (n,) unless told. NaN or -1 where unknown.

    kinds, seasons: the different ones, and for each listing which one it has. told: what each kind tells.
    hazard: 1 hazardous (a need: takes it), 0 not, -1 unknown.
    """

    listings: Sequence[Listing]
    is_need: bool
    resource: Ints
    kinds: Sequence[Kind]
    told: KindArrays
    kind: Ints
    quantity: Floats
    once: Bools
    smallest_lot: Floats
    seasons: Floats  # shape (n_seasons, 12)
    keeps_months: Ints  # shape (n_seasons,)
    season: Ints
    starts: Ints
    ends: Ints
    windowed: Bools
    points: Floats  # shape (n_points, 2)
    point: Ints
    max_km: Floats
    scale_km: Floats
    pipe_limit_km: Floats
    pipe: Bools
    firm: Ints  # 0 where unknown
    block_sets: Sequence[frozenset[int]]
    block_set: Ints
    hazard: Ints
    abp_category: Ints  # 0 for none
    closed_categories: Ints  # as bits, see `uses.closed_categories`
    country: Ints  # places in `compliance.COUNTRIES`, -1 where unknown
    law_materials: Sequence[str]
    law_material: Ints
    use_sets: Sequence[tuple[str, ...]]
    use_places: Ints  # of the sets in the tables of the law, shape (n_sets, most)
    use_set: Ints
    qualities: Sequence[Quality]
    quality: Ints
    terms: Terms  # of needs: what they pay alone
    wants: Wants  # of no offer

    def __len__(self) -> int:
        return len(self.listings)


class Names:
    """Numbers for names of firms, the same for both sides of a market; 0 for the empty name."""

    def __init__(self) -> None:
        self._numbers = {"": 0}

    def number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))


def make_columns(
    listings: Sequence[Listing], *, side: Side, knowledge: Knowledge, names: Names, rates: Mapping[str, float]
) -> Columns:
    """Return one side's listings as arrays, in the order of their ids.

    Raises ValueError for a listing of the other side and for an id that comes twice.
    """
    ordered = tuple(sorted(listings, key=lambda listing: listing.id))
    _check(ordered, side=side)
    read = kind_reader(knowledge).read
    tables = way_tables(knowledge)
    told = [read(each) for each in ordered]
    kinds, kind = _distinct(told)
    both = list(zip(ordered, told, strict=True))
    seasons, season = _distinct([_season(*each, knowledge=knowledge) for each in both])
    points, point = _distinct([_point(each) for each in ordered])
    qualities, quality = _distinct([quality_of(*each) for each in both])
    law_materials, law_material = _distinct([each.sure_material for each in told])
    use_sets, use_set = _distinct([each.sure_uses for each in told])
    block_sets, block_set = _distinct([frozenset(map(names.number, each.blocked_firms)) for each in ordered])
    return Columns(
        listings=ordered,
        is_need=side is Side.NEED,
        resource=_integers(ordered, lambda each: RESOURCES.index(each.resource)),
        kinds=tuple(kinds),
        told=tables.arrays(kinds),
        kind=kind,
        quantity=_floats(ordered, lambda each: each.quantity),
        once=np.array([each.once for each in ordered], dtype=bool),
        smallest_lot=_floats(ordered, lambda each: each.smallest_lot),
        seasons=np.array([shares for shares, _ in seasons], dtype=float).reshape(len(seasons), 12),
        keeps_months=np.array([keeps for _, keeps in seasons], dtype=np.int64),
        season=season,
        starts=_integers(ordered, lambda each: _day(each.available_from, OPEN_START)),
        ends=_integers(ordered, lambda each: _day(each.available_until, OPEN_END)),
        windowed=np.array([bool(each.available_from or each.available_until) for each in ordered], dtype=bool),
        points=np.array(points, dtype=float).reshape(len(points), 2),
        point=point,
        max_km=_floats(ordered, lambda each: each.max_km),
        scale_km=np.array([_scale_km(*each, knowledge=knowledge) for each in both], dtype=float),
        pipe_limit_km=_floats(ordered, lambda each: travel_limit_km(each.resource)),
        pipe=np.array([each.resource.travel is Travel.PIPE for each in ordered], dtype=bool),
        firm=_integers(ordered, lambda each: names.number(each.firm)),
        block_sets=tuple(block_sets),
        block_set=block_set,
        hazard=np.array([hazard_of(*each, knowledge=knowledge) for each in both], dtype=np.int64),
        abp_category=np.array([abp_category_of(*each, knowledge=knowledge) for each in both], dtype=np.int64),
        closed_categories=np.array([closed_categories(*each, knowledge=knowledge) for each in both], dtype=np.int64),
        country=country_numbers([each.country for each in ordered]),
        law_materials=tuple(law_materials),
        law_material=law_material,
        use_sets=tuple(use_sets),
        use_places=use_places(use_sets, knowledge=knowledge),
        use_set=use_set,
        qualities=tuple(qualities),
        quality=quality,
        wants=make_wants(kinds if side is Side.NEED else (), tables=tables),
        terms=make_terms(ordered, [each.sure_material for each in told], knowledge=knowledge, rates=rates),
    )


def quality_of(listing: Listing, kind: Kind) -> Quality:
    """Return what the quality of a listing hangs on."""
    if listing.side is Side.OFFER:
        return Quality(listing.properties, material=kind.sure_material)
    return Quality(listing.properties, uses=kind.sure_uses)


def hazard_of(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> int:
    """Return 1 for a hazardous offer or a need that takes such, 0 for not, -1 for unknown.

    What is stated holds; else the waste code says it. A need without either takes what is usual for its material:
    nobody who asks for bark takes hazardous bark, but who asks for waste oil does. An offer without either is hazardous
    where all waste of its material is: asbestos.
    """
    if listing.hazardous is not None:
        return int(listing.hazardous)
    if listing.waste_code in knowledge.waste_codes:
        return int(knowledge.waste_codes[listing.waste_code].hazardous)
    material = knowledge.materials.get(kind.sure_material)
    if material is None:
        return -1
    usual = [knowledge.waste_codes[code].hazardous for code in material.waste_codes if code in knowledge.waste_codes]
    if listing.side is Side.OFFER:
        return 1 if usual and all(usual) else -1
    return int(any(usual)) if usual else -1


def abp_category_of(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> int:
    """Return the animal by-product category that is stated, in words too, else the material's usual 1 or 2; 0 for none.

    Category 3 closes nothing but food, and bread or fish is food until its firm says that it has become a by-product.
    """
    if listing.abp_category or listing.side is Side.NEED:
        return listing.abp_category or 0
    told = _CATEGORY.search(f"{listing.title} {listing.description}")
    material = knowledge.materials.get(kind.sure_material)
    usual = material.abp_category if material else None
    return int(told[1]) if told else (usual if usual in (1, 2) else 0)


def _check(ordered: Sequence[Listing], *, side: Side) -> None:
    for listing in ordered:
        if listing.side is not side:
            raise ValueError(f"Listing {listing.id} is of side {listing.side}; only {side}s belong here.")
    for one, next_one in pairwise(ordered):
        if one.id == next_one.id:
            raise ValueError(f"Two {side}s have the id {one.id}: give each its own.")


def _season(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> tuple[tuple[float, ...], int]:
    """Return monthly shares and, of an offer, for how many months it keeps: as stated, else as its material does."""
    shares = listing.month_shares or _NO_SEASON
    if listing.side is Side.NEED:
        return tuple(shares), 0
    days = listing.shelf_life_days
    if days is None and kind.sure_material:
        days = knowledge.materials[kind.sure_material].shelf_life_days
    return tuple(shares), (days or 0) // _DAYS_A_MONTH


def _scale_km(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> float:
    return travel_scale_km(listing.resource, haul_km=way_tables(knowledge).haul_km(kind.material))


def _point(listing: Listing) -> tuple[float, float]:
    if listing.latitude is None or listing.longitude is None or listing.resource.travel is Travel.NONE:
        return _NOWHERE
    return (listing.latitude, listing.longitude)


def _day(day: date | None, default: int) -> int:
    return default if day is None else day.toordinal()


def _floats(listings: Sequence[Listing], read: Callable[[Listing], float | None]) -> Floats:
    return np.array([np.nan if (value := read(each)) is None else value for each in listings], dtype=float)


def _integers(listings: Sequence[Listing], read: Callable[[Listing], int]) -> Ints:
    return np.array([read(each) for each in listings], dtype=np.int64)


def _distinct(values: Sequence[_Value]) -> tuple[list[_Value], Ints]:
    """Return the different values in the order of their first coming, and for each value which of them it is."""
    positions: dict[_Value, int] = {}
    chosen = [positions.setdefault(value, len(positions)) for value in values]
    return list(positions), np.array(chosen, dtype=np.int64)
