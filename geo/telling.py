"""One way by road in plain words, for the command line; the website has its own, in the reader's language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from geo.legs import Closure, Leg
from geo.road_tables import MonthDay, Vehicle, Winter

_WINTER = {
    Winter.MOUNTAIN: "may be closed for hours in winter, or open to convoys only",
    Winter.WEATHER_CLOSURES: "is often shut by the weather in winter",
    Winter.CLOSED: "is closed every winter",
}


def tell_leg(leg: Leg, *, start: str, end: str, straight_km: float, vehicle: Vehicle) -> Iterator[str]:
    """Yield lines on a way: how far and how sure, roads, ferries, border, winter."""
    length = f"{leg.km:.0f} km ({leg.km_low:.0f} to {leg.km_high:.0f}), {tell_minutes(leg.minutes)}"
    if leg.method == "straight_line":
        yield f"{start} – {end}: about {length}"
        yield "No road known: guessed from the straight line"
    else:
        yield f"{start} – {end}: {length} by {vehicle}"
    yield f"As the crow flies: {straight_km:.0f} km"
    if leg.roads:
        yield f"Roads: {', '.join(leg.roads)}"
    if leg.ferries:
        yield f"Ferries: {leg.ferries} ({tell_minutes(leg.ferry_minutes)} with the mean wait)"
    if leg.border_crossings:
        yield f"Border: {', '.join(leg.border_crossings)}"
    for _, alike in groupby(leg.closures, key=_kind):
        yield f"Warning: {tell_closures(list(alike))}"
    if leg.detour_km >= 1:
        yield f"Detour: {leg.detour_km:.0f} km longer than with every road open"


def tell_minutes(minutes: float) -> str:
    """Return "3 h 47 min"."""
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def tell_closures(alike: Sequence[Closure]) -> str:
    """Return what winter does to stretches of one road that follow each other."""
    first, ends = alike[0], Counter(name for closure in alike for name in (closure.start, closure.end))
    outer = [name for name, times in ends.items() if times == 1] or [first.start, first.end]
    told = f"{first.road} {'–'.join(sorted(outer))} {_WINTER[first.winter]}".strip()
    if first.closed_from is None or first.closed_to is None:
        return told
    dates = f"from {_day(first.closed_from)} to {_day(first.closed_to)}"
    return f"{told}, {dates}" + ("; driven around" if first.is_avoided else "")


def _kind(closure: Closure) -> tuple[str, Winter, MonthDay | None, bool]:
    return closure.road, closure.winter, closure.closed_from, closure.is_avoided


def _day(month_day: MonthDay) -> str:
    return f"{month_day[0]:02d}-{month_day[1]:02d}"
