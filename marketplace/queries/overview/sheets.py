"""Rows under headings, and figures that say of which rows they are the sum, or the median."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Cell = str | int | float | None
Row = Mapping[str, Cell]
Where = tuple[tuple[str, Cell], ...]  # column and what stands in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number: the sum, or the median, of a column over the rows in which all of `where` holds.

    value: None for the median of nothing, and for the sum of what nobody knows. digits: how many decimals are worth
    reading.
    """

    value: float | None
    sheet: str
    column: str
    where: Where = ()
    is_median: bool = False
    digits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """code: in addresses; title: for people; columns: key → heading; rows: one value or None for each key."""

    code: str
    title: str
    columns: Mapping[str, str]
    rows: Sequence[Row]

    def total(self, column: str, *, digits: int = 0, **where: Cell) -> Figure:
        """Return the sum of a column over the rows in which all of this stands."""
        value = sum(row[column] or 0 for row in self._rows(where))
        return Figure(value=value, sheet=self.code, column=column, where=tuple(where.items()), digits=digits)

    def totals(self, *by: str, columns: Mapping[str, int], unknown: Collection[str] = (), **where: Cell) -> "Totals":
        """Return the sums of columns (each with its digits) for everything that stands in the columns `by`.

        unknown: the columns in which an empty cell says that nobody knows: of nothing but those the sum is not zero.
        """
        sums: dict[tuple[Cell, ...], dict[str, float]] = {}
        known: set[tuple[tuple[Cell, ...], str]] = set()
        for row in self._rows(where):
            key = tuple([row[name] for name in by])
            mine = sums.get(key) or sums.setdefault(key, dict.fromkeys(columns, 0))
            for column in columns:
                if (number := row[column]) is not None:
                    mine[column] += number
                    known.add((key, column))
        nowhere = {(key, column) for key in sums for column in unknown} - known
        return Totals(self.code, by, columns, sums, tuple(where.items()), frozenset(nowhere))

    def middle(self, column: str, *, digits: int = 0, **where: Cell) -> Figure:
        """Return the median of a column over the rows in which all of this stands."""
        found = [row[column] for row in self._rows(where)]
        value, at = median(found) if found else None, tuple(where.items())
        return Figure(value=value, sheet=self.code, column=column, where=at, is_median=True, digits=digits)

    def _rows(self, where: Mapping[str, Cell]) -> Sequence[Row]:
        rows = self.rows
        for key, cell in where.items():
            rows = [row for row in rows if row[key] == cell]
        return rows


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums by what stands in some columns."""

    sheet: str
    by: tuple[str, ...]
    columns: Mapping[str, int]
    sums: Mapping[tuple[Cell, ...], Mapping[str, float]]
    where: Where
    unknown: frozenset[tuple[tuple[Cell, ...], str]]  # key and column

    def figures(self, *key: Cell) -> tuple[Figure, ...]:
        """Return the figures of one key in the order of the columns, zeros where nothing is, None if unknown."""
        found, at = self.sums.get(key, {}), (*zip(self.by, key, strict=True), *self.where)
        values = {name: None if (key, name) in self.unknown else found.get(name, 0) for name in self.columns}
        return tuple(
            Figure(value=values[column], sheet=self.sheet, column=column, where=at, digits=digits)
            for column, digits in self.columns.items()
        )

    def largest_first(self, weight: Callable[[Mapping[str, float]], float]) -> list[tuple[Cell, ...]]:
        """Return the keys, those of the largest weight first."""
        return sorted(self.sums, key=lambda key: (-weight(self.sums[key]), tuple(map(str, key))))
