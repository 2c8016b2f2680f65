"""Which materials and uses a word may mean that no table knows: those with the words most like it, letter by letter."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.knowledge import Knowledge, TermKind, kept
from matching.records import Floats
from matching.words.folding import fold_for_ngrams
from matching.words.ngrams import NgramRarity

_KINDS = (TermKind.MATERIAL, TermKind.USE)


@dataclass(frozen=True, slots=True)
class Nearest:
    """A material or use, the term of it that is most like the word, and how like: in (0, 1]."""

    code: str
    term: str
    likeness: float


class NearestFinder:
    """Compares words with every term for a material or a use."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._terms = [term for term in knowledge.terms if term.kind in _KINDS]
        texts = [fold_for_ngrams(term.text) for term in self._terms]
        self._rarity = NgramRarity(texts)
        self._weighed = self._rarity.weigh(texts)

    def find(self, words: Sequence[str], *, top: int = 5) -> list[tuple[Nearest, ...]]:
        """Return for each word the concepts nearest to it, the nearest first, each once."""
        if not words:
            return []
        asked = self._rarity.weigh([fold_for_ngrams(word) for word in words])
        likeness = np.asarray((asked @ self._weighed.T).todense())
        return [self._best(row, top=top) for row in likeness]

    def _best(self, likeness: Floats, *, top: int) -> tuple[Nearest, ...]:
        found: dict[str, Nearest] = {}
        for place in np.argsort(-likeness, kind="stable"):
            if len(found) == top or not likeness[place]:
                break
            term = self._terms[place]
            found.setdefault(term.code, Nearest(term.code, term.text, float(likeness[place])))
        return tuple(found.values())


@kept
def nearest_finder(knowledge: Knowledge) -> NearestFinder:
    """Return the finder of this knowledge, made once."""
    return NearestFinder(knowledge)
