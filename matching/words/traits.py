"""What a text tells beside the material: its waste by the list's words, its state, and what sets this lot apart."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from matching.knowledge import Knowledge, Term, TermKind
from matching.words.code_words import as_terms, word_entries
from matching.words.concepts import ConceptFinder
from matching.words.folding import STOP_WORDS, WORD, words
from matching.words.language import detect_language
from matching.words.opposites import OPPOSITES
from matching.words.stems import FAMILIES
from matching.words.vocabulary import Vocabulary
from matching.words.zones import Zone, zones

# Chosen on the dev rows of `data/evaluation` (November 2026). What sets lots apart weighs nearly as much as the
# material: a trap is mostly of the same group, and often of the same material.
_WEIGHTS = {
    TermKind.TRAIT: 0.7,
    TermKind.QUALITY: 0.45,
    TermKind.PROCESS: 0.3,
    TermKind.USE: 0.3,
    TermKind.FORM: 0.15,
}
_WASTE = 0.4
_PART = 0.7
ABSENT = 0.75  # "utan PFAS" speaks against "med PFAS", and for another "uten PFAS"
_OPPOSED = 0.75  # "torr" speaks against "våt"


@dataclass(frozen=True, slots=True)
class Traits:
    """What one text tells: weights by code, the places of the words that do, and which words name a form (offcuts).

    A weight below 0 says that it is not so.
    """

    weights: dict[str, float]
    explained: frozenset[int]
    forms: frozenset[str]


class TraitFinder:
    """Finds wastes, states ("rent") and traits ("av gran", "från hotell") by the same codes in all languages."""

    def __init__(self, knowledge: Knowledge) -> None:
        waste_terms, _ = as_terms(tuple(entry for entry in word_entries() if entry.target.codes))
        self._wastes = ConceptFinder(replace(knowledge, terms=waste_terms))
        by_family: dict[str, list[Term]] = defaultdict(list)
        for term in knowledge.terms:
            by_family[FAMILIES[term.language]].append(term)
        self._vocabularies = {family: Vocabulary(family, own, kinds=_WEIGHTS) for family, own in by_family.items()}
        self.wastes = tuple(sorted({f"waste:{term.code}" for term in waste_terms}))
        self.traits = tuple(sorted({f"{term.kind}:{term.code}" for term in knowledge.terms if term.kind in _WEIGHTS}))

    def mended(self, text: str, language: str) -> str:
        """Return the text with those words mended that are one slip away from a known one; the places stay."""
        vocabulary = self._vocabulary(text, language)
        if not vocabulary:
            return text
        meant = {token: vocabulary.meant(token) for token in words(text) if token not in STOP_WORDS}
        return re.sub(WORD, lambda found: meant.get(found[0].casefold(), found[0]), text)

    def find(self, text: str, language: str) -> Traits:
        """Return what the text tells of `wastes` and `traits`."""
        weights = {f"waste:{each.material}": _WASTE * each.weight for each in self._wastes.find(text, language)}
        vocabulary, tokens = self._vocabulary(text, language), words(text)
        if not vocabulary:
            return Traits(weights, frozenset(), frozenset())
        explained: set[int] = set()
        for span, code, weight in _told(tokens, zones(text), vocabulary):
            explained |= set(span)
            if code:
                weights[code] = max(weights.get(code, 0), weight, key=lambda each: (abs(each), each))
        forms = {token for token in tokens if any(kind is TermKind.FORM for kind, _ in vocabulary.told([token]))}
        return Traits(_opposed(weights) | weights, frozenset(explained), frozenset(forms))

    def _vocabulary(self, text: str, language: str) -> Vocabulary | None:
        return self._vocabularies.get(FAMILIES.get(language or detect_language(text), ""))


def _told(tokens: list[str], standing: list[Zone], vocabulary: Vocabulary) -> Iterator[tuple[range, str, float]]:
    """Yield the places that are explained and what they tell; code "" where they only need no further attention.

    A weight is below 0 where the text says that it is not so.
    """
    for start, token in enumerate(tokens):
        zone = standing[start]
        if zone is Zone.AMOUNT:
            yield range(start, start + 1), "", 0
            continue
        for length in range(1, min(vocabulary.longest, len(tokens) - start) + 1):
            for kind, code in vocabulary.told(tokens[start : start + length]):
                yield range(start, start + length), f"{kind}:{code}", _WEIGHTS[kind] * _share(kind, zone)
        by_parts, is_all = vocabulary.told_by_parts(token)
        if is_all:
            yield range(start, start + 1), "", 0
        if not any(kind is TermKind.QUALITY for kind, _ in vocabulary.told([token])):
            for kind, code in by_parts:
                if kind is TermKind.TRAIT:
                    yield range(0), f"{kind}:{code}", _WEIGHTS[kind] * _PART * _share(kind, zone)


def _opposed(weights: Mapping[str, float]) -> dict[str, float]:
    """Return what is denied by what is told."""
    return {
        other: -_OPPOSED * weight for code, weight in weights.items() if weight > 0 for other in OPPOSITES.get(code, ())
    }


def _share(kind: TermKind, zone: Zone) -> float:
    """Return how much a word counts by where it stands. "Fri för spik" is a quality, and true."""
    if zone is Zone.WITHOUT:
        return 1 if kind is TermKind.QUALITY else -ABSENT
    return 1
