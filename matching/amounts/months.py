"""Months as people write them, `1-4;11;12`, and as numbers."""

import re

from matching.errors import MonthUnknownError

_PART = re.compile(r"^(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?$")


def parse_months(text: str) -> tuple[int, ...]:
    """Return the months of `1-4;11;12` in order, each once; empty for an empty text.

    A range may run over the new year: `11-2` is November to February. Raises MonthUnknownError.
    """
    found: set[int] = set()
    for part in re.split(r"[;,]", text):
        if not part.strip():
            continue
        match = _PART.match(part.strip())
        if not match:
            raise MonthUnknownError(month=part.strip())
        first = _month(match[1])
        last = _month(match[2] or match[1])
        found.update((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))
    return tuple(sorted(found))


def format_months(months: tuple[int, ...]) -> str:
    """Return months as `1-4;11;12`. The opposite of `parse_months`; raises MonthUnknownError."""
    runs: list[list[int]] = []
    for month in sorted(set(check_months(months))):
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ";".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ";".join(map(str, run)) for run in runs)


def check_months(months: tuple[int, ...]) -> tuple[int, ...]:
    """Return the months if each is one. Raises MonthUnknownError."""
    for month in months:
        if not 1 <= month <= 12:
            raise MonthUnknownError(month=month)
    return months


def _month(text: str) -> int:
    return check_months((int(text),))[0]
