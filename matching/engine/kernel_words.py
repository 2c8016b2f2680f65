"""How alike two texts are, compiled by numba: the terms of one in a table, those of the other looked up in it."""

import numpy as np
from numba import njit

from matching.engine.asked import Places
from matching.engine.columns import Ints
from matching.records import Floats

Terms = tuple[Ints, Floats]
"""Terms with free places, -1, between them, and their weights."""

Words = tuple[Terms, Terms]
"""The letters and the concepts of a text."""

_HASH = 2_654_435_761  # Knuth's, for terms that lie far apart or side by side


@njit(cache=True, error_model="numpy")
def hashed(terms: Places, weights: Floats) -> Terms:
    size = 16
    while size < 4 * len(terms):
        size *= 2
    keys, values = np.full(size, -1, np.int64), np.zeros(size)
    for number in range(len(terms)):
        place = (terms[number] * _HASH) & (size - 1)
        while keys[place] >= 0:
            place = (place + 1) & (size - 1)
        keys[place], values[place] = terms[number], weights[number]
    return keys, values


@njit(cache=True, error_model="numpy")
def likeness(own: Terms, terms: Places, weights: Floats, first: int, end: int) -> float:
    """Return the product of a table of terms with the terms from `first` to `end`."""
    keys, values = own
    total, mask = 0.0, len(keys) - 1
    for number in range(first, end):
        term = terms[number]
        place = (term * _HASH) & mask
        while keys[place] >= 0:
            if keys[place] == term:
                total += values[place] * weights[number]
                break
            place = (place + 1) & mask
    return total
