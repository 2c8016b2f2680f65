"""The exact best of each list: one whole number per pair, so that ties go by id and every order is the same."""

import numpy as np

from matching.engine.columns import Ints
from matching.engine.judged import SCORE_DIGITS
from matching.records import Floats

KEY_SHIFT = 32
"""How far the whole score is shifted to the left in a key."""
HIGHEST_POSITION = (1 << KEY_SHIFT) - 1
SCORE_SCALE = 10**SCORE_DIGITS
NOBODY = -1
"""The key of a place in a list that nobody holds."""


def make_keys(scores: Floats, positions: Ints) -> Ints:
    """Return keys that sort as (score, then the earlier position) do: the largest is the best.

    scores: in [0, 1], rounded to `SCORE_DIGITS`, or negative where a gate is closed. positions: broadcast with them;
        they count listings in the order of their ids.
    """
    whole = np.round(scores * SCORE_SCALE).astype(np.int64)
    return np.where(scores < 0, NOBODY, (whole << KEY_SHIFT) | (HIGHEST_POSITION - positions))


def read_keys(keys: Ints) -> tuple[Floats, Ints]:
    """Return the scores and positions that the keys were made of. None of the keys may be `NOBODY`."""
    return (keys >> KEY_SHIFT) / SCORE_SCALE, HIGHEST_POSITION - (keys & HIGHEST_POSITION)


def best_keys(keys: Ints, *, top: int) -> Ints:
    """Return the best `top` keys of each row, best first; rows with fewer end in `NOBODY`.

    keys: shape (n, m). Returns shape (n, top).
    """
    if keys.shape[1] > top:
        keys = np.partition(keys, keys.shape[1] - top, axis=1)[:, keys.shape[1] - top :]
    best: Ints = np.full((len(keys), top), NOBODY, dtype=np.int64)
    best[:, : keys.shape[1]] = -np.sort(-keys, axis=1)
    return best
