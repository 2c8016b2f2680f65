"""From when and until when, out of one line: "från 1 maj", "t.o.m. 31 oktober", "fra uke 40", "before 1 June"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from matching.amounts.month_words import month_of
from matching.codes.line_facts import FoundBound, Span
from matching.codes.line_times import ENDS, ENDS_BEFORE, MONTH, STARTS, WEEK
from matching.codes.line_words import longest_first

_THERE = "finns fås hämtas tillgänglig tillgängligt tillgängliga ledig ledigt klar klart finnes hentes tilgjengelig"
_DAY_OF_MONTH = rf"(?P<day>\d{{1,2}})(?:\.|:?e|:?a|st|nd|rd|th)?\s(?P<month>{MONTH})"
BOUND = re.compile(
    rf"(?<![\w.])(?:(?:{longest_first((*_THERE.split(), 'available'))})\s)?"
    rf"(?:(?P<start>{STARTS})|(?P<end>{ENDS})|(?P<before>{ENDS_BEFORE}))\s"
    rf"(?:{_DAY_OF_MONTH}|(?P<whole>{MONTH})|{WEEK}(?P<week>\d{{1,2}}))(?:\s(?P<year>20\d\d))?(?!\w)",
    re.IGNORECASE,
)
_HALF_A_YEAR = timedelta(days=183)
_LEAP_YEAR = 2028  # has every day that there is


def find_bounds(text: str) -> Iterator[FoundBound]:
    """Yield from when, or until when, something is there; nothing for a day that no year has."""
    for match in BOUND.finditer(text):
        bound = FoundBound(
            is_start=match["start"] is not None,
            is_left_out=match["before"] is not None,
            year=int(match["year"] or 0),
            month=month_of(match["month"] or match["whole"] or ""),
            day=int(match["day"] or 0),
            week=int(match["week"] or 0),
            span=Span(match.start(), match.end(), match[0]),
        )
        if _day_in(_LEAP_YEAR, bound):
            yield bound


def day_of(bound: FoundBound, *, on: date) -> date | None:
    """Return the day that a bound is meant to be, by who reads it on another; None where its year has no such day.

    A start may have been half a year ago, an end is still to come.
    """
    if bound.year:
        return _day_in(bound.year, bound)
    earliest = on - _HALF_A_YEAR if bound.is_start else on
    days = (_day_in(on.year + further, bound) for further in (-1, 0, 1, 2))
    return next((day for day in days if day and day >= earliest), None)


def _day_in(year: int, bound: FoundBound) -> date | None:
    """Return the day of a bound in a year: of a month or week alone its first or, counted in until then, its last."""
    is_first = bound.is_start or bound.is_left_out
    try:
        if bound.week:
            day = date.fromisocalendar(year, bound.week, 1 if is_first else 7)
        elif bound.day or is_first:
            day = date(year, bound.month, bound.day or 1)
        else:
            day = date(year + bound.month // 12, bound.month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None
    return day - timedelta(days=1) if bound.is_left_out else day
