"""Uploaded spreadsheets as lines of cells, whatever they claim to be, within limits that keep bombs harmless."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplace.errors import RefusedError
from marketplace.forms.imports.workbooks import read_workbook
from marketplace.queries.import_columns import columns_of
from marketplace.wording.imports import cell_name
from marketplace.wording.numbers import number_text
from matching.errors import FactError
from matching.tables.grids import Line, heading_of, read_lines

MAX_BYTES = 5_000_000
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 5_000, 100, 4_000
MAX_TEXT = 10_000_000  # characters: a workbook keeps a text once, however many cells hold it
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """heading: the names of the columns, as typed, and their line; lines: what stands below, numbered as shown."""

    heading_line: int
    heading: Sequence[str]
    lines: Sequence[Line]


def read_sheet(raw: bytes) -> Sheet:
    """Return the table in a file. Raise RefusedError with what to do about one that is none, or too large."""
    require_small(len(raw))
    lines = read_workbook(raw, most_rows=MAX_ROWS, most_columns=MAX_COLUMNS) if _is_zip(raw) else _text_lines(raw)
    if not lines:
        raise RefusedError(_("The file is empty. Its first row must name the columns."))
    at = heading_of(lines, known=_known)
    below = lines[at + 1 :]
    if not below:
        raise RefusedError(_("There is no row below the names of the columns. Fill in at least one."))
    _require_within(lines[at:])
    width = max(len(cells) for _number, cells in lines[at:])
    heading = [*lines[at][1], *[""] * (width - len(lines[at][1]))]
    return Sheet(heading_line=lines[at][0], heading=heading, lines=below)


def require_small(size: int) -> None:
    """Raise RefusedError for a file of so many bytes that it is not even read."""
    if size > MAX_BYTES:
        sentence = _("The file is %(size)s MB. At most %(most)s MB are read: split it into several.")
        raise RefusedError(sentence % {"size": number_text(size / 1e6), "most": number_text(MAX_BYTES / 1e6)})


def _is_zip(raw: bytes) -> bool:
    return raw.startswith(b"PK\x03\x04")


def _known(names: Sequence[str]) -> int:
    return sum(bool(heading.column) for heading in columns_of(names))


def _text_lines(raw: bytes) -> list[Line]:
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        if _ENCRYPTED in raw:
            raise RefusedError(_("This workbook has a password. Save it without one and upload it again."))
        raise RefusedError(_("This is an old Excel file (.xls). Save it as “Excel workbook (.xlsx)” and upload that."))
    starts_otherwise = raw.lstrip()[:15].lower().startswith((b"%pdf", b"{\\rtf", b"<html", b"<!doctype", b"<?xml"))
    is_utf_16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if starts_otherwise or (b"\0" in raw[:4096] and not is_utf_16):
        raise RefusedError(
            _("This is no table, whatever its name says. Upload a CSV file or an Excel workbook (.xlsx).")
        )
    try:
        return read_lines(raw, known=_known)
    except FactError as error:
        raise RefusedError(
            _("The text in this file cannot be read. Save it as “CSV UTF-8” and upload that.")
        ) from error


def _require_within(lines: Sequence[Line]) -> None:
    if len(lines) - 1 > MAX_ROWS:
        sentence = _("The file has %(count)s rows. At most %(most)s are read at once: split it into several.")
        raise RefusedError(sentence % {"count": number_text(len(lines) - 1), "most": number_text(MAX_ROWS)})
    for number, cells in lines:
        if len(cells) > MAX_COLUMNS:
            sentence = _("Row %(row)s has %(count)s columns. At most %(most)s are read: leave out those not needed.")
            values = {"row": number, "count": number_text(len(cells)), "most": MAX_COLUMNS}
            raise RefusedError(sentence % values)
        for column, cell in enumerate(cells):
            if len(cell) > MAX_CELL:
                sentence = _("Cell %(cell)s has %(count)s characters. At most %(most)s are read: shorten it.")
                values = {"count": number_text(len(cell)), "most": number_text(MAX_CELL)}
                raise RefusedError(sentence % {**values, "cell": cell_name(column, number)})
    if (count := sum(len(cell) for _number, cells in lines for cell in cells)) > MAX_TEXT:
        sentence = _("The file has %(count)s characters in all. At most %(most)s are read: split it into several.")
        raise RefusedError(sentence % {"count": number_text(count), "most": number_text(MAX_TEXT)})
