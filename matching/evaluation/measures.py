"""Measures of one ranked list, and of the difference between two rankers."""

from collections.abc import Sequence

import numpy as np

from matching.records import Floats

RELEVANT_FROM = 2
"""From which grade a counterpart is one that a coordinator could use: plausible, or would call today."""


def ndcg(grades: Sequence[int], known: Sequence[int], *, depth: int = 10) -> float | None:
    """Return the discounted gain of a ranking as a share of the best possible.

    Gains are 2^grade - 1 (0, 1, 3, 7), discounted by log2 of the place plus 1 (Järvelin and Kekäläinen 2002, with the
    gains of Burges and others 2005).

    grades: of the ranked counterparts, best first, 0 where nobody graded. known: all grades of this query.
    Returns None where nothing has a grade above 0: no ranking can be better than another.
    """
    best = _gain(sorted(known, reverse=True)[:depth])
    return _gain(grades[:depth]) / best if best else None


def recall(grades: Sequence[int], known: Sequence[int], *, depth: int = 10) -> float | None:
    """Return the share of the relevant counterparts that are among the first `depth`; None where there are none."""
    relevant = sum(grade >= RELEVANT_FROM for grade in known)
    return sum(grade >= RELEVANT_FROM for grade in grades[:depth]) / relevant if relevant else None


def reciprocal_rank(grades: Sequence[int], known: Sequence[int]) -> float | None:
    """Return 1 / the rank of the first relevant counterpart, 0 where none was ranked; None where there are none."""
    if not any(grade >= RELEVANT_FROM for grade in known):
        return None
    return next((1 / rank for rank, grade in enumerate(grades, start=1) if grade >= RELEVANT_FROM), 0.0)


def bootstrap_difference(
    ours: Floats, theirs: Floats, *, chance: np.random.Generator, repeats: int = 2000
) -> tuple[float, float, float]:
    """Return the mean difference of paired values and the ends of its 95 % interval.

    Queries are drawn again with replacement, both rankers' values together (paired percentile bootstrap).
    ours, theirs: shape (n_queries,), one value per query and ranker, of the same queries. n_queries is above 0.
    """
    differences = ours - theirs
    drawn = chance.integers(0, len(differences), size=(repeats, len(differences)))
    low, high = np.percentile(differences[drawn].mean(axis=1), [2.5, 97.5])
    return float(differences.mean()), float(low), float(high)


def _gain(grades: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / np.log2(place + 1) for place, grade in enumerate(grades, start=1)))
