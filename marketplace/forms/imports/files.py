"""Files of listings: in as spreadsheets write them, out again with the reason behind each rejected row."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from marketplace.documents.tables import as_typed, neutral
from marketplace.queries.knowledge import current_knowledge
from matching.errors import ColumnMissingError
from matching.tables import LISTING_COLUMNS, Row, Table, read_table

REASON = "reason"  # the last column of a file of rejected rows
# What the form asks beside the columns that every table of listings has.
_FORM_COLUMNS = ("abp_category", "quality_notes", "visibility")
_REQUIRED = ("id", "title")


def read_listings(path: Path) -> Table:
    """Return the rows of a file. Raises OSError, FactError for a file that is no table of listings."""
    known = (*LISTING_COLUMNS, *_FORM_COLUMNS, REASON)
    table = read_table(path, columns=known, properties=current_knowledge().properties)
    for column in _REQUIRED:
        if column not in table.columns:
            raise ColumnMissingError(column=column, file=path.name)
    return replace(table, rows=tuple(_unescaped(row) for row in table.rows))


def rejected_table(table: Table, rejected: Iterable[tuple[Row, str]]) -> bytes:
    """Return rejected rows as a file that can be corrected and imported: as they came, the reason in a last column.

    With a byte-order mark, by which spreadsheets know that it is UTF-8.
    """
    rejected = list(rejected)
    columns = [name for name in (*table.columns, *table.unknown_columns) if name != REASON]
    surplus = max((len(row.surplus) for row, _ in rejected), default=0)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.dialect.delimiter)
    writer.writerow([*map(neutral, columns), *[""] * surplus, REASON])
    for row, reason in rejected:
        beyond = [*row.surplus, *[""] * (surplus - len(row.surplus))]
        writer.writerow([neutral(cell) for cell in (*map(row.text, columns), *beyond, reason)])
    return text.getvalue().encode("utf-8-sig")


def _unescaped(row: Row) -> Row:
    return replace(row, cells={name: as_typed(cell) for name, cell in row.cells.items()})
