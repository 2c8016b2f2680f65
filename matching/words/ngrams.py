"""Character n-grams: they carry the words that no table knows, and the kinship of Swedish and Norwegian."""

from collections.abc import Sequence

import numpy as np
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
        self._rarity: Floats = np.log((1 + len(background)) / (1 + having)) + 1

    def weigh(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return the weighed n-grams of each text (sublinear tf times idf), rows of length 1, or 0 without letters."""
        counts = self._count(texts)
        counts.data = (1 + np.log(counts.data)) * self._rarity[counts.indices]
        return sparse.csr_matrix(normalize(counts, copy=False)) if len(texts) else counts

    def _count(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return how often each n-gram comes in each text."""
        counts = sparse.csr_matrix(self._counter.transform([*texts, ""]))[:-1]  # it refuses to count nothing
        counts.sum_duplicates()
        return counts
