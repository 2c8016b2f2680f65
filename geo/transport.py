"""Money, hours and emissions of carrying a load over a leg: low, default and high, never one bare number.

Emissions follow the rules of ISO 14083 as far as plain figures allow: well to wheel, by tonne-
kilometre, empty running borne by the load that causes it.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from geo.distance import straight_km
from geo.roads import RoadDistances
from geo.routes import Leg, Point
from geo.transport_tables import (
    CURRENCIES,
    NOTHING,
    LoadKind,
    RailTerminal,
    Range,
    VehicleClass,
    load_extra,
    load_rail_terminals,
    load_vehicle_classes,
)

# As far as a lorry brings goods to a train before it might as well drive on; judgement.
TERMINAL_KM = 40.0

# Shorter than this, no train pays; judgement, after the break-even of 200 to 300 km usual in the literature.
RAIL_FROM_KM = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is to be carried.

    quantity_kg: the whole, in as many trips as it takes. density_kg_per_m3: loose, where known; light
    goods fill a vehicle before they weigh it down. empty_return: share of the way back without a
    load; None for what is usual with the vehicle.
    """

    quantity_kg: float
    kind: LoadKind = LoadKind.PIECE
    density_kg_per_m3: float | None = None
    empty_return: Range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportEstimate:
    """What it takes to carry a load.

    trips: full and last ones. fill: how full by weight the vehicles are on average. cost: in `currency`.
    g_per_tkm: what comes out per tonne and kilometre of the leg, empty running with it.
    """

    vehicle: str
    trips: int
    fill: float
    hours: Range
    cost: Range
    currency: str
    co2e_kg: Range
    g_per_tkm: Range

    def cost_per_tonne(self, quantity_kg: float) -> Range:
        return self.cost * (1000 / quantity_kg)


@dataclass(frozen=True, slots=True, kw_only=True)
class RailOption:
    """A way by train that is worth a thought: the terminals near both ends."""

    start: RailTerminal
    end: RailTerminal
    access_km: float  # by road, both ends together
    g_per_tkm: Range


def trip_payload_kg(load: Load, vehicle: VehicleClass) -> float:
    """Return how much of such a load one vehicle takes: by weight, or by volume if that is full first."""
    if load.density_kg_per_m3 is None:
        return vehicle.payload_kg
    return min(vehicle.payload_kg, vehicle.volume_m3 * load.density_kg_per_m3)


def can_carry(leg: Leg, *, load: Load, vehicle: VehicleClass, country: str) -> bool:
    """Return whether a vehicle is made for such a load, and light enough for the roads of the countries passed."""
    passed = set(CURRENCIES) if leg.crosses_border else {country}
    return load.kind in vehicle.loads and passed <= vehicle.countries


def estimate_transport(leg: Leg, *, load: Load, vehicle: VehicleClass, country: str) -> TransportEstimate:
    """Return hours, money and emissions of a load by one class of vehicle and a haulier of one country.

    Raise ValueError if the load is nothing, or such a vehicle cannot carry it.
    """
    if not load.quantity_kg > 0:
        raise ValueError(f"A load weighs more than nothing, not {load.quantity_kg} kg.")
    if not can_carry(leg, load=load, vehicle=vehicle, country=country):
        raise ValueError(f"A {vehicle.code} does not carry {load.kind} on this way; vehicles.csv says which does.")
    trips = ceil(load.quantity_kg / trip_payload_kg(load, vehicle))
    fill = load.quantity_kg / (trips * vehicle.payload_kg)
    distance = Range(leg.km_low, leg.km, leg.km_high)
    empty = load.empty_return or vehicle.empty_return
    laps = Range(1 + empty.low, 1 + empty.default, 1 + empty.high)
    hours = _hours_per_trip(leg, vehicle=vehicle, laps=laps) * trips
    currency = CURRENCIES[country]
    money = hours * vehicle.per_hour[currency] + distance * laps * vehicle.per_km[currency] * trips
    money += _ferry_fares(leg, vehicle=vehicle, currency=currency) * laps * trips
    intensity = _g_per_tkm(vehicle, fill=fill, empty=empty)
    return TransportEstimate(
        vehicle=vehicle.code,
        trips=trips,
        fill=fill,
        hours=hours,
        cost=money,
        currency=currency,
        co2e_kg=intensity * distance * (load.quantity_kg / 1_000_000),
        g_per_tkm=intensity,
    )


def cheapest_transport(leg: Leg, *, load: Load, country: str) -> TransportEstimate:
    """Return the estimate of the vehicle that carries this load for the least."""
    estimates = [
        estimate_transport(leg, load=load, vehicle=vehicle, country=country)
        for vehicle in load_vehicle_classes().values()
        if can_carry(leg, load=load, vehicle=vehicle, country=country)
    ]
    return min(estimates, key=lambda estimate: estimate.cost.default)


def _hours_per_trip(leg: Leg, *, vehicle: VehicleClass, laps: Range) -> Range:
    """Return driving, ferries, loading and the border, with the share of the way back that is empty."""
    spread = leg.error_pct / 100
    driving = Range(leg.minutes * (1 - spread), leg.minutes, leg.minutes * (1 + spread))
    border = load_extra("border_minutes") if leg.crosses_border else NOTHING
    return (driving * laps + vehicle.loading_minutes + border) * (1 / 60)


def _ferry_fares(leg: Leg, *, vehicle: VehicleClass, currency: str) -> Range:
    size = "van" if vehicle.gross_kg <= 3500 else "lorry"
    return load_extra(f"ferry_fare_{size}", currency) * leg.ferries


def _g_per_tkm(vehicle: VehicleClass, *, fill: float, empty: Range) -> Range:
    """Return grams per tonne-kilometre at this fill, with the empty way back.

    The factor of the table holds at `mean_fill`. What a vehicle emits rises straight from empty to full.
    """
    at_mean = (vehicle.empty_share + (1 - vehicle.empty_share) * vehicle.mean_fill) / vehicle.mean_fill
    loaded = (vehicle.empty_share + (1 - vehicle.empty_share) * fill) / fill
    back = vehicle.empty_share / fill
    share = Range(loaded + empty.low * back, loaded + empty.default * back, loaded + empty.high * back)
    return vehicle.g_per_tkm * share * (1 / at_mean)


def pipe_km(start: Point, end: Point) -> Range:
    """Return the length of a pipe for heat, water or gas between two points. Raise ValueError for an unknown one."""
    km = float(straight_km(np.array([start]), np.array([end]))[0, 0])
    if np.isnan(km):
        raise ValueError("Both ends of a pipe need a latitude and a longitude.")
    return load_extra("pipe_factor") * km


def find_rail_option(leg: Leg, *, start: Point, end: Point) -> RailOption | None:
    """Return the terminals that a train could run between, or None where a lorry is surely the better way."""
    if leg.km < RAIL_FROM_KM:
        return None
    terminals = load_rail_terminals()
    points = np.array([(terminal.latitude, terminal.longitude) for terminal in terminals])
    access_km = RoadDistances().km(np.array([start, end]), points)
    first, last = (int(number) for number in access_km.argmin(axis=1))
    if first == last or access_km[0, first] > TERMINAL_KM or access_km[1, last] > TERMINAL_KM:
        return None
    return RailOption(
        start=terminals[first],
        end=terminals[last],
        access_km=float(access_km[0, first] + access_km[1, last]),
        g_per_tkm=load_extra("rail_g_per_tkm"),
    )
