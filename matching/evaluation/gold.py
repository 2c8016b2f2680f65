"""The regional gold set: listings with grades by the authors, split by material family."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType

from sklearn.metrics import cohen_kappa_score

from matching.knowledge import load_knowledge
from matching.records import Listing, Side
from matching.tables import read_table
from matching.tables.listings import ListingReader

Pair = tuple[str, str]
"""An offer and a need, by their ids."""

GOLD_FOLDER = Path(__file__).resolve().parent.parent / "data" / "evaluation" / "gold"


@dataclass(frozen=True)
class GoldSet:
    """offers, needs: in the order of their ids. grades: by (offer, need), 0 where none is given.

    splits: dev or test, by listing id: whoever tunes looks at dev alone. readings: by pair, what the first and the
    second reader gave it, each of whom read all pairs; both 0 where none is given.
    """

    offers: tuple[Listing, ...]
    needs: tuple[Listing, ...]
    grades: Mapping[Pair, int]
    splits: Mapping[str, str]
    readings: Mapping[Pair, tuple[int, int]] = field(default_factory=dict)

    def queries(self, side: Side, split: str) -> tuple[Listing, ...]:
        """Return the listings of a side that are asked for in a split."""
        listings = self.offers if side is Side.OFFER else self.needs
        return tuple(each for each in listings if self.splits[each.id] == split)

    @property
    def disputed(self) -> int:
        """Return how many pairs the two readers gave different grades."""
        return sum(first != second for first, second in self.readings.values())

    def agreement(self) -> float:
        """Return Cohen's kappa of the two readers over all pairs, weighted by the square of how far they differ."""
        pairs = product((each.id for each in self.offers), (each.id for each in self.needs))
        first, second = zip(*(self.readings.get(pair, (0, 0)) for pair in pairs), strict=True)
        return float(cohen_kappa_score(first, second, weights="quadratic"))

    def known(self, query: Listing) -> dict[str, int]:
        """Return the grades of a query by the id of its counterpart."""
        place = 0 if query.side is Side.OFFER else 1
        return {pair[1 - place]: grade for pair, grade in self.grades.items() if pair[place] == query.id}


@cache
def load_gold_set(folder: Path = GOLD_FOLDER) -> GoldSet:
    """Return the gold set of a folder, read once. Raises OSError where a file is missing."""
    rows = {(row["offer_id"], row["need_id"]): row for row in _rows(folder / "grades.csv")}
    return GoldSet(
        offers=_listings(folder / "offers.csv", Side.OFFER),
        needs=_listings(folder / "needs.csv", Side.NEED),
        grades=MappingProxyType({pair: int(row["grade"]) for pair, row in rows.items()}),
        splits=MappingProxyType({row["id"]: row["split"] for row in _rows(folder / "families.csv")}),
        readings=MappingProxyType({pair: (int(row["first"]), int(row["second"])) for pair, row in rows.items()}),
    )


def _listings(path: Path, side: Side) -> tuple[Listing, ...]:
    knowledge = load_knowledge()
    reader = ListingReader(knowledge)
    rows = read_table(path, properties=knowledge.properties).rows
    return tuple(sorted((reader.read(row, side=side) for row in rows), key=lambda listing: listing.id))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
