"""The aspect text: character n-grams for wording, concepts for meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.knowledge import Knowledge
from matching.records import Bools, Floats, Listing
from matching.words.concepts import ConceptFinder, Mention
from matching.words.folding import fold_for_ngrams
from matching.words.ngrams import NGRAM_PLACES, NgramRarity
from matching.words.states import StateFinder

TEXT_FLOOR = 0.05

# Chosen among eight forms and two weights of groups on the dev rows of `data/evaluation` (November 2026): against .43
# and .57 with groups at .25 the gold set gained .01 in nDCG@10, and of the pairs' traps .06 to .10 more were beaten.
_CHARACTERS, _CONCEPTS = 0.25, 0.75
_BROADER = 0.5  # a group counts so much for each of its members
_DESCRIPTION = 0.5  # what only the description names
_TERM_WEIGHT = 1.0
_MOST_REMEMBERED = 20_000  # texts, of some 2 KB each

_Words = tuple[str, str, str]  # title, description, language
_Columns = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is read in one text: its n-grams with their weights, the materials that it names, and what else it tells."""

    ngrams: _Columns
    weights: Floats
    mentions: dict[str, Mention]
    further: dict[str, float]


@dataclass(frozen=True)
class Texts:
    """What is known of the texts of n listings.

    characters: shape (n, n-grams), rows of length 1; concepts: shape (n, materials, wastes and states), rows of length
    1 or 0. named: which of them name a material or waste, in words or by its code. mentions: by material, for reasons.
    """

    characters: sparse.csr_matrix
    concepts: sparse.csr_matrix
    named: Bools
    mentions: tuple[dict[str, Mention], ...]

    @cached_property
    def told(self) -> Bools:
        """Return which of them say anything at all."""
        told: Bools = self.named | (np.diff(self.characters.indptr) > 0)
        return told

    @cached_property
    def by_term(self) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Return characters and concepts turned on their side: shapes (n-grams, n) and (concepts, n)."""
        return self.characters.T.tocsr(), self.concepts.T.tocsr()


class TextModel:
    """Turns listings into `Texts`, each on its own: what a pair scores must not depend on who else is on the market.

    How rare an n-gram is comes from the words of the knowledge tables (names, terms, waste codes), not from the
    listings. So a score stays the same when somebody else posts, one listing can be matched without reading all, and
    lists can be kept up to date one change at a time.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._finder = ConceptFinder(knowledge)
        self._states = StateFinder(knowledge)
        named = (*sorted(knowledge.materials), *self._states.wastes)
        self._columns = {code: column for column, code in enumerate((*named, *self._states.states))}
        self._naming = frozenset(named)
        self._parents = {code: material.parent for code, material in knowledge.materials.items()}
        self._rarity = NgramRarity(_background(knowledge))
        self._read: dict[_Words, _Reading] = {}

    def encode(self, listings: Sequence[Listing]) -> Texts:
        """Return the texts of these listings; their words need not have been seen before."""
        words = [(each.title, each.description, each.language) for each in listings]
        readings = self._readings(words)
        read = [readings[each] for each in words]
        rows = [self._weights(*pair) for pair in zip(listings, read, strict=True)]
        characters = _stack([each.ngrams for each in read], [each.weights for each in read], width=NGRAM_PLACES)
        codes = [sorted(row) for row in rows]
        concepts = _stack(
            [np.array([self._columns[code] for code in own], dtype=np.int32) for own in codes],
            [_of_length_one([row[code] for code in own]) for row, own in zip(rows, codes, strict=True)],
            width=max(len(self._columns), 1),
        )
        named = np.array([not self._naming.isdisjoint(row) for row in rows], dtype=bool)
        return Texts(characters, concepts, named, tuple(each.mentions for each in read))

    def _readings(self, words: Sequence[_Words]) -> dict[_Words, _Reading]:
        """Return what is read in each text. Texts seen before are not read again: most stay as they are for months."""
        known = {each: self._read[each] for each in set(words) if each in self._read}
        new = [each for each in dict.fromkeys(words) if each not in known]
        weighed = self._rarity.weigh([fold_for_ngrams(f"{title} {description}") for title, description, _ in new])
        for row, each in enumerate(new):
            part = slice(weighed.indptr[row], weighed.indptr[row + 1])
            ngrams, weights = weighed.indices[part].copy(), weighed.data[part].copy()
            known[each] = _Reading(ngrams, weights, self._mentions(*each), self._further(*each))
        if len(self._read) + len(new) > _MOST_REMEMBERED:
            self._read.clear()
        self._read.update((each, known[each]) for each in new)
        return known

    def _mentions(self, title: str, description: str, language: str) -> dict[str, Mention]:
        described = self._finder.find(description, language) if description else ()
        found = {
            each.material: Mention(each.material, each.word, each.weight * _DESCRIPTION, each.grade)
            for each in described
        }
        return found | {each.material: each for each in self._finder.find(title, language)}

    def _further(self, title: str, description: str, language: str) -> dict[str, float]:
        described = self._states.find(description, language) if description else {}
        found = {code: weight * _DESCRIPTION for code, weight in described.items()}
        return found | self._states.find(title, language)

    def _weights(self, listing: Listing, reading: _Reading) -> dict[str, float]:
        weights = {code: mention.weight for code, mention in reading.mentions.items()}
        if listing.material in self._parents:
            weights[listing.material] = _TERM_WEIGHT
        for code, weight in list(weights.items()):
            parent = self._parents[code]
            if parent:
                weights[parent] = max(weights.get(parent, 0), weight * _BROADER)
        return weights | reading.further


def _of_length_one(weights: list[float]) -> Floats:
    vector: Floats = np.array(weights, dtype=float)
    return vector / max(float(np.sqrt(vector @ vector)), 1e-12)


def _stack(columns: list[_Columns], values: list[Floats], *, width: int) -> sparse.csr_matrix:
    """Return the rows as one matrix of shape (n, width)."""
    indptr = np.cumsum([0, *map(len, columns)])
    indices = np.concatenate([np.empty(0, dtype=np.int32), *columns])
    return sparse.csr_matrix((np.concatenate([np.empty(0), *values]), indices, indptr), shape=(len(columns), width))


@cache
def text_model(knowledge: Knowledge) -> TextModel:
    """Return the model of this knowledge, made once: that takes about a second."""
    return TextModel(knowledge)


def _background(knowledge: Knowledge) -> list[str]:
    """Return names of the tables, as the yardstick for how common a run of letters is.

    Without the terms: they hold a word for a material many times over, as if it were common in listings.
    """
    names = [each.names for each in knowledge.materials.values()]
    names += [each.names for each in knowledge.waste_codes.values()]
    return [fold_for_ngrams(name) for each in names for name in each.values()]


def text_fits(characters: Floats, concepts: Floats, *, both_told: Bools, both_named: Bools) -> Floats:
    """Return how alike two texts are.

    Where both name a material we know, the concepts decide and the wording helps; else the wording is all there is. Its
    root is taken: the cosine of two short texts about one thing is seldom above .5.

    characters, concepts: cosines in [0, 1]. both_told: whether both texts say anything; both_named: whether both name a
        material. Shapes that broadcast.
    Returns the broadcast shape, in [`TEXT_FLOOR`, 1]; NaN where one text says nothing.
    """
    wording = np.sqrt(np.clip(characters, 0, 1))
    likeness = np.where(both_named, _CHARACTERS * wording + _CONCEPTS * np.clip(concepts, 0, 1), wording)
    return np.where(both_told, np.clip(likeness, TEXT_FLOOR, 1), np.nan)
