"""Whether texts about the same material find each other across the border, past a trap in the reader's language."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching.evaluation.phrases import DEPTHS, PHRASES_FOLDER, Recall
from matching.knowledge import Knowledge
from matching.records import Bools, Floats, Listing, Side
from matching.words import TextModel, Texts, text_fits, text_model

PAIR_SETS = {PHRASES_FOLDER / "pairs.csv": ("dev", "test"), PHRASES_FOLDER / "pairs_dev2.csv": ("dev", "check")}
"""The files of pairs with their splits."""


@dataclass(frozen=True, slots=True)
class Pair:
    """query and target mean the same material in two languages; trap is another one in the query's language."""

    query: Listing
    target: Listing
    trap: Listing
    split: str

    @property
    def direction(self) -> str:
        return self.query.language


@dataclass(frozen=True, slots=True)
class PairResult:
    """recall: the targets among the first k of the targets of their direction and their own trap, ties counted against.

    beaten: the share of traps that score below the target.
    """

    recall: Recall
    beaten: float


def load_pairs(path: Path = PHRASES_FOLDER / "pairs.csv") -> tuple[Pair, ...]:
    """Return the pairs of a file. Raises OSError where it is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Pair(
                query=_listing(row, "query", Side.OFFER),
                target=_listing(row, "target", Side.NEED),
                trap=_listing(row, "trap", Side.NEED),
                split=row["split"],
            )
            for row in csv.DictReader(file)
        )


def judge_pairs(pairs: Sequence[Pair], *, knowledge: Knowledge, split: str, letters_alone: bool = False) -> PairResult:
    """Return how the queries of a split find their targets, in both directions together.

    letters_alone: by character n-grams only, as a baseline. Raises ValueError where the split has no pairs.
    """
    model = text_model(knowledge)
    ranks, beaten = [], []
    for direction in sorted({pair.direction for pair in pairs}):
        own = [pair for pair in pairs if pair.direction == direction]
        targets = _fits(model, own, [pair.target for pair in own], letters_alone=letters_alone)
        traps = np.diag(_fits(model, own, [pair.trap for pair in own], letters_alone=letters_alone))
        asked = np.array([pair.split == split for pair in own])
        right = np.diag(targets)
        above = (targets >= right[:, None]).sum(axis=1) + (traps >= right)  # the target itself is among them: rank
        ranks.extend(above[asked])
        beaten.extend((right > traps)[asked])
    if not ranks:
        raise ValueError(f"no pairs in the split {split}")
    reached = {depth: float(np.mean(np.array(ranks) <= depth)) for depth in DEPTHS}
    return PairResult(Recall(len(ranks), reached), float(np.mean(beaten)))


def _fits(model: TextModel, pairs: Sequence[Pair], others: Sequence[Listing], *, letters_alone: bool) -> Floats:
    """Return how each query fits each other, shape (n_pairs, n_others); unknown as -1."""
    queries, found = model.encode([pair.query for pair in pairs]), model.encode(others)
    letters: Floats = (queries.characters @ found.by_term[0]).toarray()
    if letters_alone:
        return letters
    told, named = _both(queries, found)
    fits = text_fits(
        letters, (queries.concepts.matrix() @ found.by_term[1]).toarray(), both_told=told, both_named=named
    )
    return np.nan_to_num(fits, nan=-1)


def _both(one: Texts, other: Texts) -> tuple[Bools, Bools]:
    return one.told[:, None] & other.told, one.named[:, None] & other.named


def _listing(row: dict[str, str], column: str, side: Side) -> Listing:
    return Listing(id=f"{row['id']}-{column}", side=side, title=row[column], language=row[f"{column}_language"])
