"""Tables of listings as spreadsheets write them: any of three encodings, three delimiters and two decimal signs.

Raw cells come out as text; `Row.read` turns one into a value and names row, column and value where it cannot.
"""

import codecs
import csv
import io
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from matching.errors import FactError, Value

LISTING_COLUMNS = (
    *("id", "side", "resource", "title", "description", "language", "material", "ewc_code", "use"),
    *("quantity", "unit", "rhythm", "months", "available_from", "available_until"),
    *("place", "latitude", "longitude", "country", "price", "currency", "firm", "org_number", "nace", "max_km"),
    "kg_each",  # what one piece or load weighs, where the unit is one of these
)
"""The columns of a table of listings; any property may come beside them under its code."""

_Read = TypeVar("_Read")
DELIMITERS = ",;\t"
_LONGEST_CELL = 10_000_000
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class TableEmptyError(FactError):
    """There is no header line."""

    code = "table_empty"


class TableUnreadableError(FactError):
    """The file is no table of text. Values: line (0 where unknown)."""

    code = "table_unreadable"


class ColumnTwiceError(FactError):
    """Two columns have one name. Values: column."""

    code = "column_twice"


class CellError(ValueError):
    """A cell cannot be read: row (as spreadsheets number them), column, value, and the code and values of why."""

    def __init__(self, *, row: int, column: str, value: str, code: str, values: Mapping[str, Value]) -> None:
        super().__init__(f"row {row}, column {column}: {code} {value!r}")
        self.row, self.column, self.value, self.code, self.values = row, column, value, code, values


@dataclass(frozen=True, slots=True)
class Dialect:
    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Row:
    """number: as spreadsheets show it, the header being 1. cells: by column, trimmed. surplus: cells without one."""

    number: int
    cells: Mapping[str, str]
    surplus: tuple[str, ...] = ()

    def text(self, column: str) -> str:
        """Return the cell; empty where the table has no such column."""
        return self.cells.get(column, "")

    def read(self, column: str, parse: Callable[[str], _Read]) -> _Read | None:
        """Return the parsed cell, None where it is empty. Raises CellError where `parse` raises ValueError."""
        text = self.text(column)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            code, values = (error.code, error.values) if isinstance(error, FactError) else ("value_unreadable", {})
            raise CellError(row=self.number, column=column, value=text, code=code, values=values) from error


@dataclass(frozen=True, slots=True)
class Table:
    """columns: the known ones, in the order of the file. unknown_columns: reported and otherwise ignored."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    dialect: Dialect


def read_table(
    source: Path | str | bytes, *, columns: Collection[str] = LISTING_COLUMNS, properties: Collection[str] = ()
) -> Table:
    """Return a table from a file or from its bytes. Blank lines are left out.

    UTF-8 with or without a mark, UTF-16 with one, else Windows-1252; comma, semicolon or tab, whichever makes most
    columns known. Column names are read whatever their case.
    columns, properties: the names to expect.
    Raises OSError where the file cannot be read, TableEmptyError, TableUnreadableError, ColumnTwiceError.
    """
    raw = source if isinstance(source, bytes) else Path(source).read_bytes()
    text, encoding = decode(raw)
    known = {*columns, *properties}
    delimiter = _delimiter(text, known)
    lines = parse_lines(text, delimiter)
    if not lines:
        raise TableEmptyError
    header = [_column(name) for name in lines[0][1]]
    twice = next((name for name in header if name and header.count(name) > 1), "")
    if twice:
        raise ColumnTwiceError(column=twice)
    return Table(
        rows=tuple(_row(number, cells, header) for number, cells in lines[1:]),
        columns=tuple(name for name in header if name in known),
        unknown_columns=tuple(name for name in header if name and name not in known),
        dialect=Dialect(encoding, delimiter),
    )


def decode(raw: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding. Raises TableUnreadableError."""
    encoding = next((each for mark, each in _BYTE_ORDER_MARKS if raw.startswith(mark)), "utf-8")
    for attempt in (encoding, "cp1252"):
        try:
            return raw.decode(attempt).replace("\0", ""), attempt
        except UnicodeDecodeError:
            continue
    raise TableUnreadableError(line=0)


def _delimiter(text: str, known: set[str]) -> str:
    def columns_made(delimiter: str) -> tuple[int, int]:
        first = next(csv.reader(io.StringIO(text.lstrip()), delimiter=delimiter), [])
        return sum(_column(name) in known for name in first), len(first)

    return max(DELIMITERS, key=columns_made)


def parse_lines(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the lines that are not blank, with their numbers, their cells trimmed. Raises TableUnreadableError."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines = []
    try:
        for number, cells in enumerate(reader, start=1):
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                lines.append((number, trimmed))
    except csv.Error:
        raise TableUnreadableError(line=reader.line_num) from None
    return lines


def _column(name: str) -> str:
    return "_".join(name.casefold().split())


def _row(number: int, cells: list[str], header: list[str]) -> Row:
    named = {name: cell for name, cell in zip(header, cells, strict=False) if name}
    return Row(number, named, tuple(cell for cell in cells[len(header) :] if cell))
