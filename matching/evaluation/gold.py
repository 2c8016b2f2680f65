"""The regional gold set: listings with grades by the authors, split by material family."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType

from sklearn.metrics import cohen_kappa_score

from matching.knowledge import load_knowledge
from matching.records import Listing, Side
from matching.tables import read_table
from matching.tables.listings import ListingReader
from matching.tables.reading import Row

Pair = tuple[str, str]
"""An offer and a need, by their ids."""

GOLD_FOLDER = Path(__file__).resolve().parent.parent / "data" / "evaluation" / "gold"


@dataclass(frozen=True)
class GoldSet:
    """offers, needs: in the order of their ids. grades: by (offer, need), 0 where none is given.

    splits: dev or test, by listing id: whoever tunes looks at dev alone. readings: by pair, what the first and the
    second reader gave it, each of whom read all pairs; both 0 where none is given. families: by listing id.
    """

    offers: tuple[Listing, ...]
    needs: tuple[Listing, ...]
    grades: Mapping[Pair, int]
    splits: Mapping[str, str]
    readings: Mapping[Pair, tuple[int, int]] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)

    def queries(self, side: Side, split: str) -> tuple[Listing, ...]:
        """Return the listings of a side that are asked for in a split."""
        listings = self.offers if side is Side.OFFER else self.needs
        return tuple(each for each in listings if self.splits[each.id] == split)

    @property
    def sides(self) -> tuple[tuple[Listing, ...], tuple[Listing, ...]]:
        """Return offers and needs."""
        return self.offers, self.needs

    @property
    def disputed(self) -> int:
        """Return how many pairs the two readers gave different grades."""
        return sum(first != second for first, second in self.readings.values())

    def agreement(self, *, listed_alone: bool = False) -> float:
        """Return Cohen's kappa of the two readers over all pairs, weighted by the square of how far they differ.

        listed_alone: over the pairs that stand in the table of grades. Most pairs have nothing to do with each other,
        and to agree on these is no feat.
        """
        everything = product((each.id for each in self.offers), (each.id for each in self.needs))
        pairs = self.readings if listed_alone else everything
        first, second = zip(*(self.readings.get(pair, (0, 0)) for pair in pairs), strict=True)
        return float(cohen_kappa_score(first, second, weights="quadratic"))

    def known(self, query: Listing) -> dict[str, int]:
        """Return the grades of a query by the id of its counterpart."""
        place = 0 if query.side is Side.OFFER else 1
        return {pair[1 - place]: grade for pair, grade in self.grades.items() if pair[place] == query.id}


@cache
def load_gold_set(folder: Path = GOLD_FOLDER, *, stated: bool = False) -> GoldSet:
    """Return the gold set of a folder, read once. Raises OSError where a file is missing.

    stated: with what a form would have asked for as well, as one reader would fill it in from the texts (`stated.csv`).
    """
    rows = {(row["offer_id"], row["need_id"]): row for row in _rows(folder / "grades.csv")}
    families = _rows(folder / "families.csv")
    facts = {row["id"]: row for row in _rows(folder / "stated.csv")} if stated else {}
    return GoldSet(
        offers=_listings(folder / "offers.csv", Side.OFFER, facts),
        needs=_listings(folder / "needs.csv", Side.NEED, facts),
        grades=MappingProxyType({pair: int(row["grade"]) for pair, row in rows.items()}),
        splits=MappingProxyType({row["id"]: row["split"] for row in families}),
        readings=MappingProxyType({pair: (int(row["first"]), int(row["second"])) for pair, row in rows.items()}),
        families=MappingProxyType({row["id"]: row["family"] for row in families}),
    )


def _listings(path: Path, side: Side, facts: Mapping[str, Mapping[str, str]]) -> tuple[Listing, ...]:
    knowledge = load_knowledge()
    reader = ListingReader(knowledge)

    def read(row: Row) -> Listing:
        told = facts.get(row.text("id"), {})
        listing = reader.read(replace(row, cells={**row.cells, **told}), side=side)
        # Tables of listings have no column for it; the form has a field.
        category = told.get("abp_category")
        return replace(listing, abp_category=int(category)) if category else listing

    rows = read_table(path, properties=knowledge.properties).rows
    return tuple(sorted(map(read, rows), key=lambda listing: listing.id))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
