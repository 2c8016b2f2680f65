"""How alike two texts are, compiled by numba: the terms of one in a table, those of the other looked up in it."""

from math import log
from typing import NamedTuple

import numpy as np
from numba import njit

from matching.engine.columns import Ints
from matching.engine.kernel_options import uncounted
from matching.engine.postings import Postings
from matching.kind_arrays import Ints as Places
from matching.records import Floats
from matching.words.letters import LetterArrays
from matching.words.told import ConceptArrays

Terms = tuple[Ints, Floats]
"""Terms with free places, -1, between them, and their weights."""


class LetterTable(NamedTuple):
    """The n-grams of a text in a table, with free places, -1, and what each is worth where another has it too once.

    counts, met: to count with.
    """

    keys: Ints
    worth: Floats
    counts: Ints
    met: Ints


class Words(NamedTuple):
    """The letters and the concepts of a text."""

    letters: LetterTable
    concepts: Terms


_HASH = 2_654_435_761  # Knuth's, for terms that lie far apart or side by side


@njit(cache=True, error_model="numpy")
def hashed(terms: Places, weights: Floats, unit: float) -> Terms:
    """Return terms in a table, to be met by others of which a weight of 1 is so many units."""
    size = 16
    while size < 4 * len(terms):
        size *= 2
    keys, values = np.full(size, -1, np.int64), np.zeros(size)
    for number in range(len(terms)):
        place = (terms[number] * _HASH) & (size - 1)
        while keys[place] >= 0:
            place = (place + 1) & (size - 1)
        keys[place], values[place] = terms[number], weights[number] / unit
    return keys, values


@uncounted
def likeness(own: Terms, held: ConceptArrays, place: int) -> float:
    """Return the product of a table of concepts with those of the text at a place."""
    keys, values = own
    total, mask = 0.0, len(keys) - 1
    for number in range(held.ends[place], held.ends[place + 1]):
        term = held.columns[number]
        slot = (term * _HASH) & mask
        while keys[slot] >= 0:
            if keys[slot] == term:
                total += values[slot] * held.weights[number]
                break
            slot = (slot + 1) & mask
    return total


@njit(cache=True, error_model="numpy")
def letter_table(held: LetterArrays, place: int) -> LetterTable:
    """Return the table of the text at a place."""
    total = 0
    for word in held.words[held.ends[place] : held.ends[place + 1]]:
        total += held.gram_ends[word + 1] - held.gram_ends[word]
    size = 16
    while size < 4 * total:
        size *= 2
    keys, worth, counts = np.full(size, -1, np.int64), np.zeros(size), np.zeros(size, np.int64)
    for word in held.words[held.ends[place] : held.ends[place + 1]]:
        for gram in held.grams[held.gram_ends[word] : held.gram_ends[word + 1]]:
            slot = (gram * _HASH) & (size - 1)
            while keys[slot] >= 0 and keys[slot] != gram:
                slot = (slot + 1) & (size - 1)
            keys[slot] = gram
            counts[slot] += 1
    for slot in range(size):
        if counts[slot]:
            worth[slot] = (1 + log(counts[slot])) * held.rarity[keys[slot]] ** 2 / held.lengths[place]
            counts[slot] = 0
    return LetterTable(keys, worth, counts, np.empty(total, np.int64))


@uncounted
def letter_likeness(own: LetterTable, held: LetterArrays, place: int) -> float:
    """Return how alike the letters of a text in a table and of the one at a place are, in [0, 1]."""
    keys, worth, counts, met = own
    words, gram_ends, grams = held.words, held.gram_ends, held.grams
    total, n_met, mask = 0.0, 0, len(keys) - 1
    for number in range(held.ends[place], held.ends[place + 1]):
        word = words[number]
        for row in range(gram_ends[word], gram_ends[word + 1]):
            slot = (grams[row] * _HASH) & mask
            while keys[slot] >= 0:
                if keys[slot] == grams[row]:
                    if counts[slot] == 0:
                        met[n_met] = slot
                        n_met += 1
                    counts[slot] += 1
                    break
                slot = (slot + 1) & mask
    for number in range(n_met):
        slot = met[number]
        total += worth[slot] if counts[slot] == 1 else worth[slot] * (1 + log(counts[slot]))
        counts[slot] = 0
    return total / held.lengths[place] if n_met else 0.0


@uncounted
def group_likeness(terms: Places, weights: Floats, unit: float, postings: Postings, alike: Floats) -> None:
    """Write how alike a text, as terms with weights, is to any of each group's at most; 1 where nothing is known.

    unit: so much is a weight of 1 in the postings.
    """
    alike[: postings.n_groups] = 0
    alike[postings.n_groups :] = 1
    for number in range(len(terms)):
        row = np.searchsorted(postings.concepts, terms[number])
        if row < len(postings.concepts) and postings.concepts[row] == terms[number]:
            weight = abs(weights[number]) / unit
            for place in range(postings.ends[row], postings.ends[row + 1]):
                alike[postings.groups[place]] += weight * postings.most[place]
