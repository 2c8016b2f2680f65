"""Bars and ranges as what an SVG needs: places across in per cent of the width, places down in pixels.

So a chart is as wide as its column and its words stay as large as those around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplace.queries.overview.sheets import Figure
from marketplace.wording.numbers import number_text

FULL, OPEN = "full", "open"  # as everywhere: what is given is full, what is wanted is open
_LABEL, _BAR, _GAP = 20, 22, 8  # pixels: a line of words, a bar with its gap, between two rows
_LONGEST = 72.0  # per cent: what is left beyond a bar is for its number
_AIR = 3.0  # per cent, beyond the ends of ranges


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its kind, where it begins down the page, how far it goes, its number in words."""

    kind: str
    top: int
    width: float
    text: str

    @property
    def base(self) -> int:
        return self.top + 14


@dataclass(frozen=True, slots=True)
class BarRow:
    """The bars of one label; base: the line on which its words stand."""

    label: str
    base: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars on one scale. keys: kind and name of each series, none where there is but one."""

    title: str
    height: int
    keys: tuple[tuple[str, str], ...]
    rows: tuple[BarRow, ...]


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One estimate from low to high; low, mid, high: per cent of the width."""

    label: str
    text: str
    base: int
    low: float
    mid: float
    high: float

    @property
    def line(self) -> int:
        return self.base + 14

    @property
    def above(self) -> int:
        return self.line - 7

    @property
    def below(self) -> int:
        return self.line + 7

    @property
    def text_base(self) -> int:
        return self.base + 36


@dataclass(frozen=True, slots=True)
class RangeChart:
    """Estimates on one scale; even: where nothing is saved."""

    title: str
    height: int
    even: float
    rows: tuple[RangeRow, ...]


def bar_chart(
    title: str, rows: Sequence[tuple[str, Sequence[Figure]]], *, names: Sequence[str] = ()
) -> BarChart | None:
    """Return bars for each label, a full one and perhaps an open one; None where all are nothing.

    names: what the two series are.
    """
    most = max((figure.value or 0 for _label, figures in rows for figure in figures), default=0)
    if most <= 0:
        return None
    drawn, top = [], 0
    for label, figures in rows:
        bars, place = [], top + _LABEL
        for kind, figure in zip((FULL, OPEN), figures, strict=False):
            value = figure.value or 0
            bars.append(Bar(kind, place, _LONGEST * value / most, number_text(value, digits=figure.digits)))
            place += _BAR
        drawn.append(BarRow(label, top + 14, tuple(bars)))
        top = place + _GAP
    return BarChart(title, top, tuple(zip((FULL, OPEN), names, strict=False)), tuple(drawn))


def range_chart(title: str, rows: Sequence[tuple[str, Sequence[Figure]]]) -> RangeChart | None:
    """Return estimates of low, most likely and high; None where there are none."""
    ends = [figure.value or 0 for _label, figures in rows for figure in figures]
    if not any(ends):
        return None
    least, most = min(0, *ends), max(0, *ends)

    def place(value: float) -> float:
        return _AIR + (100 - 2 * _AIR) * (value - least) / (most - least)

    drawn = []
    for at, (label, figures) in enumerate(rows):
        low, mid, high = (figure.value or 0 for figure in figures)
        texts = {"low": number_text(low), "mid": number_text(mid), "high": number_text(high)}
        text = _("%(low)s to %(high)s, most likely %(mid)s") % texts
        drawn.append(RangeRow(label, text, 68 * at + 14, place(low), place(mid), place(high)))
    return RangeChart(title, 68 * len(rows), place(0), tuple(drawn))
