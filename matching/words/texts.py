"""The aspect text: character n-grams for wording, concepts for meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot

import numpy as np
from scipy import sparse

from matching.knowledge import Knowledge, TermKind, kept
from matching.records import Bools, Floats, Listing
from matching.words.concepts import Mention
from matching.words.letters import Letters, WordGrams, make_letters
from matching.words.ngrams import NGRAM_PLACES
from matching.words.reading import Reader, Reading, Words
from matching.words.told import ColumnNumbers, Concepts, make_concepts

TEXT_FLOOR = 0.05

# Chosen on the dev rows of `data/evaluation` (November 2026). Likeness of letters favours texts in one language: at .25
# it alone put one trap in seven above the right text, and at .06 some still; the gold set ranks as well without. Groups
# count half: at .25 the gold set lost .02 in nDCG@10.
CHARACTERS, CONCEPTS = 0.02, 0.98
MEANINGLESS = 1e-4  # what for and against leave of a sum that comes to nothing, by rounding: its root would count
_BROADER = 0.5  # a group counts so much for each of its members
_TERM_WEIGHT = 1.0
_FULL_LENGTH = 1.2  # about a material with its group and a trait
_SAYS_WHAT = f"{TermKind.TRAIT}:"
_MOST_REMEMBERED = 20_000  # texts, of some 1 KB each
_MOST_WORDS = 100_000  # of some 200 bytes each


@dataclass(frozen=True)
class Texts:
    """What is known of the texts of n listings.

    letters: the n-grams of their words. concepts: shape (n, materials, wastes, traits and the n-grams of
    words that nothing explains), rows of length 1 at most, below 0 for
    what the text says that it is not. named: which of them say what the thing is, in words or by the material's code.
    """

    letters: Letters
    concepts: Concepts
    named: Bools

    @property
    def told(self) -> Bools:
        """Return which of them say anything at all."""
        told: Bools = self.named | (self.letters.lengths > 0)
        return told

    @property
    def characters(self) -> sparse.csr_matrix:
        """Return the vectors of n-grams of all texts, made anew: shape (n, n-grams), rows of length 1."""
        return self.letters.matrix(np.arange(len(self.letters)))

    @cached_property
    def by_term(self) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Return characters and concepts turned on their side: shapes (n-grams, n) and (concepts, n)."""
        return self.characters.T.tocsr(), self.concepts.matrix().T.tocsr()


class TextModel:
    """Turns listings into `Texts`, each on its own: what a pair scores must not depend on who else is on the market.

    How rare an n-gram is comes from the words of the knowledge tables (names, terms, waste codes), not from the
    listings. So a score stays the same when somebody else posts, one listing can be matched without reading all, and
    lists can be kept up to date one change at a time.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._reader = Reader(knowledge)
        named = (*sorted(knowledge.materials), *self._reader.traits.wastes)
        self._columns = {code: column for column, code in enumerate((*named, *self._reader.traits.traits))}
        self._naming = frozenset(named) | {code for code in self._reader.traits.traits if code.startswith(_SAYS_WHAT)}
        self._parents = {code: material.parent for code, material in knowledge.materials.items()}
        self._read: dict[Words, Reading] = {}
        self._grams, self._numbers = WordGrams(self._reader.ngrams.rarity), ColumnNumbers()

    def encode(self, listings: Sequence[Listing]) -> Texts:
        """Return the texts of these listings; their words need not have been seen before."""
        texts = [(each.title, each.description, each.language) for each in listings]
        readings = self._readings(texts)
        read = [readings[each] for each in texts]
        rows = [self._weights(*pair) for pair in zip(listings, read, strict=True)]
        vectors = [self._vector(*pair) for pair in zip(rows, read, strict=True)]
        columns, values = [self._numbers.of(columns) for columns, _ in vectors], [values for _, values in vectors]
        concepts = make_concepts(columns, values, width=len(self._columns) + NGRAM_PLACES)
        return Texts(self._letters(read), concepts, np.array([self._is_named(row) for row in rows], dtype=bool))

    def mentions(self, listing: Listing) -> Mapping[str, Mention]:
        """Return what materials the text of a listing mentions, and how."""
        text = (listing.title, listing.description, listing.language)
        return self._readings([text])[text].mentions

    def _is_named(self, weights: Mapping[str, float]) -> bool:
        return any(weight > 0 and code in self._naming for code, weight in weights.items())

    @property
    def remembered(self) -> Mapping[Words, Reading]:
        """Return what has been read so far, by text: reading is most of the work of a market that begins."""
        return self._read

    def unexplained(self, text: str, language: str) -> set[str]:
        """Return the words of a text that no table explains."""
        return self._reader.unexplained(text, language)

    def remember(self, readings: Mapping[Words, Reading]) -> None:
        """Take in what a model of the same tables has read before."""
        self._read.update(readings)

    def _readings(self, texts: Sequence[Words]) -> dict[Words, Reading]:
        """Return what is read in each text. Texts seen before are not read again: most stay as they are for months."""
        known = {each: self._read[each] for each in set(texts) if each in self._read}
        new = [each for each in dict.fromkeys(texts) if each not in known]
        if not new:
            return known
        known |= zip(new, self._reader.read(new), strict=True)
        if len(self._read) + len(new) > _MOST_REMEMBERED:
            self._read.clear()
        self._read.update((each, known[each]) for each in new)
        return known

    def _letters(self, read: Sequence[Reading]) -> Letters:
        words, known = {word for each in read for word in each.words}, self._grams
        # One by one: taking a dictionary's keys off a set looks at all that there are.
        if new := sorted(word for word in words if word not in known.numbers):
            if len(known.numbers) + len(new) > _MOST_WORDS:
                known, new = WordGrams(known.rarity), sorted(words)
                self._grams = known  # texts from before keep theirs
            known.add(new, self._reader.ngrams.grams(new))
        return make_letters([each.words for each in read], lengths=[each.length for each in read], known=known)

    def _vector(self, weights: Mapping[str, float], reading: Reading) -> tuple[list[int], list[float]]:
        """Return the columns and values of what is told, of length 1 at most: concepts, then what nothing explains."""
        codes, known = sorted(weights), len(self._columns)
        columns = [self._columns[code] for code in codes] + [known + column for column in reading.left.tolist()]
        return columns, _scaled([weights[code] for code in codes] + reading.left_weights.tolist())

    def _weights(self, listing: Listing, reading: Reading) -> dict[str, float]:
        weights = {code: mention.weight for code, mention in reading.mentions.items()}
        if listing.material in self._parents:
            weights[listing.material] = _TERM_WEIGHT
        for code, weight in list(weights.items()):
            parent = self._parents[code]
            if parent:
                weights[parent] = max(weights.get(parent, 0), weight * _BROADER)
        return reading.traits | weights  # what a title names holds, though the description is "without" it


def _scaled(vector: Sequence[float]) -> list[float]:
    """Return the vector at length 1, or shorter where the text says too little to match anything surely."""
    length = max(hypot(*vector), _FULL_LENGTH)
    return [value / length for value in vector]


@kept
def text_model(knowledge: Knowledge) -> TextModel:
    """Return the model of this knowledge, made once: that takes about a second."""
    return TextModel(knowledge)


def text_fits(characters: Floats, concepts: Floats, *, both_told: Bools, both_named: Bools) -> Floats:
    """Return how alike two texts are.

    Where both say what the thing is in words we know, the concepts decide and the wording hardly helps; else both count
    half, as wording favours texts in one language. Roots are taken: the cosine of two short texts about one thing is
    seldom above .5.

    characters: cosines in [0, 1]. concepts: cosines in [-1, 1], below 0 where they contradict each other.
    both_told: whether both texts say anything; both_named: whether both say what the thing is. Shapes that broadcast.
    Returns the broadcast shape, in [`TEXT_FLOOR`, 1]; NaN where one text says nothing.
    """
    wording, meaning = np.sqrt(np.clip(characters, 0, 1)), np.clip(concepts, 0, 1)
    meaning = np.where(meaning < MEANINGLESS, 0, meaning)
    unnamed = (wording + np.sqrt(meaning)) / 2
    likeness = np.where(both_named, CHARACTERS * wording + CONCEPTS * meaning, unnamed)
    return np.where(both_told, np.clip(likeness, TEXT_FLOOR, 1), np.nan)
