"""What many texts tell, as vectors of concepts: four bytes for each that a text tells of."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.records import Floats
from matching.words.letters import Ints, ends_of, narrow, runs

UNIT = 32_767.0
"""A weight of 1, as it is held: a cosine of two texts is off by .0001 at most, whoever reckons it."""


class ConceptArrays(NamedTuple):
    """Texts as runs of concepts. ends: of each text, from 0 on, shape (n + 1,). weights: in parts of `UNIT`."""

    ends: NDArray[np.int32]
    columns: Ints
    weights: NDArray[np.int16]


class ColumnNumbers:
    """Numbers for the concepts that any text tells of, in the order of their coming, the same for all texts.

    Few of a vocabulary are ever told of, so that two bytes do. Safe to ask from several threads.
    """

    def __init__(self) -> None:
        self._numbers, self._lock = dict[int, int](), Lock()

    def of(self, concepts: Sequence[int]) -> list[int]:
        """Return the numbers of concepts, which get one where they have none."""
        if not all(concept in self._numbers for concept in concepts):
            with self._lock:
                for concept in concepts:
                    self._numbers.setdefault(concept, len(self._numbers))
        return [self._numbers[concept] for concept in concepts]


@dataclass(frozen=True)
class Concepts:
    """The concepts of n texts, of a vocabulary of this width."""

    arrays: ConceptArrays
    width: int

    def __len__(self) -> int:
        return len(self.arrays.ends) - 1

    def matrix(self, rows: Ints | None = None) -> sparse.csr_matrix:
        """Return the vectors of these texts, all by default: shape (n_rows, width), rows of length 1 at most."""
        held = self.arrays if rows is None else self.pick(rows).arrays
        return sparse.csr_matrix((held.weights / UNIT, held.columns, held.ends), shape=(len(held.ends) - 1, self.width))

    def pick(self, rows: Ints) -> "Concepts":
        """Return these texts alone."""
        places, lengths = runs(self.arrays.ends, rows)
        ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        return Concepts(ConceptArrays(ends, self.arrays.columns[places], self.arrays.weights[places]), self.width)


def likeness_of_pairs(own: Concepts, rows: Ints, other: Concepts, others: Ints) -> Floats:
    """Return how alike pairs of texts are, cosines in [-1, 1]. rows, others: shape (n,)."""
    (mine, place), (theirs, there) = (np.unique(each, return_inverse=True) for each in (rows, others))
    products = own.matrix(mine)[place].multiply(other.matrix(theirs)[there])
    return np.asarray(products.sum(axis=1), dtype=np.float64).ravel()


def make_concepts(columns: Sequence[Sequence[int]], weights: Sequence[Sequence[float]], *, width: int) -> Concepts:
    """Return texts, each given as the columns of its concepts and their weights, in [-1, 1]."""
    arrays = ConceptArrays(
        ends=ends_of(columns),
        columns=narrow(list(chain.from_iterable(columns))),
        weights=np.fromiter((round(weight * UNIT) for each in weights for weight in each), dtype=np.int16),
    )
    return Concepts(arrays, width)
