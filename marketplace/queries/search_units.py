"""The words of a search that belong together, and the materials, uses and codes that they lead to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from marketplace.queries.knowledge import current_asked_finder, current_concept_finder, current_knowledge
from marketplace.queries.search_terms import MATERIAL, USE, WASTE_CODE, word_leads
from matching.knowledge import LANGUAGES, Knowledge, Suitability, kept
from matching.words import Grade, asked_finder, common_stem, concept_finder
from matching.words.folding import STOP_WORDS

FULL, _PART, _OF_CODE = 100, 40, 60  # how much of a term's weight counts, of a hundred
_SUITED = {Suitability.DIRECT: 70, Suitability.CONDITIONAL: 50}
Weights = Mapping[str, float]  # by code, how surely it is meant


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that belong together, and the terms that they lead to: of each how much counts, of a hundred.

    materials, uses: what the words mean by the knowledge tables; suited: what can serve those uses, or has that code.
    """

    words: str
    terms: Mapping[str, int]
    materials: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    code: str = ""
    suited: tuple[str, ...] = ()

    @property
    def is_concept(self) -> bool:
        return bool(self.materials or self.uses or self.code)


def how_much_is_said(text: str, language: str) -> float:
    """Return how much the words mean in a language: of several, a text is in the one in which it says most."""
    uses = sum(use.weight for _span, use in current_asked_finder().find_uses(text, language))
    return uses + sum(mention.weight for mention in current_concept_finder().find(text, language))


def word_units(text: str, tokens: list[str], *, language: str, is_named: bool) -> list[tuple[range, Unit]]:
    """Return the words in their order with their places, those together that name something together.

    tokens: of `folding.words`. is_named: whether something beside these words is named, such as a code.
    """
    found = list(_units(text, tokens, language=language))
    is_named = is_named or any(unit.is_concept for _span, unit in found)
    return sorted((*found, *_spoken_stop_words(tokens, is_named=is_named)), key=lambda each: each[0].start)


def _units(text: str, tokens: list[str], *, language: str) -> Iterator[tuple[range, Unit]]:
    materials, uses = _named(text, tokens, language=language)
    done = -1
    for span in sorted({*materials, *uses, *(range(i, i + 1) for i in range(len(tokens)))}, key=_longest_first):
        if span.start <= done or (len(span) == 1 and tokens[span.start] in STOP_WORDS):
            continue
        done = span.stop - 1
        yield span, _unit(tokens[span.start : span.stop], materials.get(span, {}), uses.get(span, {}))


def _named(
    text: str, tokens: list[str], *, language: str
) -> tuple[dict[range, dict[str, float]], dict[range, dict[str, float]]]:
    """Return the materials and the uses that are named, by the places of the words."""
    asked = current_asked_finder()
    materials: dict[range, dict[str, float]] = {}
    uses: dict[range, dict[str, float]] = {}
    whole: set[int] = set()
    for span, mention in (*current_concept_finder().find_places(text, language), *asked.find_materials(text, language)):
        materials.setdefault(span, {}).setdefault(mention.material, mention.weight)
        whole.update(span if mention.grade is Grade.TERM else ())
    for span, use in asked.find_uses(text, language):
        uses.setdefault(span, {}).setdefault(use.use, use.weight)
        whole.update(span)
    for place, token in enumerate(tokens):
        if place not in whole and (last := asked.uses_of_last_part(token, language)):
            uses[range(place, place + 1)] = dict(last)
    return materials, uses


def _spoken_stop_words(tokens: list[str], *, is_named: bool) -> Iterator[tuple[range, Unit]]:
    """Yield the stop words that are things here: "ved" is firewood alone, and "at" in "bark ved Krokom".

    At either end of a search it is no preposition, nor where no other word names anything. is_named: whether one does.
    """
    things = _stop_words_of_things(current_knowledge())
    for place, token in enumerate(tokens):
        if token in things and (not is_named or place in (0, len(tokens) - 1)):
            yield range(place, place + 1), _unit([token], *things[token])


@kept
def _stop_words_of_things(knowledge: Knowledge) -> Mapping[str, tuple[Weights, Weights]]:
    """Return the stop words that name materials or uses in some language, with how surely each is meant."""
    concepts, asked = concept_finder(knowledge), asked_finder(knowledge)
    found: dict[str, tuple[Weights, Weights]] = {}
    for word in STOP_WORDS:
        materials = _surest({each.material: each.weight for each in concepts.find(word, it)} for it in LANGUAGES)
        uses = _surest({use.use: use.weight for _span, use in asked.find_uses(word, it)} for it in LANGUAGES)
        if materials or uses:
            found[word] = materials, uses
    return MappingProxyType(found)


def _surest(meanings: Iterable[Weights]) -> Weights:
    return max(meanings, key=lambda weights: max(weights.values(), default=0))


def _longest_first(span: range) -> tuple[int, int]:
    return span.start, -len(span)


def _unit(tokens: list[str], materials: Mapping[str, float], uses: Mapping[str, float]) -> Unit:
    share = round(FULL / len(tokens))
    led = [(common_stem(tokens[0]), share)] if len(tokens) == 1 else []  # a stop word too
    led += [(term, share if weight == FULL else _PART) for term, weight in word_leads(" ".join(tokens), weight=FULL)]
    led += [(MATERIAL + code, round(FULL * weight)) for code, weight in materials.items()]
    led += [(USE + code, round(FULL * weight)) for code, weight in uses.items()]
    suited = {code: share for use in uses for code, share in suited_materials(use).items()}
    weight = max(uses.values(), default=0)
    led += [(MATERIAL + code, round(share * weight)) for code, share in suited.items()]
    return Unit(
        words=" ".join(tokens),
        terms=most(led),
        materials=tuple(materials),
        uses=tuple(uses),
        suited=tuple(suited),
    )


def suited_materials(use: str) -> Mapping[str, int]:
    """Return the materials that can serve a use or a kind of it, with how much that counts, the best suited first."""
    return _suited_materials(current_knowledge(), use)


@kept
def _suited_materials(knowledge: Knowledge, use: str) -> Mapping[str, int]:
    edges = {leaf.code: knowledge.material_uses.between(leaf.code, use) for leaf in knowledge.leaves}
    shares = {code: _SUITED[edge.suitability] for code, edge in edges.items() if edge and edge.suitability in _SUITED}
    return MappingProxyType(dict(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))))


def code_unit(match: re.Match[str]) -> Unit:
    """Return what leads to a waste code or heading: the code where it is told, the materials that usually have it."""
    code = "".join(part for part in match.groups() if part)
    usual = current_knowledge().materials_of_waste_code
    materials = tuple(dict.fromkeys(each for key in sorted(usual) if key.startswith(code) for each in usual[key]))
    led = [(WASTE_CODE + code, FULL), *((MATERIAL + each, _OF_CODE) for each in materials)]
    return Unit(words=match[0].strip(), terms=most(led), code=code, suited=materials)


def most(led: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Return every term once, with the largest share that leads to it."""
    terms: dict[str, int] = {}
    for term, share in led:
        terms[term] = max(share, terms.get(term, 0))
    return MappingProxyType(terms)
