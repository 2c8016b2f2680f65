"""The aspect delivered value: does it pay for the two together to send this load this far?

Delivered value = what the thing is worth where it is used + what its disposal would have cost
                  - carrying - treating - the border,

in SEK a tonne, always low, default and high. What the firms tell (price, cost of disposal) goes before the tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np

from geo.distance import USUAL_KMH
from geo.transport_tables import LoadKind, Range, VehicleClass, load_vehicle_classes
from matching.knowledge import Knowledge, kept
from matching.knowledge.knowledge import DATA_FOLDER
from matching.knowledge.tables import Row, Tables
from matching.records import Bools, Dimension, Floats, Listing, Side, Travel

VALUE_FLOOR = 0.1
EVEN = 0.55  # the fit where nothing is gained or lost
AT_STAKE = 150.0  # SEK a tonne: so much is at stake even with what is worth nothing
_LOADS_A_YEAR = 12.0  # what comes all year is fetched about once a month
_SMALLEST_LOAD_KG = 3_000.0  # what is less is fetched on a round with others
_USUAL_LOAD_KG = 20_000.0
_CHOICE_KM = 100.0  # at which a vehicle is chosen
_CURRENCY = "SEK"
_KG_A_TONNE = 1000.0
_KEPT = 4_096  # loads by the kilogram: there are as many as amounts
_LOADS = {"bulk": LoadKind.DRY_BULK, "powder": LoadKind.DRY_BULK, "paste": LoadKind.PASTY, "liquid": LoadKind.LIQUID}


@dataclass(frozen=True, slots=True)
class Price:
    """What a tonne of a material is worth to who uses it, and what it costs to get rid of: SEK."""

    worth: Range
    disposal: Range
    year: int


@dataclass(frozen=True)
class Terms:
    """What one side brings to the sum, SEK a tonne, shape (n, 3): low, default, high; NaN where unknown.

    worth: what a need pays, or what an offer asks, else the table's. saved (disposal), fixed (loading), per_km and
    load_t (tonnes of one load, shape (n,)): of offers.
    """

    worth: Floats
    saved: Floats
    fixed: Floats
    per_km: Floats
    load_t: Floats


@kept
def load_prices(knowledge: Knowledge) -> Mapping[str, Price]:
    """Return the price of every material that has one, its group's where it has none of its own; read once."""
    told = {row.text("material"): _price(row) for row in Tables(DATA_FOLDER).rows("prices")}
    paths = {code: (code, *knowledge.ancestors(code)) for code in knowledge.materials}
    priced = {code: next((told[each] for each in path if each in told), None) for code, path in paths.items()}
    return MappingProxyType({code: price for code, price in priced.items() if price})


@cache
def load_costs() -> Mapping[str, Range]:
    """Return what each treatment costs, SEK a tonne, and the papers of a load at the border, SEK; read once."""
    rows = Tables(DATA_FOLDER).rows("costs")
    return MappingProxyType({row.text("code"): _range(row, "low", "default", "high") for row in rows})


@cache
def _makers() -> frozenset[str]:
    """Return the treatments that make another good of a thing: see `treatment_costs`."""
    return frozenset(row.text("code") for row in Tables(DATA_FOLDER).rows("costs") if row.text("makes"))


@cache
def usual_rates() -> Mapping[str, float]:
    """Return SEK for one unit of each currency, where nobody gives rates of the day; read once."""
    rows = Tables(DATA_FOLDER).rows("exchange_rates")
    return MappingProxyType({row.text("currency"): row.read("sek", float) for row in rows})


def make_terms(
    listings: Sequence[Listing], materials: Sequence[str], *, knowledge: Knowledge, rates: Mapping[str, float]
) -> Terms:
    """Return what listings bring. materials: what each surely is, "" where unknown. rates: SEK for one of each."""
    if all(listing.side is Side.NEED for listing in listings):
        pays = np.array([_in_sek(listing.price, listing, rates) for listing in listings], dtype=float)
        nothing = np.broadcast_to(np.nan, (len(pays), 3))  # which takes no room
        return Terms(np.broadcast_to(pays[:, None], (len(pays), 3)), nothing, nothing, nothing, nothing[:, 0])
    prices = load_prices(knowledge)
    rows = [
        _row(listing, prices.get(material), material, knowledge=knowledge, rates=rates)
        for listing, material in zip(listings, materials, strict=True)
    ]
    table = np.array(rows, dtype=float).reshape(len(rows), 13)
    return Terms(table[:, 0:3], table[:, 3:6], table[:, 6:9], table[:, 9:12], table[:, 12])


def usual_terms(
    listing: Listing, material: str, *, knowledge: Knowledge, rates: Mapping[str, float]
) -> tuple[float, float, float, float, float]:
    """Return the defaults of `Terms` of one listing: worth, saved, fixed, per_km and load_t."""
    if listing.side is Side.NEED:
        return (_in_sek(listing.price, listing, rates), np.nan, np.nan, np.nan, np.nan)
    row = _row(listing, load_prices(knowledge).get(material), material, knowledge=knowledge, rates=rates)
    return (row[1], row[4], row[7], row[10], row[12])


def treatment_costs(treatments: Sequence[str]) -> Range:
    """Return what treatments before the use cost one after the other, SEK a tonne.

    What makes another good is the receiver's own trade and not counted: wool is worth to a mill what it pays for wool,
    whatever spinning costs, and what yarn is worth stands in no table of ours.
    Raises KeyError for one without a cost.
    """
    costs, makers = load_costs(), _makers()
    nothing = Range(0.0, 0.0, 0.0)
    told = {treatment: costs[treatment] for treatment in treatments}
    return sum((nothing if each in makers else told[each] for each in treatments), start=nothing)


def delivered_value(km: Floats, *, at_stake: Floats, fixed: Floats, per_km: Floats, other: Floats) -> Floats:
    """Return what the two gain together, SEK a tonne, negative where they lose.

    km: as they cost, `nearness.Trips.costly`. at_stake: what it is worth and what disposal would have cost; fixed,
    per_km: of carrying; other: treatment and border. All SEK a tonne, shapes that broadcast; NaN where unknown.
    """
    return at_stake - fixed - per_km * km - other


def break_even_km(*, at_stake: Floats, fixed: Floats, per_km: Floats, other: Floats) -> Floats:
    """Return how far it pays to carry, not below 0; arguments as in `delivered_value`."""
    reach: Floats = np.maximum((at_stake - fixed - other) / per_km, 0)
    return reach


def value_fits(value: Floats, *, at_stake: Floats) -> Floats:
    """Return how well it pays: the delivered value against what is at stake.

    value, at_stake: SEK a tonne; at_stake is what the thing is worth and saves before it is carried.
    Returns the broadcast shape, in [`VALUE_FLOOR`, 1]: `EVEN` where nothing is gained; NaN where unknown.
    """
    gained = value / (np.maximum(at_stake, 0) + AT_STAKE)
    fits: Floats = np.clip(EVEN + (1 - EVEN) * gained, VALUE_FLOOR, 1)
    return fits


def border_costs(load_t: Floats, *, across: Bools, border: float) -> Floats:
    """Return what the papers of a border crossing cost, SEK a tonne, shapes that broadcast. border: SEK a load."""
    return np.where(across, border / load_t, 0.0)


def _row(
    listing: Listing, price: Price | None, material: str, *, knowledge: Knowledge, rates: Mapping[str, float]
) -> tuple[float, ...]:
    if listing.resource.dimension is not Dimension.MASS or listing.resource.travel is not Travel.ROAD:
        return (np.nan,) * 13
    load_kg = _load_kg(listing)
    known = knowledge.materials.get(material)
    density = known.density_kg_m3 if known else None
    fixed, per_km = _carrying(_LOADS.get(known.form if known else "", LoadKind.PIECE), round(load_kg), density)
    asked, paid = _in_sek(listing.price, listing, rates), _in_sek(listing.disposal_cost, listing, rates)
    worth = (asked,) * 3 if not np.isnan(asked) else _ends(price.worth if price else None)
    saved = (paid,) * 3 if not np.isnan(paid) else _ends(price.disposal if price else None)
    return (*worth, *saved, *_ends(fixed), *_ends(per_km), load_kg / _KG_A_TONNE)


def _load_kg(listing: Listing) -> float:
    """Return what is fetched at a time: all of what comes once, a month's worth of what comes all year."""
    if not listing.quantity:
        return _USUAL_LOAD_KG
    at_once = listing.quantity if listing.once else listing.quantity / _LOADS_A_YEAR
    return max(min(listing.largest_lot or at_once, at_once), _SMALLEST_LOAD_KG)


@lru_cache(maxsize=_KEPT)
def _carrying(kind: LoadKind, load_kg: int, density: float | None) -> tuple[Range, Range]:
    """Return what loading and a kilometre cost a tonne, by the vehicle that does it cheapest at `_CHOICE_KM`."""
    fit = [
        vehicle for vehicle in load_vehicle_classes().values() if kind in vehicle.loads and len(vehicle.countries) > 1
    ]
    return min(
        (_by_vehicle(vehicle, load_kg, density) for vehicle in fit),
        key=lambda costs: costs[0].default + costs[1].default * _CHOICE_KM,
    )


def _by_vehicle(vehicle: VehicleClass, load_kg: float, density: float | None) -> tuple[Range, Range]:
    payload = min(vehicle.payload_kg, vehicle.volume_m3 * density) if density else vehicle.payload_kg
    trips_a_tonne = np.ceil(load_kg / payload) / (load_kg / _KG_A_TONNE)
    hour, empty = vehicle.per_hour[_CURRENCY], vehicle.empty_return
    laps = Range(1 + empty.low, 1 + empty.default, 1 + empty.high)
    fixed = hour * vehicle.loading_minutes * (1 / 60)
    per_km = (vehicle.per_km[_CURRENCY] + hour * (1 / USUAL_KMH)) * laps
    return fixed * float(trips_a_tonne), per_km * float(trips_a_tonne)


def _in_sek(amount: float | None, listing: Listing, rates: Mapping[str, float]) -> float:
    """Return an amount of money per base unit as SEK a tonne; NaN without an amount or a rate for its currency."""
    rate = 1.0 if listing.currency == _CURRENCY else rates.get(listing.currency, np.nan)
    return np.nan if amount is None else float(amount) * _KG_A_TONNE * rate


def _ends(known: Range | None) -> tuple[float, float, float]:
    return (known.low, known.default, known.high) if known else (np.nan,) * 3


def _price(row: Row) -> Price:
    worth = _range(row, "value_low", "value", "value_high")
    return Price(worth, _range(row, "disposal_low", "disposal", "disposal_high"), row.read("year", int))


def _range(row: Row, low: str, default: str, high: str) -> Range:
    return row.read("source", lambda _: Range(*(float(row.text(column)) for column in (low, default, high))))
