"""A table whose columns nobody has named yet: lines of cells, the heading somewhere among the first."""

from collections.abc import Callable, Sequence
from itertools import islice

from matching.tables.reading import DELIMITERS, decode, parse_lines

Line = tuple[int, list[str]]

_LOOK_AT = 30  # lines, above which a heading stands


def read_lines(raw: bytes, *, known: Callable[[Sequence[str]], int]) -> list[Line]:
    """Return the lines of a text that are not blank, numbered from 1, under whichever delimiter makes most sense.

    known: how many of some headings are known.
    Raises TableUnreadableError.
    """
    text, _encoding = decode(raw)
    first = "\n".join(islice(text.splitlines(), _LOOK_AT))

    def sense(delimiter: str) -> tuple[int, int]:
        lines = parse_lines(first, delimiter)
        return max((known(cells) for _, cells in lines), default=0), max((len(cells) for _, cells in lines), default=0)

    return parse_lines(text, max(DELIMITERS, key=sense))


def heading_of(lines: Sequence[Line], *, known: Callable[[Sequence[str]], int]) -> int:
    """Return which of the lines names the columns: the one with most known names, else the first with two cells.

    Titles, dates and remarks may stand above it.
    """
    first = lines[:_LOOK_AT]
    best = max(range(len(first)), key=lambda at: (known(first[at][1]), -at), default=0)
    if first and known(first[best][1]) >= 2:
        return best
    filled = (at for at, (_, cells) in enumerate(first) if sum(map(bool, cells)) >= 2)
    return next(filled, 0)
