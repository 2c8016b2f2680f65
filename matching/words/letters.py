"""The character n-grams of many texts, held once for each word: a text is a run of words, and words come again.

N-grams do not reach from word to word, so that those of a text are those of its words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.records import Floats
from matching.words.ngrams import NGRAM_PLACES

Ints = NDArray[np.integer[Any]]
Grams = NDArray[np.int32]
_NO_GRAMS = np.empty(0, dtype=np.int32)
_FEW = 1 << 15  # so many words and as many newcomers' fit into two bytes


class LetterArrays(NamedTuple):
    """Texts as runs of words, words as runs of n-grams; whatever comes twice stands there twice.

    ends: of each text in `words`, from 0 on, shape (n + 1,); gram_ends: of each word in `grams`. lengths: of the
    texts' vectors of weighed n-grams, 0 without letters. rarity: of every n-gram.
    """

    ends: Ints
    words: Ints
    gram_ends: Ints
    grams: Grams
    lengths: Floats
    rarity: Floats


@dataclass(frozen=True)
class Letters:
    """The n-grams of n texts."""

    arrays: LetterArrays

    def __len__(self) -> int:
        return len(self.arrays.lengths)

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
        matrix.data /= np.repeat(held.lengths[rows], np.diff(matrix.indptr))
        return matrix

    def pick(self, rows: Ints) -> "Letters":
        """Return these texts alone, each of their words held once."""
        held, (words, counts) = self.arrays, self._words(rows)
        used, place = np.unique(words, return_inverse=True)
        numbers: dict[bytes, int] = {}
        own = [held.grams[held.gram_ends[word] : held.gram_ends[word + 1]] for word in used.tolist()]
        number = np.array([numbers.setdefault(each.tobytes(), len(numbers)) for each in own], dtype=np.int64)
        different = [np.frombuffer(each, dtype=np.int32) for each in numbers]
        ends = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        return _letters(number[place], ends, different, lengths=held.lengths[rows], rarity=held.rarity)

    def _words(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return the words of these texts in a row, and how many each has."""
        places, counts = runs(self.arrays.ends, rows)
        return self.arrays.words[places], counts


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


def make_letters(
    texts: Sequence[tuple[str, ...]], *, lengths: Sequence[float], grams: Mapping[str, Grams], rarity: Floats
) -> Letters:
    """Return texts, given as their words. lengths: of the vectors; grams: of each word."""
    numbers: dict[str, int] = {}
    words = [numbers.setdefault(word, len(numbers)) for text in texts for word in text]
    return _letters(
        np.array(words, dtype=np.int64),
        ends_of(texts),
        [grams[word] for word in numbers],
        lengths=np.array(lengths, dtype=float),
        rarity=rarity,
    )


def _letters(words: Ints, ends: Ints, grams: Sequence[Grams], *, lengths: Floats, rarity: Floats) -> Letters:
    """Return texts, given as the numbers of their words. grams: of each word."""
    return Letters(
        LetterArrays(
            ends=ends,
            words=words.astype(np.uint16 if len(grams) <= _FEW else np.uint32),
            gram_ends=ends_of(grams),
            grams=np.concatenate(grams) if grams else _NO_GRAMS,
            lengths=lengths,
            rarity=rarity,
        )
    )
