"""The columns of tables of listings, by the names that people give them in Swedish, Norwegian and English."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.aspects import as_label
from marketplace.wording.numbers import language
from matching.amounts import parse_rhythm, parse_unit
from matching.errors import FactError

_TABLE = settings.BASE_DIR / "marketplace" / "data" / "import_columns.csv"
_LANGUAGES = ("sv", "nb", "en")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_PER = re.compile(r"\s*/\s*|\s+per\s+|\s+pr\.?\s+", re.IGNORECASE)
# What a template asks for, the most important first; the other columns are read too.
TEMPLATE = (
    *("title", "material", "quantity", "unit", "rhythm", "months", "place", "ewc_code", "price", "currency"),
    *("available_from", "available_until", "quality_notes", "description", "max_km", "side", "use", "id"),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: its column ("": none that we know), and in which unit and rhythm its amounts are."""

    column: str = ""
    unit: str = ""
    rhythm: str = ""


def column_name(column: str, language: str) -> str:
    """Return what a column is called; a quality by its name in the knowledge tables."""
    if column in _names():
        return _names()[column][language]
    return as_label(current_knowledge().properties[column].names[language])


def column_choices() -> list[tuple[str, str]]:
    """Return every column that can be read, with its name in the reader's language; qualities last."""
    reader = language()
    qualities = [(code, column_name(code, reader)) for code in current_knowledge().properties]
    return [(code, column_name(code, reader)) for code in _names()] + sorted(qualities, key=lambda each: each[1])


def read_heading(text: str) -> Heading:
    """Return what a heading says, as "Mängd (ton/år)" or "Mengde, tonn pr. år"."""
    inside = " ".join(_BRACKETS.findall(text))
    plain = _BRACKETS.sub(" ", text)
    column = _column(text) or _column(plain)
    if not column:
        plain, _comma, inside = text.partition(",")
        column = _column(plain)
    if not column:
        # "Kr pr tonn", "Mängd per vecka": what it is, and behind it of what or how often.
        column, inside = _column(_PER.split(text, maxsplit=1)[0]), text
        column = column if column in ("price", "quantity") else ""
    if column != "quantity":
        return Heading(column)
    unit, rhythm = _unit_and_rhythm(inside or plain)
    return Heading(column, unit, rhythm)


def columns_of(headings: Sequence[str]) -> list[Heading]:
    """Return what each heading says; of two that say the same, only the first does."""
    taken: set[str] = set()
    found = []
    for text in headings:
        heading = read_heading(text)
        found.append(Heading() if heading.column in taken else heading)
        taken.add(heading.column)
    return found


def _unit_and_rhythm(text: str) -> tuple[str, str]:
    """Return unit and rhythm out of "ton/år"; "" for what is none."""
    parts = _PER.split(text.strip(), maxsplit=1)
    unit = rhythm = ""
    try:
        unit = parse_unit(parts[0])
    except FactError:
        unit = ""
    try:
        rhythm = str(parse_rhythm(parts[1])) if len(parts) == 2 else ""
    except FactError:
        rhythm = ""
    return unit, rhythm


def _column(text: str) -> str:
    return _columns(current_knowledge().version).get(_key(text), "")


def _key(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum())


@cache
def _names() -> dict[str, dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["column"]: row for row in csv.DictReader(file, delimiter=";")}


@cache
def _columns(version: str) -> dict[str, str]:
    """Return the column of each name, our own names before people's. version: of the tables that name qualities."""
    found: dict[str, str] = {}
    for code in (*_names(), *current_knowledge().properties):
        found.setdefault(_key(code), code)
    for code, row in _names().items():
        for name in (*(row[each] for each in _LANGUAGES), *row["also"].split("|")):
            found.setdefault(_key(name), code)
    for code, quality in current_knowledge().properties.items():
        for name in quality.names.values():
            found.setdefault(_key(name), code)
    return found
