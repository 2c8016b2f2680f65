"""What the parts of a workbook say: which sheets, which texts, which formats are dates, and the cells of a sheet."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from marketplace.forms.imports.packages import EnoughError

_LONGEST_FORMAT = 255  # characters, as Excel has it
_LETTERS = 26
_LONGEST_TEXT = 32_767  # characters, as Excel has it; of a longer one the rest is passed over


class _Silent:
    """A reader of elements alone."""

    def text(self, text: str) -> None: ...

    def end(self, name: str) -> None: ...


class Relations(_Silent):
    """What the parts are that another one names: id → kind and part."""

    def __init__(self, *, folder: str) -> None:
        self._folder = folder
        self.parts: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            path = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
            self.parts[attributes.get("Id", "")] = kind, path.lstrip("/")


class Book(_Silent):
    """The ids of the sheets in their order, and from when days are counted."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.epoch: datetime = WINDOWS_EPOCH

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            self.sheets.append(next((value for key, value in attributes.items() if key.endswith(":id")), ""))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = MAC_EPOCH

    def end(self, name: str) -> None:
        if name == "sheets":
            raise EnoughError  # names of ranges and the like come behind


@dataclass(slots=True)
class Styles(_Silent):
    """The number format of each cell format, and those that the workbook has added."""

    formats: dict[int, str] = field(default_factory=dict)
    of_cells: list[int] = field(default_factory=list)
    _is_within: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self.formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")[:_LONGEST_FORMAT]
        elif name == "cellXfs":
            self._is_within = True
        elif name == "xf" and self._is_within:
            self.of_cells.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            raise EnoughError

    def format_of(self, style: int) -> str:
        """Return the code of a cell format's number format, "" for what is none."""
        if not 0 <= style < len(self.of_cells):
            return ""
        number = self.of_cells[style]
        return self.formats.get(number) or BUILTIN_FORMATS.get(number, "")


class _Text:
    """A text as it is put together from the elements of one; how it is pronounced is none."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._is_within = self._is_phonetic = False

    def start(self, name: str) -> None:
        self._is_phonetic = self._is_phonetic or name == "rPh"
        self._is_within = name in ("t", "v") and not self._is_phonetic

    def add(self, text: str) -> None:
        if self._is_within and self._length < _LONGEST_TEXT:
            self._parts.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        self._is_phonetic = self._is_phonetic and name != "rPh"
        self._is_within = False

    def taken(self) -> str:
        """Return the text, and begin anew."""
        text = "".join(self._parts)
        self._parts.clear()
        self._length = 0
        return text


class Strings:
    """The texts that cells name by their number. Of one in several fonts, the parts are put together."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._text = _Text()
        self.text = self._text.add

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._text.start(name)

    def end(self, name: str) -> None:
        self._text.end(name)
        if name == "si":
            self.texts.append(self._text.taken())


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the cells of all sheets have in common."""

    texts: Sequence[str]
    styles: Styles
    epoch: datetime


class Cells:
    """The cells of a sheet down to a row and out to a column, by row: what stands beyond is passed over."""

    def __init__(self, context: Context, *, most_rows: int, most_columns: int) -> None:
        self.rows: dict[int, list[object]] = {}
        self._context, self._most_rows, self._most_columns = context, most_rows, most_columns
        self._row, self._column = 0, -1
        self._kind = self._style = ""
        self._text = _Text()
        self.text = self._text.add
        self._kinds: dict[str, tuple[bool, bool]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._text.start(name)
        if name == "c":
            where = attributes.get("r", "")
            self._column = _column(where) if where else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        elif name == "row":
            self._row = int(attributes["r"]) if attributes.get("r") else self._row + 1
            self._column = -1
            if not 0 < self._row <= self._most_rows:
                raise EnoughError

    def end(self, name: str) -> None:
        self._text.end(name)
        if name == "c":
            self._keep(self._text.taken())
        elif name == "sheetData":
            raise EnoughError  # merged cells, conditions, comments and pictures come behind

    def _keep(self, text: str) -> None:
        if text and 0 <= self._column < self._most_columns:
            cells = self.rows.setdefault(self._row, [])
            cells.extend([None] * (self._column + 1 - len(cells)))
            cells[self._column] = self._value(text)

    def _value(self, text: str) -> object:
        """Return a cell's value, as openpyxl would."""
        match self._kind:
            case "s":
                return self._context.texts[int(text)]
            case "b":
                return bool(int(text))
            case "d":
                return from_ISO8601(text)
            case "n":
                return self._number(text)
        return text

    def _number(self, text: str) -> object:
        number = int(text) if text.lstrip("-").isdecimal() else float(text)
        is_date, is_duration = self._date_kind()
        if not is_date:
            return number
        try:
            return from_excel(number, self._context.epoch, timedelta=is_duration)
        except (OverflowError, ValueError):
            return "#VALUE!"

    def _date_kind(self) -> tuple[bool, bool]:
        """Return whether the cell's format is one of days or hours, and whether of how long something takes."""
        if self._style not in self._kinds:
            code = self._context.styles.format_of(int(self._style or 0))
            self._kinds[self._style] = is_date_format(code), is_timedelta_format(code)
        return self._kinds[self._style]


def _column(where: str) -> int:
    """Return the column of a cell like B5, counted from 0."""
    column = 0
    for mark in where:
        if not mark.isalpha():
            break
        column = column * _LETTERS + ord(mark.upper()) - ord("A") + 1
    return column - 1
