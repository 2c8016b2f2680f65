"""Listings read into numbers, one by one; what comes again in many is numbered."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from math import inf, log
from typing import Any

from matching.economics import usual_terms
from matching.engine.facts import (
    AMOUNT,
    LAW,
    NAMED,
    ONCE,
    PIPE,
    PLACE,
    QUALITY,
    SEASON,
    TEXT,
    WINDOW,
    WINDOWED,
    WORTH,
    Own,
)
from matching.engine.hazard_kinds import hazard_kinds_of
from matching.engine.hazards import hazard_of
from matching.engine.points import NOWHERE, on_sphere, point_of
from matching.engine.refusals import refusals_of
from matching.engine.uses import closed_categories
from matching.kinds import Kind, kind_reader
from matching.knowledge import Knowledge
from matching.legal import country_number
from matching.nearness import travel_limit_km, travel_scale_km
from matching.quality import Quality
from matching.records import Listing, Resource, Side, Travel
from matching.timing import OPEN_END, OPEN_START, day_number
from matching.ways import way_tables
from matching.words import Texts
from matching.words.limits import told_limit_km
from matching.words.marks import Mark, marks_of

RESOURCES = tuple(Resource)
_DAYS_A_MONTH = 30
_LIKELY = 0.5  # from so sure a word on it is taken to be what it may mean
_CATEGORY = re.compile(r"\b(?:kategori|category|kat\.?|cat\.?|abp)[\s-]?([123])\b", re.IGNORECASE)
_UNKNOWN = float("nan")
_NO_SEASON = (_UNKNOWN,) * 12
_STATES_NOTHING = Quality()  # of an offer: then it is all the same what it is


class Names:
    """Numbers for names of firms, the same for both sides of a market; 0 for the empty name."""

    def __init__(self) -> None:
        self._numbers = {"": 0}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))


class NumberReader:
    """Reads listings of one side one by one, and numbers what comes again."""

    def __init__(self, side: Side, *, knowledge: Knowledge, names: Names, rates: Mapping[str, float]) -> None:
        self._is_need, self._knowledge, self._names, self._rates = side is Side.NEED, knowledge, names, rates
        self._read, self._tables = kind_reader(knowledge).read, way_tables(knowledge)
        self._numbers: dict[str, dict[Any, int]] = {}

    def values(self, name: str) -> list[Any]:
        """Return the different values of a field in the order of their numbers."""
        return list(self._numbers.get(name, ()))

    def of(self, listings: Sequence[Listing], texts: Texts) -> Iterator[Own]:
        """Yield each listing in numbers, but for where it stands."""
        for listing, is_named, tells in zip(listings, texts.named.tolist(), texts.told.tolist(), strict=True):
            yield self._row(listing, self._read(listing), is_named=is_named, tells=tells)

    def _number(self, name: str, value: Hashable) -> int:
        numbers = self._numbers.setdefault(name, {})
        return numbers.setdefault(value, len(numbers))

    def _row(self, listing: Listing, kind: Kind, *, is_named: bool, tells: bool) -> Own:
        knowledge, travel = self._knowledge, listing.resource.travel
        point, quality = _point(listing), quality_of(listing, kind)
        windowed = bool(listing.available_from or listing.available_until)
        worth, saved, fixed, per_km, load_t = usual_terms(
            listing, kind.sure_material, knowledge=knowledge, rates=self._rates
        )
        country, hazard = country_number(listing.country), hazard_of(listing, kind, knowledge=knowledge)
        known = (
            (listing.quantity is not None) * AMOUNT
            + bool(listing.month_shares) * SEASON
            + windowed * WINDOW
            + (point is not NOWHERE) * PLACE
            + tells * TEXT
            + bool(quality.values or quality.uses) * QUALITY
            + (self._is_need or saved == saved) * WORTH
            + (country >= 0) * LAW
        )
        x, y, z = on_sphere(point)
        return Own(
            log_quantity=log_of(_known(listing.quantity)),
            x=x,
            y=y,
            z=z,
            max_km=min(_stated_limit_km(listing), travel_limit_km(listing.resource)),
            scale_km=travel_scale_km(listing.resource, haul_km=self._tables.haul_km(kind.material)),
            starts=_day(listing.available_from, OPEN_START),
            ends=_day(listing.available_until, OPEN_END),
            firm=self._names.number(listing.firm),
            kind=self._number("kind", kind),
            season=self._number("season", _season(listing, kind, knowledge=knowledge)),
            place=0,
            known=known,
            hazard=hazard,
            flags=listing.once * ONCE + windowed * WINDOWED + (travel is Travel.PIPE) * PIPE + is_named * NAMED,
            resource=RESOURCES.index(listing.resource),
            quantity=_known(listing.quantity),
            smallest_lot=_known(listing.smallest_lot),
            worth=worth,
            saved=saved,
            fixed=fixed,
            per_km=per_km,
            load_t=load_t,
            point=self._number("point", point),
            block_set=self._number("block_set", frozenset(map(self._names.number, listing.blocked_firms))),
            quality=self._number("quality", quality if quality.values or self._is_need else _STATES_NOTHING),
            law=self._number("law", kind.sure_uses if self._is_need else kind.sure_material),
            item=0,
            country=country,
            abp_category=abp_category_of(listing, kind, knowledge=knowledge),
            closed_categories=closed_categories(listing, kind, knowledge=knowledge),
            refusals=refusals_of(listing, kind, knowledge=knowledge)
            | hazard_kinds_of(listing, kind, hazard=hazard, knowledge=knowledge),
            is_need=self._is_need,
        )


def _stated_limit_km(listing: Listing) -> float:
    """Return how far a listing may be from the other, as it states or else as its words say."""
    told = told_limit_km(f"{listing.title}. {listing.description}") if listing.max_km is None else listing.max_km
    return inf if told is None else told


def log_of(quantity: float) -> float:
    """Return the log of an amount, minus infinity for none, NaN where unknown."""
    return log(quantity) if quantity > 0 else quantity - inf


def quality_of(listing: Listing, kind: Kind) -> Quality:
    """Return what the quality of a listing hangs on."""
    if listing.side is Side.OFFER:
        return Quality(listing.properties, material=kind.sure_material)
    return Quality(listing.properties, uses=kind.sure_uses)


def abp_category_of(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> int:
    """Return the animal by-product category that is stated, in words too, else the material's usual 1 or 2; 0 for none.

    Where a word may mean several materials, all have to be of 1 or 2: "gödsel" is, whatever animal it is of. Category
    3 closes nothing but food, and bread or fish is food until its firm says that it has become a by-product.
    """
    if listing.abp_category or listing.side is Side.NEED:
        return listing.abp_category or 0
    text = f"{listing.title}. {listing.description}"
    told = _CATEGORY.search(text)
    likely = {each.code for each in kind.materials if each.sureness >= _LIKELY}
    meant = {kind.sure_material} if kind.sure_material else likely
    usual = {knowledge.materials[code].abp_category for code in meant if code in knowledge.materials}
    if told or (usual and usual <= {1, 2}):
        return int(told[1]) if told else max(category or 0 for category in usual)
    return 2 if Mark.CATEGORY_2 in marks_of(text).says else 0


def _season(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> tuple[tuple[float, ...], int]:
    """Return monthly shares and, of an offer, for how many months it keeps: as stated, else as its material does."""
    shares = listing.month_shares or _NO_SEASON
    if listing.side is Side.NEED:
        return tuple(shares), 0
    days = listing.shelf_life_days
    if days is None and kind.sure_material:
        days = knowledge.materials[kind.sure_material].shelf_life_days
    return tuple(shares), (days or 0) // _DAYS_A_MONTH


def _point(listing: Listing) -> tuple[int, int]:
    stays = listing.resource.travel is Travel.NONE
    return NOWHERE if stays else point_of(listing.latitude, listing.longitude)


def _day(day: date | None, default: int) -> int:
    return default if day is None else day_number(day)


def _known(value: float | None) -> float:
    return _UNKNOWN if value is None else value
