"""Excel workbooks as lines of cells: values alone, never formulas."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _

from marketplace.errors import RefusedError
from marketplace.forms.imports.packages import Package
from marketplace.forms.imports.workbook_parts import Book, Cells, Context, Relations, Strings, Styles
from matching.tables.grids import Line

# What zipfile, the parser and our own readers raise of files that are cut off, encrypted or something else.
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError),
    *(ExpatError, LookupError, ValueError, TypeError),
)
_AHEAD = 1_000  # rows that may stand above, or be blank between, those that are read
_BOOK = "xl/workbook.xml"


def read_workbook(raw: bytes, *, most_rows: int, most_columns: int) -> list[Line]:
    """Return the lines of the first sheet that has any. Raise RefusedError with what to do."""
    try:
        package = Package(raw)
        if _BOOK not in package.names:
            raise RefusedError(_what_else(package.names))
        package.require_small()
        return _first_lines(package, most_rows=most_rows + _AHEAD, most_columns=most_columns + 1)
    except _BROKEN as error:
        raise RefusedError(_("This workbook is damaged. Open it in Excel, save it anew, and upload that.")) from error


def _first_lines(package: Package, *, most_rows: int, most_columns: int) -> list[Line]:
    related, book, strings, styles = Relations(folder="xl"), Book(), Strings(), Styles()
    package.read("xl/_rels/workbook.xml.rels", related, kind="book")
    package.read(_BOOK, book, kind="book")
    for kind, path in related.parts.values():
        if kind == "sharedStrings":
            package.read(path, strings, kind="strings")
        elif kind == "styles":
            package.read(path, styles, kind="styles")
    context = Context(texts=strings.texts, styles=styles, epoch=book.epoch)
    for kind, path in (related.parts[sheet] for sheet in book.sheets):
        if kind == "worksheet":
            cells = Cells(context, most_rows=most_rows, most_columns=most_columns)
            package.read(path, cells, kind="sheet")
            if lines := list(_lines(cells)):
                return lines
    return []


def _what_else(names: set[str]) -> str:
    if "content.xml" in names:
        return _("This is an OpenDocument file (.ods). Save it as “Excel workbook (.xlsx)” and upload that.")
    if "xl/workbook.bin" in names:
        return _("This is a binary Excel file (.xlsb). Save it as “Excel workbook (.xlsx)” and upload that.")
    return no_table()


def no_table() -> str:
    """Return that a file is something else."""
    return _("This is no table, whatever its name says. Upload a CSV file or an Excel workbook (.xlsx).")


def _lines(cells: Cells) -> Iterator[Line]:
    for number, values in sorted(cells.rows.items()):
        texts = [_text(value) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, texts


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
