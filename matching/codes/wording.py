"""Likeness of letters: carries slips of the pen and words that no table has."""

from collections.abc import Collection, Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
from scipy import sparse

from matching.records import Floats
from matching.words.code_words import Entry
from matching.words.folding import STOP_WORDS, fold_for_ngrams
from matching.words.ngrams import NgramRarity

_FOREIGN = 0.9  # an entry in another language than the line's


class WordingIndex:
    """The entries by their character n-grams."""

    def __init__(self, entries: Sequence[Entry], *, version: str, cache_folder: Path | None = None) -> None:
        self.entries = tuple(entries)
        self._rarity = NgramRarity(sorted({fold_for_ngrams(entry.text) for entry in entries if not entry.is_term}))
        self._matrix = self._load(version, cache_folder) if cache_folder else self._weigh()
        self._languages = np.array([entry.language for entry in self.entries])

    def likeness(self, units: Sequence[str], language: str) -> Floats:
        """Return how alike each unit is to each entry: cosines, shape (n_units, n_entries)."""
        alike: Floats = (self._rarity.weigh([fold_for_ngrams(unit) for unit in units]) @ self._matrix.T).toarray()
        own = (self._languages == language) | ((self._languages == "nn") & (language == "nb"))
        weighed: Floats = alike * np.where(own, 1.0, _FOREIGN)
        return weighed

    def _weigh(self) -> sparse.csr_matrix:
        return self._rarity.weigh([fold_for_ngrams(entry.text) for entry in self.entries])

    def _load(self, version: str, cache_folder: Path) -> sparse.csr_matrix:
        """Return the weighed entries from the folder, made and put there where they are not."""
        path = cache_folder / f"codes-{version}.npz"
        if path.exists():
            return sparse.csr_matrix(sparse.load_npz(path))
        matrix = self._weigh()
        cache_folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{uuid4().hex}.npz")  # the workers of a server start together
        sparse.save_npz(beside, matrix)
        beside.replace(path)
        return matrix


def units(words: Sequence[str], *, untelling: Collection[str], left_out: Collection[int]) -> list[range]:
    """Return the spans to compare: each telling word, each two and three in a row, and all of them.

    untelling: words that say how a thing is, not what ("begagnad", "spill"): they count beside others alone.
    left_out: places of words that must not count.
    """
    telling = [place for place in _telling(words) if place not in left_out]
    named = {place for place in telling if words[place] not in untelling}
    spans = [range(place, place + length) for length in (1, 2, 3) for place in telling if place + length <= len(words)]
    spans = [span for span in spans if span.stop - 1 in telling and named & set(span)]
    spans += [range(len(words))] if named else []
    return [*dict.fromkeys(span for span in spans if not any(place in span for place in left_out))]


def _telling(words: Sequence[str]) -> list[int]:
    return [place for place, word in enumerate(words) if word not in STOP_WORDS and len(word) > 2]
