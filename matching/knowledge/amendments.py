"""Changes that are laid over the shipped tables: a cell that says something else, or a row that is new."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

TERMS = "terms/"
_KEYS: Mapping[str, tuple[str, ...]] = {
    "materials": ("code",),
    "material_properties": ("material", "property"),
    "material_uses": ("material", "use"),
    "uses": ("code",),
    "sectors": ("code",),
    "cases": ("code",),
    "waste_codes": ("code",),
    "waste_headings": ("code",),
    "waste_code_validity": ("code", "country", "valid_from"),
}
_TERM_KEY = ("language", "text", "code", "kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One change. row: the row's key (`key_of`). column: what is changed from `old` to `new`; "": the row is new.

    A cell is changed only while it still says `old`, a row added only while there is none of its key: what has come
    into the shipped tables meanwhile stands as it is there.
    """

    table: str
    row: str
    column: str = ""
    old: str = ""
    new: str = ""
    cells: tuple[tuple[str, str], ...] = ()


def key_columns(table: str) -> tuple[str, ...]:
    """Return the columns that tell the rows of a table apart. Raises KeyError for a table that nobody amends."""
    return _TERM_KEY if table.startswith(TERMS) else _KEYS[table]


def key_of(table: str, cells: Mapping[str, str]) -> str:
    """Return the key of a row: its key cells, joined by ";"."""
    return ";".join(cells.get(column) or "" for column in key_columns(table))


def amended(
    table: str, rows: Iterable[dict[str, str]], amendments: Sequence[Amendment], *, columns: Sequence[str]
) -> Iterator[dict[str, str]]:
    """Yield the rows of a table as they are amended, new ones last."""
    own = [each for each in amendments if each.table == table]
    added = {each.row: dict.fromkeys(columns, "") | dict(each.cells) for each in own if not each.column}
    changes: dict[str, list[Amendment]] = {}
    for each in own:
        if each.column:
            changes.setdefault(each.row, []).append(each)
    for cells in rows:
        key = key_of(table, cells) if own else ""
        added.pop(key, None)
        yield _changed(cells, changes.get(key, ()))
    for key, cells in added.items():
        yield _changed(cells, changes.get(key, ()))


def _changed(cells: dict[str, str], changes: Iterable[Amendment]) -> dict[str, str]:
    for change in changes:
        if cells.get(change.column) == change.old:
            cells = cells | {change.column: change.new}
    return cells


def as_patch(folder: Path, amendments: Sequence[Amendment], *, prefix: str) -> str:
    """Return the amendments as a unified patch to the tables in a folder, "" where they say all that already.

    prefix: of the folder in the repository, like "matching/data". Lines that nothing changes stay as they are written.
    """
    patches: list[str] = []
    for table in sorted({each.table for each in amendments}):
        path = folder / f"{table}.csv"
        before = path.read_text(encoding="utf-8").splitlines(keepends=True)
        after = list(_amended_lines(table, before, amendments))
        name = f"{prefix}/{table}.csv"
        patches += unified_diff(before, after, fromfile=f"a/{name}", tofile=f"b/{name}")
    return "".join(patches)


def _amended_lines(table: str, lines: list[str], amendments: Sequence[Amendment]) -> Iterator[str]:
    """Yield the lines of a table as they are amended. No cell of the tables holds a line break (a test holds it)."""
    columns = next(csv.reader(lines[:1]))
    rows = [dict(zip(columns, cells, strict=True)) for cells in csv.reader(lines[1:])]
    yield lines[0]
    for place, cells in enumerate(amended(table, rows, amendments, columns=columns)):
        if place < len(rows) and cells == rows[place]:
            yield lines[place + 1]
        else:
            yield _line(cells[column] for column in columns)


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
