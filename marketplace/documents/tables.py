"""Tables as files: CSV as spreadsheets of the reader's country open them, Excel workbooks, JSON."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from marketplace.wording.numbers import language
from matching.errors import NumberUnreadableError
from matching.tables import parse_number

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
Cell = str | int | float | Decimal | tuple[str, ...] | None  # several texts: a line each, in JSON a list
Rows = Iterable[Sequence[Cell]]


class Formula(str):
    """A cell of a workbook that the spreadsheet works out: of our own making, never of what somebody typed."""

    __slots__ = ()


_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NARROWEST, _WIDEST = 12, 50  # characters of a column of a workbook


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe before what starts like a formula and is no number."""
    if not _FORMULA.match(cell):
        return cell
    try:
        parse_number(cell)
    except NumberUnreadableError:
        return f"'{cell}"
    return cell


def as_typed(cell: str) -> str:
    """Return a cell without the apostrophe of `neutral`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def csv_file(rows: Rows) -> bytes:
    """Return a CSV file with a byte-order mark, by which spreadsheets know that it is UTF-8.

    Semicolons and decimal commas where the reader's country writes those.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter="," if language() == "en" else ";")
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, float | Decimal):
        plain = f"{cell:f}" if isinstance(cell, Decimal) else f"{cell:.12g}"
        return plain if language() == "en" else plain.replace(".", ",")
    return neutral("" if cell is None else str(_in_lines(cell)))


def _in_lines(cell: Cell) -> Cell:
    return "\n".join(cell) if isinstance(cell, tuple) else cell


def xlsx_file(sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook of these sheets, the first row of each its heading."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        heading, *below = rows
        sheet.freeze_panes = "A2"
        for at, name in enumerate(heading, start=1):
            longest = max([len(str(name)), *(len(str(row[at - 1] or "")) for row in below[:100])])
            sheet.column_dimensions[get_column_letter(at)].width = min(max(longest + 2, _NARROWEST), _WIDEST)
        sheet.append([_bold(sheet, name) for name in heading])
        for row in below:
            sheet.append([_xlsx_cell(cell) for cell in row])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _xlsx_cell(cell: Cell) -> Cell:
    """Return a cell without the control characters that a workbook cannot hold."""
    cell = _in_lines(cell)
    if isinstance(cell, Formula):
        return cell
    return neutral(ILLEGAL_CHARACTERS_RE.sub("", cell)) if isinstance(cell, str) else cell


def _bold(sheet: object, name: Cell) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_xlsx_cell(name))
    cell.font = Font(bold=True)
    return cell


def json_file(tables: Mapping[str, Rows]) -> bytes:
    """Return a JSON object of lists, of each table one object for each row below its heading, without empty cells."""
    lists = {name: _objects(rows) for name, rows in tables.items()}
    return json.dumps(lists, ensure_ascii=False, indent=1).encode()


def _objects(rows: Rows) -> list[dict[str, object]]:
    heading, *below = rows
    return [
        {str(name): _json_cell(cell) for name, cell in zip(heading, row, strict=True) if cell not in (None, "", ())}
        for row in below
    ]


def _json_cell(cell: Cell) -> str | int | float | tuple[str, ...] | None:
    return float(cell) if isinstance(cell, Decimal) else cell
