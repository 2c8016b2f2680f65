"""Read the tables of `geo/data/`."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

Row = dict[str, str]


@cache
def read_table(name: str) -> tuple[Row, ...]:
    """Return the rows of `geo/data/<name>.csv`; every value is text."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def split_names(joined: str) -> tuple[str, ...]:
    """Return the names of a cell in which "|" parts them."""
    return tuple(name for name in joined.split("|") if name)
