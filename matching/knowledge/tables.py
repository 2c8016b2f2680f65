"""Read the CSV tables; a wrong cell is an error that names its table and row."""

import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from matching.knowledge.amendments import Amendment, amended

Value = TypeVar("Value")
_PLACES = ("*.csv", "terms/*.csv", "law/*.csv")


class Basis(StrEnum):
    """How we know a row."""

    SEEN = "seen"  # read at the address in the source column
    WORK = "work"  # a published work: author, year
    JUDGEMENT = "judgement"


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class TableError(ValueError):
    """A table in `matching/data` says something that cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; cells are read by column name and are "" where the column is absent."""

    table: str
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def items(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds a list: `a;b`."""
        return tuple(part.strip() for part in self.text(column).split(";") if part.strip())

    def number(self, column: str) -> float | None:
        return self.optional(column, float)

    def integer(self, column: str) -> int | None:
        return self.optional(column, int)

    def optional(self, column: str, read: Callable[[str], Value]) -> Value | None:
        """Return the cell as `read` understands it, None where it is empty."""
        return self.read(column, read) if self.text(column) else None

    def read(self, column: str, read: Callable[[str], Value]) -> Value:
        """Return the cell as `read` understands it. Raises TableError where it does not."""
        try:
            return read(self.text(column))
        except ValueError as error:
            raise self.error(f"{column}: {error}") from error

    def names(self, languages: tuple[str, ...], *, prefix: str = "name_") -> dict[str, str]:
        """Return the filled name columns by language."""
        return {language: name for language in languages if (name := self.text(prefix + language))}

    def error(self, message: str) -> TableError:
        return TableError(f"{self.table}.csv, line {self.line}: {message}")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one folder, with what is laid over them."""

    folder: Path
    amendments: tuple[Amendment, ...] = ()

    def rows(self, table: str, *, required: bool = True) -> Iterator[Row]:
        """Yield the rows of one table. Raises FileNotFoundError where a required one is missing."""
        path = self.folder / f"{table}.csv"
        if not required and not path.exists():
            return
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            columns = reader.fieldnames or ()
            for cells in amended(table, reader, self.amendments, columns=columns):
                row = Row(table, reader.line_num, cells)
                if None in cells or None in cells.values():
                    raise row.error("more or fewer cells than the header has columns")
                yield row

    def rows_of_folder(self, name: str) -> Iterator[Row]:
        """Yield the rows of all tables in a folder, in the order of their names.

        Raises FileNotFoundError where there is none.
        """
        paths = sorted((self.folder / name).glob("*.csv"))
        if not paths:
            raise FileNotFoundError(f"no table in {self.folder / name}")
        for path in paths:
            yield from self.rows(f"{name}/{path.stem}")

    def version(self) -> str:
        """Return a short hash of every table's name and content, and of what is laid over them."""
        digest = hashlib.sha256()
        for path in sorted(path for place in _PLACES for path in self.folder.glob(place)):
            digest.update(path.relative_to(self.folder).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        if self.amendments:
            digest.update(repr(self.amendments).encode())
        return digest.hexdigest()[:12]
