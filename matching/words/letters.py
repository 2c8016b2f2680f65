"""The character n-grams of many texts, held once for each word: a text is a run of words, and words come again.

N-grams do not reach from word to word, so that those of a text are those of its words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.records import Floats
from matching.room import Room
from matching.words.ngrams import NGRAM_PLACES

Ints = NDArray[np.integer[Any]]
Grams = NDArray[np.int32]


class LetterArrays(NamedTuple):
    """Texts as runs of words, words as runs of n-grams; whatever comes twice stands there twice.

    ends: of each text in `words`, from 0 on, shape (n + 1,); gram_ends: of each word in `grams`. lengths: of the
    texts' vectors of weighed n-grams, 0 without letters. rarity: of every n-gram.
    """

    ends: Ints
    words: Ints
    gram_ends: Ints
    grams: Grams
    lengths: NDArray[np.float32]
    rarity: Floats


class WordGrams:
    """Words with their n-grams, each held once for all texts; more come at the end.

    numbers: of the words; rarity: of every n-gram. Safe to add to from several threads.
    """

    def __init__(self, rarity: Floats) -> None:
        self.rarity, self._numbers, self._lock = rarity, dict[str, int](), Lock()
        self._ends, self._grams = Room(np.zeros(1, dtype=np.int32)), Room(np.empty(0, dtype=np.int32))

    @property
    def numbers(self) -> Mapping[str, int]:
        return self._numbers

    @property
    def arrays(self) -> tuple[Ints, Grams]:
        """Return where the n-grams of each word end, from 0 on, and the n-grams."""
        return self._ends.array, self._grams.array

    def add(self, words: Sequence[str], grams: Iterable[Grams]) -> None:
        """Take in words with their n-grams; those that are here already stay as they are."""
        with self._lock:
            new = {word: own for word, own in zip(words, grams, strict=True) if word not in self._numbers}
            first = len(self._ends.array) - 1
            self._append(list(new.values()))
            self._numbers.update(zip(new, range(first, first + len(new)), strict=True))

    def take(self, others: "WordGrams", words: Ints) -> Ints:
        """Return the numbers of words of others in here, where they are taken in as if nobody had them."""
        if others is self or not len(words):
            return words
        ends, grams = others.arrays
        with self._lock:
            first = len(self._ends.array) - 1
            self._append([grams[ends[word] : ends[word + 1]] for word in words.tolist()])
        return np.arange(first, first + len(words))

    def _append(self, grams: Sequence[Grams]) -> None:
        if grams:
            before = int(self._ends.array[-1])
            self._grams.add(np.concatenate(grams))
            self._ends.add(ends_of(grams)[1:] + np.int32(before))


@dataclass(frozen=True)
class Letters:
    """The n-grams of n texts. ends, words, lengths: as in `LetterArrays`."""

    known: WordGrams
    ends: Ints
    words: Ints
    lengths: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def arrays(self) -> LetterArrays:
        gram_ends, grams = self.known.arrays
        return LetterArrays(self.ends, self.words, gram_ends, grams, self.lengths, self.known.rarity)

    def matrix(self, rows: Ints) -> sparse.csr_matrix:
        """Return the vectors of these texts, of length 1, or 0 without letters: shape (n_rows, n-grams)."""
        held, (words, counts) = self.arrays, self._words(rows)
        grams, lengths = runs(held.gram_ends, words)
        text = np.repeat(np.arange(len(rows)), counts)  # of each word
        ends = np.cumsum([0, *np.bincount(text, lengths, len(rows))], dtype=np.int32)
        ones = np.ones(len(grams))
        matrix = sparse.csr_matrix((ones, held.grams[grams], ends), shape=(len(rows), NGRAM_PLACES))
        matrix.sum_duplicates()
        matrix.data = (1 + np.log(matrix.data)) * held.rarity[matrix.indices]
        matrix.data /= np.repeat(held.lengths[rows].astype(np.float64), np.diff(matrix.indptr))
        return matrix

    def likeness_to(self, grams: Ints, weights: Floats, rows: Ints) -> Floats:
        """Return how alike a vector of n-grams and those of these texts are, cosines in [0, 1], shape (n_rows,).

        grams, weights: of the vector, of length 1. As by `matrix`, of which most would be nought here.
        """
        held, (words, counts) = self.arrays, self._words(rows)
        worth = np.zeros(NGRAM_PLACES)
        worth[grams] = weights
        places, lengths = runs(held.gram_ends, words)
        found = held.grams[places].astype(np.int64)
        shared = np.flatnonzero(worth[found])
        text = np.repeat(np.repeat(np.arange(len(rows)), counts), lengths)[shared]
        different, times = np.unique(text * NGRAM_PLACES + found[shared], return_counts=True)
        text, gram = different // NGRAM_PLACES, different % NGRAM_PLACES
        alike = np.bincount(text, (1 + np.log(times)) * held.rarity[gram] * worth[gram], minlength=len(rows))
        own = self.lengths[rows].astype(np.float64)
        return np.divide(alike, own, out=np.zeros(len(rows)), where=own > 0)

    def pick(self, rows: Ints) -> "Letters":
        """Return these texts alone."""
        words, counts = self._words(rows)
        return Letters(self.known, np.concatenate(([0], np.cumsum(counts))).astype(np.int32), words, self.lengths[rows])

    def _words(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return the words of these texts in a row, and how many each has."""
        places, counts = runs(self.ends, rows)
        return self.words[places], counts


def likeness_of_pairs(own: Letters, rows: Ints, other: Letters, others: Ints) -> Floats:
    """Return how alike the letters of pairs of texts are, cosines in [0, 1]. rows, others: shape (n,)."""
    (mine, place), (theirs, there) = (np.unique(each, return_inverse=True) for each in (rows, others))
    products = own.matrix(mine)[place].multiply(other.matrix(theirs)[there])
    return np.asarray(products.sum(axis=1), dtype=np.float64).ravel()


def runs(ends: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return the places of these runs, one after the other, and how many each has. ends: from 0 on."""
    starts = ends[rows].astype(np.int64)
    lengths = ends[rows.astype(np.int64) + 1] - starts
    before = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(starts - before, lengths), lengths


def ends_of(lists: Sequence[Sequence[Any] | Grams]) -> NDArray[np.int32]:
    """Return where each of these lists ends when they stand in a row, from 0 on."""
    return np.fromiter(accumulate(map(len, lists), initial=0), dtype=np.int32, count=len(lists) + 1)


def narrow(numbers: Sequence[int] | Ints) -> Ints:
    """Return numbers from 0 on in two bytes each, in four where they take that."""
    wide = np.asarray(numbers, dtype=np.int64)
    return wide.astype(np.uint16 if wide.max(initial=0) <= np.iinfo(np.uint16).max else np.uint32)


def make_letters(texts: Sequence[Sequence[str]], *, lengths: Sequence[float], known: WordGrams) -> Letters:
    """Return texts, given as their words, all of them known. lengths: of the vectors."""
    words = [known.numbers[word] for text in texts for word in text]
    return Letters(
        known,
        ends_of(texts),
        narrow(words),
        np.array(lengths, dtype=np.float32),
    )
