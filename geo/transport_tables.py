"""Vehicle classes and what moving them takes, with ranges; terminals of the railways."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from geo.tables import Row, read_table, split_names

# Whose money a haulier of this country counts in.
CURRENCIES = MappingProxyType({"SE": "SEK", "NO": "NOK"})


class LoadKind(StrEnum):
    """What a load must be carried in."""

    PIECE = "piece"
    DRY_BULK = "dry_bulk"
    WET_BULK = "wet_bulk"
    PASTY = "pasty"
    LIQUID = "liquid"
    CHILLED = "chilled"
    ROUNDWOOD = "roundwood"


@dataclass(frozen=True, slots=True)
class Range:
    """A figure that is not known exactly: low, what we reckon with, high."""

    low: float
    default: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.default <= self.high:
            raise ValueError(f"A range runs from low to high, not {self.low}, {self.default}, {self.high}.")

    def __add__(self, other: "Range") -> "Range":
        """Return the range of the sum: both low at once, both high at once."""
        return Range(self.low + other.low, self.default + other.default, self.high + other.high)

    def __mul__(self, other: "Range | float") -> "Range":
        """Return the range of the product of figures that are not negative."""
        if isinstance(other, Range):
            return Range(self.low * other.low, self.default * other.default, self.high * other.high)
        return Range(self.low * other, self.default * other, self.high * other)

    __rmul__ = __mul__


NOTHING = Range(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleClass:
    """A kind of vehicle.

    countries: where its weight is allowed. per_hour, per_km: by currency. g_per_tkm: well to wheel,
    at `mean_fill`. empty_share: what an empty vehicle emits of what a full one does. empty_return:
    share of the way back without a load that this trip has to bear. loading_minutes: at both ends together.
    """

    code: str
    gross_kg: float
    payload_kg: float
    volume_m3: float
    loads: frozenset[LoadKind]
    countries: frozenset[str]
    per_hour: Mapping[str, Range]
    per_km: Mapping[str, Range]
    g_per_tkm: Range
    empty_share: float
    mean_fill: float
    loading_minutes: Range
    empty_return: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class RailTerminal:
    """A place where goods are or have been loaded onto trains."""

    code: str
    name: str
    line: str
    country: str
    latitude: float
    longitude: float


@cache
def load_vehicle_classes() -> Mapping[str, VehicleClass]:
    """Return the vehicle classes by code, lightest first."""
    return MappingProxyType({row["code"]: _vehicle_class(row) for row in read_table("vehicles")})


@cache
def load_extra(code: str, unit: str = "") -> Range:
    """Return a figure of `transport_extras.csv`. Raise KeyError if there is none."""
    for row in read_table("transport_extras"):
        if row["code"] == code and unit in ("", row["unit"]):
            return Range(float(row["low"]), float(row["default"]), float(row["high"]))
    raise KeyError(code, unit)


@cache
def load_rail_terminals() -> tuple[RailTerminal, ...]:
    """Return the terminals on Mittbanan, Meråkerbanen and Nordlandsbanen."""
    return tuple(
        RailTerminal(
            code=row["code"],
            name=row["name"],
            line=row["line"],
            country=row["country"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for row in read_table("rail_terminals")
    )


def _vehicle_class(row: Row) -> VehicleClass:
    return VehicleClass(
        code=row["code"],
        gross_kg=float(row["gross_kg"]),
        payload_kg=float(row["payload_kg"]),
        volume_m3=float(row["volume_m3"]),
        loads=frozenset(LoadKind(kind) for kind in split_names(row["loads"])),
        countries=frozenset(split_names(row["countries"])),
        per_hour=MappingProxyType({money: _range(row, f"{money.lower()}_per_hour") for money in CURRENCIES.values()}),
        per_km=MappingProxyType({money: _range(row, f"{money.lower()}_per_km") for money in CURRENCIES.values()}),
        g_per_tkm=_range(row, "g_per_tkm"),
        empty_share=float(row["empty_share"]),
        mean_fill=float(row["mean_fill"]),
        loading_minutes=_range(row, "loading_minutes"),
        empty_return=_range(row, "empty_return"),
    )


def _range(row: Row, name: str) -> Range:
    return Range(float(row[f"{name}_low"]), float(row[name]), float(row[f"{name}_high"]))
