"""Read the official lists of waste codes: the Swedish annex as text, the Norwegian export as a table."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

_CODE = re.compile(r"(\d\d) ?(\d\d) ?(\d\d) ?(\*)?(?= |$)\s*(.*)")
_HEADING = re.compile(r"\d\d( \d\d)? +[^\d\s]")
_LIKE_A_CODE = re.compile(r"\d\d ?\d\d ?\d")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
# Said of every mirror entry; it belongs to the star, not to the title.
_STAR_IN_WORDS = re.compile(r" och som enligt 2 kap\. 3 § ska anses vara farligt avfall")
_BEGINS, _ENDS = re.compile(r"#*\s*bilaga 3\b", re.I), re.compile(r"#*\s*bilaga 4\b", re.I)
_DIGITS = 6
_EXPIRED = "utgått"


class ListFault(StrEnum):
    """What is wrong with a file."""

    NO_CODES = "no_codes"
    WRONG_CODE = "wrong_code"
    TWICE = "twice"
    NO_TITLE = "no_title"
    COLUMNS = "columns"
    CELLS = "cells"
    HAZARD = "hazard"


class ListFaultError(ValueError):
    """A list cannot be read. line: the first is 1, 0 for the whole file; value: what stands there."""

    def __init__(self, fault: ListFault, *, line: int = 0, value: str = "") -> None:
        super().__init__(f"line {line}: {fault} {value}".strip())
        self.fault, self.line, self.value = fault, line, value


class ListForm(StrEnum):
    """How an official list is written."""

    ANNEX = "annex"  # SFS 2020:614, annex 3: "02 01 03 Title", a star behind the code of what is hazardous
    SEMICOLONS = "semicolons"  # the export of the Norwegian register: Nivå;Kode;Beskrivelse;Registrerbar;Farlig


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code that a list holds, with its title there and the line it stands in."""

    code: str
    hazardous: bool
    title: str
    line: int


def form_of(text: str) -> ListForm:
    """Return how a list is written, told by its first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return ListForm.SEMICOLONS if ";" in first and "kode" in first.casefold() else ListForm.ANNEX


def read_official_list(text: str) -> dict[str, ListedCode]:
    """Return the codes that hold by an official list. Raises ListFaultError for the first line that is wrong."""
    read = _semicolons if form_of(text) is ListForm.SEMICOLONS else _annex
    codes: dict[str, ListedCode] = {}
    for found in read(text.removeprefix("\ufeff")):
        listed = replace(found, title=_title(found.title))
        if listed.code in codes:
            raise ListFaultError(ListFault.TWICE, line=listed.line, value=listed.code)
        if not listed.title:
            raise ListFaultError(ListFault.NO_TITLE, line=listed.line, value=listed.code)
        codes[listed.code] = listed
    if not codes:
        raise ListFaultError(ListFault.NO_CODES)
    return codes


def _annex(text: str) -> Iterator[ListedCode]:
    """Yield the codes of the annex; a title may run over several lines, up to a blank one or the next code."""
    now: ListedCode | None = None
    for number, line in _lines_of_annex(text):
        found = _CODE.match(line)
        if found and (not found[5] or not found[5][0].islower()):  # "16 06 02 eller …" goes on with a title
            if now:
                yield now
            now = ListedCode("".join(found.group(1, 2, 3)), bool(found[4]), found[5], number)
        elif not line or _HEADING.match(line):
            if now:
                yield now
            now = None
        elif _LIKE_A_CODE.match(line) and not found:
            raise ListFaultError(ListFault.WRONG_CODE, line=number, value=line[:40])
        elif now:
            now = ListedCode(now.code, now.hazardous, f"{now.title} {line}", now.line)
    if now:
        yield now


def _lines_of_annex(text: str) -> list[tuple[int, str]]:
    """Return the numbered lines of annex 3, all where the text is no more than that."""
    lines = [(number, _plain(line)) for number, line in enumerate(text.splitlines(), start=1)]
    begins = next((place for place, (_, line) in enumerate(lines) if _BEGINS.match(line)), -1)
    rest = lines[begins + 1 :]
    return rest[: next((place for place, (_, line) in enumerate(rest) if _ENDS.match(line)), len(rest))]


def _plain(line: str) -> str:
    return " ".join(_LINK.sub(r"\1", line).split())


def _title(text: str) -> str:
    return _STAR_IN_WORDS.sub("", text).strip().rstrip(".")


def _semicolons(text: str) -> Iterator[ListedCode]:
    """Yield the codes that may be used; the export repeats its head before every row and keeps what has expired."""
    reader = csv.reader(text.splitlines(), delimiter=";")
    columns: list[str] = []
    for cells in reader:
        names = [cell.strip().casefold() for cell in cells]
        if "kode" in names and "farlig" in names:
            columns = names
        elif any(names):
            if not {"kode", "beskrivelse", "farlig"} <= {*columns}:
                raise ListFaultError(ListFault.COLUMNS, line=reader.line_num, value=";".join(columns or cells)[:80])
            if len(cells) != len(columns):
                raise ListFaultError(ListFault.CELLS, line=reader.line_num, value=str(len(cells)))
            row = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
            yield from _row(row, line=reader.line_num)


def _row(row: dict[str, str], *, line: int) -> Iterator[ListedCode]:
    code = row["kode"].replace(" ", "").rstrip("*")
    if not code.isdigit() or len(code) not in (2, 4, _DIGITS):
        raise ListFaultError(ListFault.WRONG_CODE, line=line, value=row["kode"])
    hazardous = {"ja": True, "nei": False}.get(row["farlig"].casefold())
    if hazardous is None:
        raise ListFaultError(ListFault.HAZARD, line=line, value=row["farlig"])
    expired = row.get("registrerbar", "ja").casefold() == "nei" or row["beskrivelse"].casefold().startswith(_EXPIRED)
    if len(code) == _DIGITS and not expired:
        yield ListedCode(code, hazardous, row["beskrivelse"], line)
