"""Ways and freight in words: ranges as ranges, estimates as estimates."""

from datetime import date
from decimal import Decimal
from math import floor, log10

from babel.dates import format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geo.legs import Closure, Leg
from geo.road_tables import MonthDay, Vehicle, Winter
from geo.transport_tables import LoadKind, Range
from marketplace.wording.numbers import duration_text, language, money_text, number_text

VEHICLES = {Vehicle.LORRY: gettext_lazy("lorry"), Vehicle.CAR: gettext_lazy("car")}
LOAD_KINDS = {
    LoadKind.DRY_BULK: gettext_lazy("dry, loose (chips, bark, grain)"),
    LoadKind.WET_BULK: gettext_lazy("wet, loose (sludge cake, wet bark)"),
    LoadKind.PASTY: gettext_lazy("pasty (manure, digestate)"),
    LoadKind.LIQUID: gettext_lazy("liquid (whey, oil)"),
    LoadKind.PIECE: gettext_lazy("pieces, bales or pallets"),
    LoadKind.CHILLED: gettext_lazy("chilled food or feed"),
    LoadKind.ROUNDWOOD: gettext_lazy("logs"),
}
CARRIERS = {
    "van": gettext_lazy("van, 3.5 t"),
    "rigid_7": gettext_lazy("small lorry, 7.5 t"),
    "rigid_17": gettext_lazy("lorry, 17 t"),
    "rigid_26": gettext_lazy("lorry, 26 t"),
    "articulated_40": gettext_lazy("articulated lorry, 40 t"),
    "trailer_60": gettext_lazy("lorry with trailer, 60 t"),
    "trailer_74": gettext_lazy("lorry with trailer, 74 t"),
    "walking_floor_60": gettext_lazy("walking floor, 60 t"),
    "tank_60": gettext_lazy("tank lorry, 60 t"),
    "refrigerated_60": gettext_lazy("refrigerated lorry, 60 t"),
    "timber_60": gettext_lazy("timber lorry, 60 t"),
    "timber_74": gettext_lazy("timber lorry, 74 t"),
}


def carrier_name(code: str) -> str:
    """Return the name of a vehicle class; one that came later than this table goes by its code."""
    return str(CARRIERS.get(code, code.replace("_", " ")))


def kilometres_text(low: float, high: float) -> str:
    """Return a range of kilometres, rounded to what it is worth: “230–290 km”."""
    step = 1 if high < 20 else 5 if high < 100 else 10
    return f"{_span(floor(low / step) * step, -floor(-high / step) * step)} km"


def minutes_text(low: float, high: float) -> str:
    """Return a range of minutes: “25–35 min”, “3 h 10 min – 4 h”."""
    step = 5 if high < 120 else 10
    first, last = floor(low / step) * step, -floor(-high / step) * step
    if last < 60:
        return f"{_span(first, last)} min"
    return duration_text(last) if first == last else f"{duration_text(first)} – {duration_text(last)}"


def _span(low: float, high: float) -> str:
    return number_text(high) if low == high else f"{number_text(low)}–{number_text(high)}"


def method_text(method: str) -> str:
    """Return who or what has said how far it is."""
    if method == "straight_line":
        return _("straight line × factor (outside of our road map)")
    if method == "road_graph":
        return _("by road (estimate)")
    return _("by a routing server (%(name)s)") % {"name": method.upper() if method == "osrm" else method.capitalize()}


def ferries_text(leg: Leg) -> str:
    """Return how many ferries, with the time they take; "" for none."""
    if not leg.ferries:
        return ""
    words = ngettext(
        "%(number)s ferry, about %(minutes)s min with the wait",
        "%(number)s ferries, about %(minutes)s min with the wait",
        leg.ferries,
    )
    return words % {"number": leg.ferries, "minutes": number_text(leg.ferry_minutes, digits=0)}


def closure_sentences(leg: Leg, *, on: date | None) -> list[str]:
    """Return what winter does on the way, and how much longer it is around what is closed."""
    closed = [closure for closure in leg.closures if closure.winter == Winter.CLOSED]
    sentences = list(dict.fromkeys(_closed_sentence(closure, on=on) for closure in closed))
    if any(closure.is_avoided for closure in closed) and leg.detour_km >= 1:
        km = number_text(round(leg.detour_km / 5) * 5 or 1, digits=0)
        sentences.append(_("The way around is about %(km)s km longer.") % {"km": km})
    if roads := _roads_with(Winter.WEATHER_CLOSURES, leg):
        sentences.append(_("May be shut for days in bad weather: %(roads)s.") % {"roads": roads})
    if roads := _roads_with(Winter.MOUNTAIN, leg):
        sentences.append(_("Mountain road, in storms with convoys or shut for hours: %(roads)s.") % {"roads": roads})
    return sentences


def _closed_sentence(closure: Closure, *, on: date | None) -> str:
    if not closure.closed_from or not closure.closed_to:
        return _("%(stretch)s is closed in winter.") % {"stretch": _stretch(closure)}
    told = {"stretch": _stretch(closure), "first": _day(closure.closed_from), "last": _day(closure.closed_to)}
    if closure.is_avoided and on:
        return _("%(stretch)s is closed on that day (each winter from about %(first)s to %(last)s).") % told
    return _("%(stretch)s is closed each winter, from about %(first)s to %(last)s.") % told


def _stretch(closure: Closure) -> str:
    return " ".join(filter(None, [closure.road, f"{closure.start}–{closure.end}"]))


def _roads_with(winter: Winter, leg: Leg) -> str:
    """Return the roads of the way that have such winters: by number, else between which places."""
    passed = [closure for closure in leg.closures if closure.winter == winter]
    return ", ".join(dict.fromkeys(closure.road or _stretch(closure) for closure in passed))


def _day(day: MonthDay) -> str:
    month, number = day
    return format_skeleton("MMMMd", date(2000, month, number), locale=language())


def precision_text(precision: str) -> str:
    """Return how exactly a point is known."""
    return {
        "pin": _("exact point"),
        "postcode": _("middle of the postcode"),
        "place": _("middle of the locality"),
        "municipality": _("seat of the municipality"),
        "area": _("middle of the area"),
    }[precision]


def money_range_text(value: Range, currency: str) -> str:
    """Return money from low to high and what we reckon with, without small coins: “3 100–6 400 SEK, usually 4 400”."""
    low, usual, high = (Decimal(round(rounded(number))) for number in (value.low, value.default, value.high))
    span = f"{number_text(low)}–{money_text(high, currency)}"
    return _("%(span)s, usually %(usual)s") % {"span": span, "usual": number_text(usual)}


def range_text(value: Range, unit: str) -> str:
    """Return a figure from low to high and what we reckon with."""
    low, usual, high = (number_text(rounded(number)) for number in (value.low, value.default, value.high))
    return _("%(span)s, usually %(usual)s") % {"span": f"{low}–{high} {unit}", "usual": usual}


def rounded(value: float) -> float:
    """Return a figure to two digits: an estimate is worth no more."""
    if value == 0:
        return 0.0
    digits = 1 - floor(log10(abs(value)))
    return round(value, digits)
