"""Amounts, money, dates and distances as the reader's locale writes them."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, get_month_names
from babel.numbers import format_currency, format_decimal
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext

from matching.records import Dimension

# From which total on (in base units) a larger unit reads better, and what it comes to.
_LARGER = {
    Dimension.MASS: [(1000, "t")],
    Dimension.ENERGY: [(1_000_000, "GWh"), (1000, "MWh")],
}
_BASE = {
    Dimension.MASS: "kg",
    Dimension.ENERGY: "kWh",
    Dimension.VOLUME: "m3",
    Dimension.PIECES: "pcs",
    Dimension.HOURS: "h",
}
_UNREADABLE = 1e18  # nonsense on its way to an error: nobody reads so many digits
_LONG_MINUTES = 120  # from here on nobody knows five minutes
_SAME_PLACE_KM = 0.5  # below this the estimate would read “about 0 km”


def language() -> str:
    """Return the reader's language: sv, nb or en."""
    return (translation.get_language() or "en").split("-")[0]


def number_text(value: float | Decimal, *, digits: int = 1) -> str:
    """Return a number with at most `digits` decimals, grouped as the locale does."""
    return _number_text(value, digits, language())


# Lists say the same few numbers over and over: the edges of bands, round amounts.
@lru_cache(maxsize=5_000)
def _number_text(value: float | Decimal, digits: int, reader: str) -> str:
    if abs(value) >= _UNREADABLE:
        return f"{value:.3g}"
    return format_decimal(round(Decimal(str(value)), digits).normalize(), locale=reader, format="#,##0.###")


def plain_number_text(value: Decimal) -> str:
    """Return a number as people type it into a field: no blanks or marks between thousands, which could be misread."""
    return format_decimal(value.normalize(), locale=language(), format="0.###", group_separator=False)


def unit_text(unit: str, *, count: float | Decimal = 2) -> str:
    """Return how people write a unit of matching.amounts behind a number: “1 trip”, “2 trips”."""
    number = 1 if count == 1 else 2
    match unit:
        case "m3":
            return "m³"
        case "t":
            return pgettext("unit", "t")
        case "l":
            return pgettext("unit", "l")
        case "h":
            return npgettext("unit", "h", "h", number)
        case "pcs":
            return pgettext("unit", "pcs")
        case "trips":
            return npgettext("unit", "trip", "trips", number)
        case "days":
            return npgettext("unit", "day", "days", number)
    return unit


# Looked up where it is read: a list of thirty rows would translate all six for each.
_RHYTHMS = {
    "once": gettext_lazy("once"),
    "hour": gettext_lazy("an hour"),
    "day": gettext_lazy("a day"),
    "week": gettext_lazy("a week"),
    "month": gettext_lazy("a month"),
    "year": gettext_lazy("a year"),
}


def rhythm_text(rhythm: str) -> str:
    """Return “a week” and the like, to stand behind an amount."""
    return str(_RHYTHMS[rhythm])


def typed_amount_text(amount: Decimal, unit: str, rhythm: str) -> str:
    """Return an amount as its firm typed it: “12 t a month”."""
    return f"{number_text(amount, digits=3)} {unit_text(unit, count=amount)} {rhythm_text(rhythm)}"


def quantity_text(total: float, dimension: Dimension, *, once: bool) -> str:
    """Return a total in base units, in the unit that reads best."""
    divisor, unit = _readable(total, dimension)
    # Of a share in pieces or trips no part is told: half a trip is none.
    told = round(total / divisor) if dimension is Dimension.PIECES and total >= 1 else total / divisor
    text = f"{number_text(told)} {unit_text(unit)}"
    return f"{text} {rhythm_text('once' if once else 'year')}"


def band_text(low: float, high: float, dimension: Dimension, *, once: bool) -> str:
    """Return a band of totals in base units: “5 000–10 000 t a year”."""
    divisor, unit = _readable(low, dimension)
    edges = f"{number_text(low / divisor, digits=3)}–{number_text(high / divisor, digits=3)}"
    text = f"{edges} {unit_text(unit)}"
    return f"{text} {rhythm_text('once' if once else 'year')}"


def _readable(total: float, dimension: Dimension) -> tuple[float, str]:
    steps = _LARGER.get(dimension, [])
    return next(((limit, unit) for limit, unit in steps if total >= limit), (1, _BASE[dimension]))


def money_text(value: Decimal, currency: str) -> str:
    """Return money as the locale writes it, with the currency's code: on both sides of the border “kr” is one's own."""
    pattern = "#,##0\N{NO-BREAK SPACE}¤¤" if value == value.to_integral_value() else "#,##0.00\N{NO-BREAK SPACE}¤¤"
    return format_currency(value, currency, locale=language(), format=pattern, currency_digits=False)


def price_text(price: Decimal, currency: str, unit: str) -> str:
    """Return who pays what for a unit, or in all where none is told: positive means that the receiver pays."""
    if price == 0:
        return _("free")
    if not unit:
        money = money_text(abs(price), currency)
        return _("the receiver is paid %(money)s") % {"money": money} if price < 0 else money
    values = {"money": money_text(abs(price), currency), "unit": unit_text(unit, count=1)}
    if price < 0:
        return _("the receiver is paid %(money)s per %(unit)s") % values
    return _("%(money)s per %(unit)s") % values


def distance_text(
    kilometres: float, *, exact: bool = True, minutes: float | None = None, straight: bool = False
) -> str:
    """Return road kilometres, with the minutes that a lorry takes where they are known: rounded to what they are worth.

    exact: between places; else between the areas that stand for them. straight: as a pipe would lie, not by road.
    """
    if kilometres < _SAME_PLACE_KM:
        return _("in the same place") if exact else _("in the same area")
    step = 1 if kilometres < 10 else 5 if kilometres < 50 else 10
    km = number_text(round(kilometres / step) * step, digits=0)
    if straight:
        return _("about %(km)s km in a straight line") % {"km": km}
    if minutes is None:
        return _("about %(km)s km by road (estimate)") % {"km": km}
    step = 5 if minutes < _LONG_MINUTES else 10
    time = duration_text(max(step, round(minutes / step) * step))
    return _("about %(km)s km by road, %(time)s by lorry (estimate)") % {"km": km, "time": time}


def duration_text(minutes: int) -> str:
    """Return minutes as hours and minutes: “3 h 10 min”."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} {unit_text('h', count=hours)}"] if hours else []
    return " ".join([*parts, f"{rest} min"] if rest or not hours else parts)


def day_text(day: date) -> str:
    """Return a date as the locale writes it."""
    return format_date(day, "long", locale=language())


def period_text(first: date | None, last: date | None) -> str:
    """Return from when to when something holds, "" where it always does."""
    if first and last:
        return _("%(start)s to %(end)s") % {"start": day_text(first), "end": day_text(last)}
    if first:
        return _("from %(start)s") % {"start": day_text(first)}
    return _("until %(end)s") % {"end": day_text(last)} if last else ""


def month_name(month: int, *, width: str = "abbreviated") -> str:
    """Return the name of month 1–12, an abbreviation without its dot: a sentence may end behind it."""
    return _month_names(width, language())[month]


@lru_cache
def _month_names(width: str, reader: str) -> dict[int, str]:
    names = get_month_names(width, context="stand-alone", locale=reader)
    return {month: name.rstrip(".") for month, name in names.items()}


def months_text(months: Collection[int]) -> str:
    """Return months as runs: “Oct–Apr”, “all year” for none or all."""
    return _months_text(frozenset(months), language())


@lru_cache(maxsize=5_000)
def _months_text(chosen: frozenset[int], _reader: str) -> str:
    if not chosen or len(chosen) == 12:
        return _("all year")
    starts = [month for month in sorted(chosen) if (month - 2) % 12 + 1 not in chosen]
    runs = [(start, _last_of_run(start, chosen)) for start in starts]
    return ", ".join(
        month_name(first) if first == last else f"{month_name(first)}–{month_name(last)}" for first, last in runs
    )


def _last_of_run(start: int, chosen: Collection[int]) -> int:
    month = start
    while month % 12 + 1 in chosen:
        month = month % 12 + 1
    return month


def file_size_text(size: int) -> str:
    """Return how large a file of so many bytes is, in units that people know."""
    if size < 1_000_000:
        return f"{number_text(max(size / 1000, 1), digits=0)} kB"
    return f"{number_text(size / 1_000_000)} MB"
