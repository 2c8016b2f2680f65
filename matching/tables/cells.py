"""Numbers, dates, waste codes and ranges as people type them into spreadsheets."""

import math
import re
from datetime import date

from matching.errors import DateUnreadableError, NumberUnreadableError, RangeUnreadableError, WasteCodeUnreadableError


def parse_number(text: str) -> float:
    """Return a number with decimal point or comma and any blanks between thousands: `1 234,5`, `1.234,5`, `1,234.5`.

    A single point or comma is decimal, several alike part thousands. Raises NumberUnreadableError.
    """
    plain = re.sub(r"[\s'’]", "", text).replace("−", "-")
    marks = [mark for mark in plain if mark in ".,"]
    if len(set(marks)) == 2:
        plain = plain.replace("," if marks[-1] == "." else ".", "")
    elif len(marks) > 1:
        plain = plain.replace(marks[0], "")
    try:
        number = float(plain.replace(",", "."))
    except ValueError:
        raise NumberUnreadableError(text=text) from None
    if not math.isfinite(number) or not re.fullmatch(r"[-+\d.,eE]+", plain):
        raise NumberUnreadableError(text=text)
    return number


def parse_waste_code(text: str) -> str:
    """Return the six digits of `03 01 05`, `17 02 04*` or `030105`. Raises WasteCodeUnreadableError.

    Five digits have lost a leading zero in a spreadsheet. The star is not needed: the list knows what is hazardous.
    """
    digits = re.sub(r"[\s.\-*]", "", text)
    if re.fullmatch(r"\d{5,6}", digits, re.ASCII):
        return digits.zfill(6)
    raise WasteCodeUnreadableError(text=text)


def parse_date(text: str) -> date:
    """Return the day of `2026-04-01`, `20260401`, `1.4.2026`, `01/04/2026` (day first). Raises DateUnreadableError."""
    match = re.match(r"^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ]|$)", text.strip())
    year_first = match is not None
    match = match or re.match(r"^(\d{1,2})[-/.](\d{1,2})[-/. ](\d{4})(?:[T ]|$)", text.strip())
    if not match:
        raise DateUnreadableError(text=text)
    first, middle, last = map(int, match.groups())
    try:
        return date(first, middle, last) if year_first else date(last, middle, first)
    except ValueError:
        raise DateUnreadableError(text=text) from None


def parse_range(text: str) -> tuple[float | None, float | None]:
    """Return the low and high end of `12`, `10-15`, `10–15`, `<40`, `≤ 40`, `> 5`. Raises RangeUnreadableError."""
    try:
        if match := re.match(r"^\s*(<=?|≤|>=?|≥)(.+)$", text):
            number = parse_number(match[2])
            return (None, number) if match[1] in {"<", "<=", "≤"} else (number, None)
        if match := re.match(r"^\s*(-?[^-–]+?)\s*[-–]\s*(-?[^-–]+)$", text):
            low, high = parse_number(match[1]), parse_number(match[2])
        else:
            low = high = parse_number(text)
    except NumberUnreadableError:
        raise RangeUnreadableError(text=text) from None
    if low > high:
        raise RangeUnreadableError(text=text)
    return low, high
