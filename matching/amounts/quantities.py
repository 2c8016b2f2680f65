"""An amount as typed, made comparable: base unit, a year's worth, twelve monthly shares."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching.amounts.months import check_months
from matching.amounts.units import CONVERTIBLE, UNITS, Unit, parse_unit
from matching.errors import (
    AmountAbsurdError,
    AmountNotPositiveError,
    ConversionNotPositiveError,
    DensityMissingError,
    RhythmUnknownError,
    UnitUnfitError,
    WeightEachMissingError,
    WindowReversedError,
)
from matching.records import BASE_UNITS, Dimension, Resource


class Rhythm(StrEnum):
    """How often the typed amount comes. `once` is a total inside the window, never "per year"."""

    ONCE = "once"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Quantity:
    """total: in the base unit, a year's worth, or all of it when once.

    month_shares: twelve, January first, that add up to 1; None where nobody has told when.
    """

    total: float
    month_shares: tuple[float, ...] | None
    once: bool


# Above these nobody in the two countries is: Sweden's largest mine moves some 4·10^10 kg a year.
LIMITS = {
    Dimension.MASS: 1e11,
    Dimension.ENERGY: 1e11,
    Dimension.VOLUME: 1e10,
    Dimension.PIECES: 1e9,
    Dimension.HOURS: 1e8,
}
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_EACH = {Rhythm.HOUR: 1 / 24, Rhythm.DAY: 1, Rhythm.WEEK: 7}
_RHYTHMS = {
    Rhythm.ONCE: "once one-off engång engångs engångsvis en gång engang engangs én gang oneoff",
    Rhythm.HOUR: "hour hourly timme time h",
    Rhythm.DAY: "day daily dag dygn døgn daglig dagligen d",
    Rhythm.WEEK: "week weekly vecka uke uka ukentlig veckovis w",
    Rhythm.MONTH: "month monthly månad måned månedlig månadsvis mån mnd",
    Rhythm.YEAR: "year yearly annual annually år årlig årligen årlige yr",
}
_RHYTHM_OF = {alias: rhythm for rhythm, aliases in _RHYTHMS.items() for alias in aliases.split()}


def parse_rhythm(text: str) -> Rhythm:
    """Return the rhythm as people write it ("per vecka", "/uke", "once"). Raises RhythmUnknownError."""
    words = text.casefold().replace("/", " ").replace(".", " ").split()
    for word in words:
        if word in _RHYTHM_OF and word not in {"en", "gång", "gang"}:
            return _RHYTHM_OF[word]
    if words[-1:] in (["gång"], ["gang"]):
        return Rhythm.ONCE
    raise RhythmUnknownError(rhythm=text)


def normalise(
    amount: float,
    unit: str,
    rhythm: Rhythm | str,
    months: tuple[int, ...] = (),
    *,
    resource: Resource,
    density_kg_m3: float | None = None,
    kg_each: float | None = None,
) -> Quantity:
    """Return a year's worth (all of it, when once) in the resource's base unit, with its monthly shares.

    months: those in which it comes; empty where nobody has told. An amount a day, week or month comes in each of them,
        and all year when none are told; a yearly one is spread evenly over them, and of unknown season when none are
        told.
    Raises a `FactError`: the amount is not positive or absurd, the unit is unknown or unfit for the resource, a month
    is none, or density or weight of one is missing or not positive.
    """
    rhythm = rhythm if isinstance(rhythm, Rhythm) else parse_rhythm(rhythm)
    code = parse_unit(unit)
    if not (math.isfinite(amount) and amount > 0):
        raise AmountNotPositiveError(amount=amount, unit=code)
    factor = _factor(UNITS[code], resource=resource, density_kg_m3=density_kg_m3, kg_each=kg_each)
    active = check_months(tuple(sorted(set(months))))
    total = amount * factor * _times_a_year(rhythm, active)
    limit = LIMITS[resource.dimension]
    if total > limit:
        raise AmountAbsurdError(amount=total, limit=limit, unit=BASE_UNITS[resource.dimension])
    return Quantity(total=total, month_shares=_shares(rhythm, active), once=rhythm is Rhythm.ONCE)


def _factor(unit: Unit, *, resource: Resource, density_kg_m3: float | None, kg_each: float | None) -> float:
    wanted = resource.dimension
    if unit.dimension is wanted:
        return unit.factor
    if unit.dimension not in CONVERTIBLE.get(wanted, ()):
        raise UnitUnfitError(unit=unit.code, resource=resource, dimension=wanted)
    if unit.dimension is Dimension.PIECES:
        if kg_each is None:
            raise WeightEachMissingError(unit=unit.code)
        return unit.factor * _positive("kg_each", kg_each)
    if density_kg_m3 is None:
        raise DensityMissingError(unit=unit.code)
    density = _positive("density_kg_m3", density_kg_m3)
    return unit.factor * density if wanted is Dimension.MASS else unit.factor / density


def _positive(name: str, number: float) -> float:
    if not (math.isfinite(number) and number > 0):
        raise ConversionNotPositiveError(name=name, amount=number)
    return number


def _times_a_year(rhythm: Rhythm, active: tuple[int, ...]) -> float:
    if rhythm in (Rhythm.ONCE, Rhythm.YEAR):
        return 1
    if rhythm is Rhythm.MONTH:
        return len(active) or 12
    return sum(MONTH_DAYS[month - 1] for month in active or range(1, 13)) / _DAYS_EACH[rhythm]


def _shares(rhythm: Rhythm, active: tuple[int, ...]) -> tuple[float, ...] | None:
    if not active and rhythm in (Rhythm.ONCE, Rhythm.YEAR):
        return None
    chosen = active or tuple(range(1, 13))
    even = rhythm in (Rhythm.ONCE, Rhythm.MONTH, Rhythm.YEAR)
    weights = [(1 if even else days) * (month in chosen) for month, days in enumerate(MONTH_DAYS, start=1)]
    return tuple(weight / sum(weights) for weight in weights)


def check_window(start: date | None, end: date | None) -> None:
    """Raise WindowReversedError if a window ends before it starts."""
    if start is not None and end is not None and end < start:
        raise WindowReversedError(start=start.isoformat(), end=end.isoformat())


def amount_band(total: float) -> tuple[float, float]:
    """Return the band of a total in steps of 1, 2, 5: low ≤ total < high; 137 lies in (100, 200).

    What others see of a blind listing. Raises AmountNotPositiveError.
    """
    if not (math.isfinite(total) and total > 0):
        raise AmountNotPositiveError(amount=total, unit="")
    power = math.floor(math.log10(total))
    edges = [float(f"{step}e{power + shift}") for shift in (-1, 0, 1) for step in (1, 2, 5)]
    low = max(edge for edge in edges if edge <= total)
    return low, edges[edges.index(low) + 1]
