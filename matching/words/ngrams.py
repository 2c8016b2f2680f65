"""Character n-grams: they carry the words that no table knows, and the kinship of Swedish and Norwegian."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from matching.records import Floats

# 3 to 5 letters within words did best among character n-grams on 153 pairs across languages. Hashed, because listings
# bring n-grams that no table has; with so many places few of them meet.
_SHORTEST, _LONGEST = 3, 5
NGRAM_PLACES = 2**18


class NgramRarity:
    """How telling each n-gram is: the rarer in the background, the more."""

    def __init__(self, background: Sequence[str]) -> None:
        self._counter = HashingVectorizer(
            analyzer="char_wb",
            ngram_range=(_SHORTEST, _LONGEST),
            n_features=NGRAM_PLACES,
            lowercase=False,
            alternate_sign=False,
            norm=None,
        )
        having = np.bincount(self._count(background).indices, minlength=NGRAM_PLACES)
        self.rarity: Floats = np.log((1 + len(background)) / (1 + having)) + 1

    def weigh(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return the weighed n-grams of each text (sublinear tf times idf), rows of length 1, or 0 without letters."""
        weighed = self._weigh(texts)
        return sparse.csr_matrix(normalize(weighed, copy=False)) if len(texts) else weighed

    def lengths(self, texts: Sequence[str]) -> Floats:
        """Return how long the vectors are that `weigh` brings to length 1, shape (n_texts,)."""
        return np.sqrt(np.asarray(self._weigh(texts).power(2).sum(axis=1), dtype=np.float64).ravel())

    def grams(self, words: Sequence[str]) -> list[NDArray[np.int32]]:
        """Return the n-grams of single words, each as often as it comes."""
        counts = self._count(words)
        every = np.repeat(counts.indices, counts.data.astype(np.int64)).astype(np.int32)
        ends = np.concatenate(([0], np.cumsum(counts.data)))[counts.indptr].astype(np.int64)
        return [every[start:end].copy() for start, end in pairwise(ends)]

    def _weigh(self, texts: Sequence[str]) -> sparse.csr_matrix:
        counts = self._count(texts)
        counts.data = (1 + np.log(counts.data)) * self.rarity[counts.indices]
        return counts

    def _count(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return how often each n-gram comes in each text."""
        counts = sparse.csr_matrix(self._counter.transform([*texts, ""]))[:-1]  # it refuses to count nothing
        counts.sum_duplicates()
        return counts
