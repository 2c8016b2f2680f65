"""Excel workbooks as lines of cells: values alone, never formulas; a bomb is refused before it is unpacked."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from marketplace.errors import RefusedError
from marketplace.wording.numbers import number_text
from matching.tables.grids import Line

MAX_UNPACKED, MAX_PARTS = 60_000_000, 1_000  # bytes: 5 000 rows of 100 long texts stay below
# What zipfile, openpyxl and the parser raise, by trial, of files that are cut off, encrypted or something else.
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, InvalidFileException, DefusedXmlException, ParseError),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError, NotImplementedError),
)
_AHEAD = 1_000  # rows that may stand above, or be blank between, those that are read


def read_workbook(raw: bytes, *, most_rows: int, most_columns: int) -> list[Line]:
    """Return the lines of the first sheet that has any. Raise RefusedError with what to do."""
    _require_harmless(raw)
    try:
        # Without links to other files; with the values that Excel last worked out instead of formulas.
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if isinstance(sheet, ReadOnlyWorksheet):
                lines = list(_lines(sheet, most_rows=most_rows + _AHEAD, most_columns=most_columns + 1))
                if lines:
                    return lines
    except _BROKEN as error:
        # What openpyxl raises for a broken file is not documented: whatever it says, nobody can read the file.
        raise RefusedError(_("This workbook is damaged. Open it in Excel, save it anew, and upload that.")) from error
    return []


def _require_harmless(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
    except zipfile.BadZipFile as error:
        raise RefusedError(_("This workbook is damaged. Open it in Excel, save it anew, and upload that.")) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise RefusedError(_what_else(names))
    # A part that unpacks to more than it says here is cut off by zipfile, and then no longer well-formed.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
        sentence = _("Unpacked, this workbook has %(size)s MB. At most %(most)s MB are read: leave out pictures.")
        values = {"size": number_text(unpacked / 1e6), "most": number_text(MAX_UNPACKED / 1e6)}
        raise RefusedError(sentence % values)


def _what_else(names: set[str]) -> str:
    if "content.xml" in names:
        return _("This is an OpenDocument file (.ods). Save it as “Excel workbook (.xlsx)” and upload that.")
    if "xl/workbook.bin" in names:
        return _("This is a binary Excel file (.xlsb). Save it as “Excel workbook (.xlsx)” and upload that.")
    return no_table()


def no_table() -> str:
    """Return that a file is something else."""
    return _("This is no table, whatever its name says. Upload a CSV file or an Excel workbook (.xlsx).")


def _lines(sheet: ReadOnlyWorksheet, *, most_rows: int, most_columns: int) -> Iterator[Line]:
    # What a sheet says of its own size may be a million rows by thousands of columns of nothing.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=most_rows, max_col=most_columns, values_only=True)
    for number, values in enumerate(rows, start=1):
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _text(value: object) -> str:
    """Return a cell as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value).replace("\0", "").strip()
