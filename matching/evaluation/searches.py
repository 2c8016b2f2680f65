"""The queries of a search with the grades of what they should find."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matching.evaluation.measures import ndcg

SEARCH_FOLDER = Path(__file__).resolve().parent.parent / "data" / "evaluation" / "search"


@dataclass(frozen=True)
class GradedQuery:
    """What somebody types, and the grades of listings by their ids; 0 where none is given."""

    id: str
    language: str
    text: str
    grades: Mapping[str, int]

    def ndcg(self, found: Sequence[str]) -> float:
        """Return nDCG@10 of the listings found, best first."""
        figure = ndcg([self.grades.get(each, 0) for each in found], list(self.grades.values()))
        if figure is None:
            raise ValueError(f"Query {self.id} has no grade above 0.")
        return figure


@cache
def load_searches(folder: Path = SEARCH_FOLDER) -> tuple[GradedQuery, ...]:
    """Return every query, read once. Raises OSError where a file is missing."""
    grades: dict[str, dict[str, int]] = {}
    for row in _rows(folder / "grades.csv"):
        grades.setdefault(row["query"], {})[row["listing"]] = int(row["grade"])
    rows = _rows(folder / "queries.csv")
    return tuple(GradedQuery(row["id"], row["language"], row["text"], grades[row["id"]]) for row in rows)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
