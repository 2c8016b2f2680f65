"""What is read in one text: the materials that it names, what sets this lot apart, and the words that are left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import Knowledge
from matching.records import Floats
from matching.words.concepts import ConceptFinder, Mention, surest
from matching.words.folding import STOP_WORDS, fold_for_ngrams, words
from matching.words.ngrams import NgramRarity
from matching.words.traits import ABSENT, TraitFinder
from matching.words.zones import ZONE_WEIGHTS, Zone, zones

# Chosen on the dev rows of `data/evaluation` (November 2026).
_DESCRIPTION = 0.5  # what only the description names
_ZONE_WEIGHTS = ZONE_WEIGHTS | {
    Zone.AMOUNT: 0.0,
    Zone.SOURCE: 1.0,
}  # "slam från mejeri" and "slam från biltvätt" are unlike
_LEFT_WEIGHTS = _ZONE_WEIGHTS | {Zone.WITHOUT: -ABSENT}
_FORM = 0.5  # "avskär" is of wood, meat or metal: a form, whatever else the word may mean
_EXPLAINS = 0.6  # from this weight on, a mention leaves nothing to ask of its words
_UNEXPLAINED = 0.45  # a word that no table explains, against one for a material
_SHORTEST = 3
# Words that both sides of a market use of anything, beside `folding.STOP_WORDS`.
_EMPTY = STOP_WORDS.union(
    ("råvara", "råvaror", "övrigt", "övriga", "annat", "annan", "andra"),
    ("råstoff", "råvare", "råvarer", "øvrig", "andre", "annet", "annen", "anna"),
)

Columns = NDArray[np.int32]
Words = tuple[str, str, str]  # title, description, language


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read in one text.

    words: its telling words, folded for n-grams; length: of the vector of these. left, left_weights: the n-grams of the
    words that no table explains, below 0 where it stands after "without". mentions: by material. traits: weights by
    code, below 0 for what the text says that it is not; materials among them that it is without.
    """

    words: tuple[str, ...]
    length: float
    left: Columns
    left_weights: Floats
    mentions: dict[str, Mention]
    traits: dict[str, float]


class Reader:
    """Reads texts by the knowledge tables."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._materials, self.traits = ConceptFinder(knowledge), TraitFinder(knowledge)
        self.ngrams = NgramRarity(_background(knowledge))

    def read(self, texts: Sequence[Words]) -> list[Reading]:
        """Return what is read in each of the texts."""
        folded = [fold_for_ngrams(f"{title} {description}") for title, description, _ in texts]
        lengths = self.ngrams.lengths(folded).tolist()
        whole = zip((tuple(each.split()) for each in folded), lengths, strict=True)
        return [self._read(*text, whole=each) for text, each in zip(texts, whole, strict=True)]

    def unexplained(self, text: str, language: str) -> set[str]:
        """Return the words of a text that no table explains and that may say what the thing is."""
        return set(self._part(text, language)[2])

    def _read(self, title: str, description: str, language: str, *, whole: tuple[tuple[str, ...], float]) -> Reading:
        mentions, traits, left = self._part(description, language) if description else ({}, {}, {})
        mentions = {code: replace(each, weight=each.weight * _DESCRIPTION) for code, each in mentions.items()}
        traits = {code: weight * _DESCRIPTION for code, weight in traits.items()}
        left = {word: weight * _DESCRIPTION for word, weight in left.items()}
        own_mentions, own_traits, own_left = self._part(title, language)
        left_ngrams, left_weights = self._left(left | own_left)
        return Reading(*whole, left_ngrams, left_weights, mentions | own_mentions, traits | own_traits)

    def _part(self, text: str, language: str) -> tuple[dict[str, Mention], dict[str, float], dict[str, float]]:
        """Return the mentions, traits and unexplained words of a title or description."""
        text = self.traits.mended(text, language)
        tokens, standing = words(text), zones(text)
        named, traits = self._materials.find_places(text, language), self.traits.find(text, language)
        placed = [
            (
                replace(mention, weight=mention.weight * (_FORM if mention.word in traits.forms else 1)),
                standing[span.start],
            )
            for span, mention in named
        ]
        explained = traits.explained.union(*(span for span, mention in named if mention.weight >= _EXPLAINS))
        left = {
            token: _UNEXPLAINED * weight
            for place, token in enumerate(tokens)
            if place not in explained and token not in _EMPTY and len(token) >= _SHORTEST
            if (weight := _LEFT_WEIGHTS[standing[place]])
        }
        absent = {mention.material: -ABSENT * mention.weight for mention, zone in placed if zone is Zone.WITHOUT}
        present = surest(
            replace(mention, weight=mention.weight * weight)
            for mention, zone in placed
            if (weight := _ZONE_WEIGHTS[zone])
        )
        return {each.material: each for each in present}, absent | traits.weights, left

    def _left(self, weights: dict[str, float]) -> tuple[Columns, Floats]:
        """Return the n-grams of single words, each word a vector as long as its weight."""
        vectors = self._vectors(weights)
        ngrams = np.concatenate([np.empty(0, dtype=np.int32), *(each for each, _ in vectors)])
        values = np.concatenate(
            [np.empty(0), *(own * weight for (_, own), weight in zip(vectors, weights.values(), strict=True))]
        )
        columns, place = np.unique(ngrams, return_inverse=True)
        return columns.astype(np.int32), np.bincount(place, weights=values, minlength=len(columns)).astype(float)

    def _vectors(self, texts: Iterable[str]) -> list[tuple[Columns, Floats]]:
        weighed = self.ngrams.weigh([fold_for_ngrams(text) for text in texts])
        cuts = [slice(start, stop) for start, stop in zip(weighed.indptr, weighed.indptr[1:], strict=False)]
        return [(weighed.indices[cut].copy(), weighed.data[cut].copy()) for cut in cuts]


def _background(knowledge: Knowledge) -> list[str]:
    """Return names of the tables, as the yardstick for how common a run of letters is.

    Without the terms: they hold a word for a material many times over, as if it were common in listings.
    """
    names = [each.names for each in knowledge.materials.values()]
    names += [each.names for each in knowledge.waste_codes.values()]
    return [fold_for_ngrams(name) for each in names for name in each.values()]
