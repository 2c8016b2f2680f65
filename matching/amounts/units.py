"""Units with stable codes; what each measures and what it comes to in the base unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matching.errors import UnitUnknownError
from matching.records import Dimension, Resource


@dataclass(frozen=True, slots=True)
class Unit:
    """factor: how many base units (`records.BASE_UNITS`) one of this is."""

    code: str
    dimension: Dimension
    factor: float


UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        unit.code: unit
        for unit in (
            Unit("kg", Dimension.MASS, 1),
            Unit("g", Dimension.MASS, 0.001),
            Unit("t", Dimension.MASS, 1000),
            Unit("kWh", Dimension.ENERGY, 1),
            Unit("MWh", Dimension.ENERGY, 1000),
            Unit("GWh", Dimension.ENERGY, 1_000_000),
            Unit("MJ", Dimension.ENERGY, 1 / 3.6),
            Unit("GJ", Dimension.ENERGY, 1000 / 3.6),
            Unit("m3", Dimension.VOLUME, 1),
            Unit("l", Dimension.VOLUME, 0.001),
            Unit("pcs", Dimension.PIECES, 1),
            Unit("trips", Dimension.PIECES, 1),
            Unit("h", Dimension.HOURS, 1),
            Unit("days", Dimension.HOURS, 24),  # a thing is lent around the clock
        )
    }
)

# As spreadsheets write them in Swedish, Norwegian and English; compared in lower case without dots and blanks.
_ALIASES = {
    "kg": "kg kilo kilogram kilograms kilogramm kgs",
    "g": "g gram gr grams",
    "t": "t ton tonn tonnes tonne tons tn",
    "kWh": "kwh",
    "MWh": "mwh",
    "GWh": "gwh",
    "MJ": "mj",
    "GJ": "gj",
    "m3": "m3 m³ m^3 kubik kubikk kubikmeter kubikkmeter kbm cbm fm3",
    "l": "l liter litre litres liters ltr",
    "pcs": "pcs pc st stk styck stycken stycket stykk stykker stykket pieces piece antal antall par pair pairs",
    "trips": "trips trip tur turer resor lass lastbilslass lastebillass billass traktorlass load loads",
    "h": "h hour hours tim timme timmar time timer",
    "days": "days day dag dagar dager dygn døgn",
}
_CODES = {alias: code for code, aliases in _ALIASES.items() for alias in aliases.split()}


def parse_unit(text: str) -> str:
    """Return the code of a unit as people write it. Raises UnitUnknownError."""
    if text in UNITS:
        return text
    try:
        return _CODES[_plain(text)]
    except KeyError:
        raise UnitUnknownError(unit=text) from None


def kg_of_one(unit: str, *, told: float | None, usual: float | None) -> float | None:
    """Return what one of a unit of pieces weighs, None where nobody knows. usual: a piece of the material.

    A load is no piece: twenty loads of windows are not twenty windows.
    """
    return told if told is not None or _CODES.get(_plain(unit)) == "trips" else usual


def units_for(resource: Resource) -> tuple[str, ...]:
    """Return the units that an amount of this resource can be typed in, those of its own dimension first.

    Volumes and pieces of a resource that is weighed need a density or the weight of one.
    """
    allowed = (resource.dimension, *CONVERTIBLE.get(resource.dimension, ()))
    return tuple(unit.code for dimension in allowed for unit in UNITS.values() if unit.dimension is dimension)


def _plain(text: str) -> str:
    return "".join(text.casefold().replace(".", "").split())


CONVERTIBLE: Mapping[Dimension, tuple[Dimension, ...]] = MappingProxyType(
    {
        Dimension.MASS: (Dimension.VOLUME, Dimension.PIECES),
        Dimension.VOLUME: (Dimension.MASS,),
    }
)
"""Which other dimensions an amount can be typed in, given a density or the weight of one piece."""
