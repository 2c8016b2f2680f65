"""Tables of listings, from files as spreadsheets write them."""

from matching.tables.cells import parse_date, parse_number, parse_range, parse_waste_code
from matching.tables.reading import (
    LISTING_COLUMNS,
    CellError,
    ColumnTwiceError,
    Dialect,
    Row,
    Table,
    TableEmptyError,
    TableUnreadableError,
    read_table,
)

__all__ = [
    "LISTING_COLUMNS",
    "CellError",
    "ColumnTwiceError",
    "Dialect",
    "Row",
    "Table",
    "TableEmptyError",
    "TableUnreadableError",
    "parse_date",
    "parse_number",
    "parse_range",
    "parse_waste_code",
    "read_table",
]
