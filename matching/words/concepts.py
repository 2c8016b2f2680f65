"""Which materials a text names, in which words: longest term first, in its own language first, parts of words last."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from matching.knowledge import Knowledge, Term, TermFlag, TermKind, kept
from matching.words.folding import STOP_WORDS, words
from matching.words.language import detect_language
from matching.words.stems import FAMILIES, stem
from matching.words.zones import Zone, zones


class Grade(StrEnum):
    """How a word led to a concept."""

    TERM = "term"
    WORD_PART = "word_part"


@dataclass(frozen=True, slots=True)
class Mention:
    """A material that a text names: its code, the word that said so, and how surely (above 0, at most 1).

    material: "" for a word that means something else ("mask" in Swedish); `ConceptFinder.find` keeps these to itself.
    """

    material: str
    word: str
    weight: float
    grade: Grade


_Key = TypeVar("_Key", bound=Hashable)

# Compounds: "kornhalm" is halm (its tail) more than korn (its head). MATCHING.md's measurements: tails lift recall@5
# from .90 to .99. A word of the neighbour language may be a false friend: nb "mask" is spent grain, sv "mask" a worm.
_TAIL, _HEAD, _FOREIGN, _AMBIGUOUS = 0.7, 0.35, 0.5, 0.6
_SHORTEST_PART = 4
_OF_THING = 0.3  # what a form tells beside the thing that it is of
_AND = frozenset(("och", "samt", "og", "and"))

# A word that means something else in its language is found too, so that no other language claims it. Forms, processes
# and qualities name no material; a form can be a tail.
_SPEAKING_KINDS = (TermKind.MATERIAL, TermKind.OTHER)


class ConceptFinder:
    """Finds materials in texts by the terms and names of the knowledge tables."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._groups = {code: material.parent or code for code, material in knowledge.materials.items()}
        self._lexicons = {family: _Lexicon(family, self._groups) for family in FAMILIES.values()}
        for term in knowledge.terms:
            self._lexicons[FAMILIES[term.language]].add(term)

    def find(self, text: str, language: str = "") -> tuple[Mention, ...]:
        """Return each material that the text names once, the surest first."""
        return surest(mention for _, mention in self.find_places(text, language))

    def find_places(self, text: str, language: str = "") -> list[tuple[range, Mention]]:
        """Return every mention with the places of its words (in the order of `folding.words`)."""
        family = FAMILIES.get(language or detect_language(text), "")
        tokens = words(text)
        own = self._of_named_things(self._lexicons[family].find(tokens), text, family) if family else []
        left = _left(tokens, own)
        foreign = [found for other in self._lexicons if other != family for found in self._foreign(other, left)]
        return [found for found in own if found[1].material] + foreign

    def _of_named_things(
        self, found: list[tuple[range, Mention]], text: str, family: str
    ) -> list[tuple[range, Mention]]:
        """Doubt words that name a form where the text names a thing: "gips, kapp" is no wood, "bark og kapp" is."""
        lexicon = self._lexicons[family]
        forms = {
            span.start: lexicon.is_form(each.word) and self._groups.get(each.material) != each.material  # "slam": any
            for span, each in found
        }
        standing = zones(text)
        things = {
            self._groups.get(each.material, "")
            for span, each in found
            if not forms[span.start] and standing[span.start] is Zone.THING
        } - {""}
        if not things or not any(forms.values()):
            return found
        return [
            (span, replace(each, weight=each.weight * _OF_THING))
            if forms[span.start] and self._groups.get(each.material) not in things and not _is_listed(span, words(text))
            else (span, each)
            for span, each in found
        ]

    def _foreign(self, family: str, left: Mapping[int, str]) -> Iterable[tuple[range, Mention]]:
        places = list(left)
        for span, found in self._lexicons[family].find(list(left.values())):
            if found.material and found.grade is Grade.TERM:
                place = range(places[span.start], places[span.stop - 1] + 1)
                yield place, Mention(found.material, found.word, found.weight * _FOREIGN, found.grade)


@kept
def concept_finder(knowledge: Knowledge) -> ConceptFinder:
    """Return the finder of this knowledge, made once."""
    return ConceptFinder(knowledge)


class _Lexicon:
    """The terms of one language by their stems."""

    def __init__(self, family: str, groups: Mapping[str, str]) -> None:
        self._family, self._groups = family, groups
        self._phrases: dict[tuple[str, ...], list[Term]] = {}
        self._tails: dict[str, list[Term]] = {}
        self._heads: dict[str, list[Term]] = {}
        self._forms: set[str] = set()  # stems of words for a material that may be a form of any: "kapp", "offcuts"
        self._longest: dict[str, int] = {}  # first word or stem → the most words of a phrase that begins with it

    def add(self, term: Term) -> None:
        tokens = words(term.text)
        if tokens and term.kind in _SPEAKING_KINDS:
            self._add_phrase(term, tokens=tokens)
        if len(tokens) == 1 and term.is_ambiguous and TermFlag.FORM_TAIL in term.flags:
            self._forms.update(self._stems(tokens))
        if len(tokens) == 1 and TermFlag.WHOLE_WORD not in term.flags:
            self._add_parts(term, word=tokens[0])

    def is_form(self, word: str) -> bool:
        """Return whether a word, as a text has it, may name no material but a form of one."""
        return " " not in word and self._stems([word])[0] in self._forms

    def _add_phrase(self, term: Term, *, tokens: list[str]) -> None:
        for phrase in {tuple(tokens), *(() if TermFlag.WHOLE_WORD in term.flags else (self._stems(tokens),))}:
            self._longest[phrase[0]] = max(self._longest.get(phrase[0], 1), len(phrase))
            _append(self._phrases, phrase, term)

    def _add_parts(self, term: Term, *, word: str) -> None:
        is_material = term.kind is TermKind.MATERIAL
        for form in {word, *self._stems([word])}:
            if len(form) >= _SHORTEST_PART:
                if TermFlag.FORM_TAIL in term.flags or (is_material and TermFlag.NOT_TAIL not in term.flags):
                    _append(self._tails, form, term)
                if is_material and TermFlag.NOT_HEAD not in term.flags:
                    _append(self._heads, form, term)

    def find(self, tokens: list[str]) -> list[tuple[range, Mention]]:
        """Return what the tokens name, with the positions of the tokens that said so."""
        found: list[tuple[range, Mention]] = []
        whole, stems = tuple(tokens), self._stems(tokens)
        position = 0
        while position < len(tokens):
            length, mentions = self._longest_at(whole, stems, position=position)
            found += [(range(position, position + length), mention) for mention in mentions]
            position += length
        return found

    def _longest_at(
        self, tokens: tuple[str, ...], stems: tuple[str, ...], *, position: int
    ) -> tuple[int, list[Mention]]:
        longest = max(self._longest.get(tokens[position], 1), self._longest.get(stems[position], 1))
        for length in range(min(longest, len(tokens) - position), 0, -1):
            piece = slice(position, position + length)
            if terms := self._phrases.get(tokens[piece]) or self._inflected(stems[piece]):
                return length, self._mentions(terms, word=" ".join(tokens[piece]), weight=1, grade=Grade.TERM)
        return 1, self._parts(tokens[position])

    def _inflected(self, stems: tuple[str, ...]) -> list[Term]:
        if stems[0] in STOP_WORDS and len(stems) == 1:
            return []  # "ton" is no inflected "toner"
        terms = self._phrases.get(stems, [])
        return [term for term in terms if TermFlag.WHOLE_WORD not in term.flags]

    def _parts(self, word: str) -> list[Mention]:
        for form in (word, *self._stems([word])):
            for cut in range(2, len(form) - _SHORTEST_PART + 1):  # from the left: the longest tail first
                if terms := self._tails.get(form[cut:]):
                    formless = [term for term in terms if TermFlag.FORM_TAIL not in term.flags]
                    # A tail such as -spill or -slam names a form: what is before it says of what.
                    head = self._head(word[:cut], word=word, weight=_HEAD if formless else _TAIL)
                    return self._mentions(formless, word=word, weight=_TAIL, grade=Grade.WORD_PART) + head
        return self._head(word, word=word, weight=_HEAD)

    def _head(self, start: str, *, word: str, weight: float) -> list[Mention]:
        for cut in range(len(start), _SHORTEST_PART - 1, -1):
            if terms := self._heads.get(start[:cut]):
                return self._mentions(terms, word=word, weight=weight, grade=Grade.WORD_PART)
        return []

    def _mentions(self, terms: list[Term], *, word: str, weight: float, grade: Grade) -> list[Mention]:
        """Return one mention for each material; a word that may mean several means each less surely.

        Where they are all of one group ("whey" of either kind), there is no doubt but which.
        """
        codes: Mapping[str, bool] = {term.material: term.is_ambiguous for term in terms}
        groups = {self._groups.get(code, code) for code in codes}
        is_sure_of_group = len(codes) > 1 and len(groups) == 1
        share = weight / len(codes) ** 0.5 if codes else weight
        return [
            Mention(code, word, share * (_AMBIGUOUS if ambiguous and not is_sure_of_group else 1), grade)
            for code, ambiguous in codes.items()
        ]

    def _stems(self, tokens: list[str]) -> tuple[str, ...]:
        return tuple(stem(self._family, token) for token in tokens)


def _append(table: dict[_Key, list[Term]], key: _Key, term: Term) -> None:
    terms = table.setdefault(key, [])
    if term not in terms:
        terms.append(term)


def _is_listed(span: range, tokens: list[str]) -> bool:
    return span.start > 0 and tokens[span.start - 1] in _AND


def _left(tokens: list[str], found: list[tuple[range, Mention]]) -> dict[int, str]:
    """Return by place the tokens that are no term of the own language: parts of words may be terms of another."""
    used = {position for span, mention in found if mention.grade is Grade.TERM for position in span}
    return {position: token for position, token in enumerate(tokens) if position not in used}


def surest(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the surest mention of each material, the surest first."""
    best: dict[str, Mention] = {}
    for mention in mentions:
        if mention.material not in best or mention.weight > best[mention.material].weight:
            best[mention.material] = mention
    return tuple(sorted(best.values(), key=lambda mention: (-mention.weight, mention.material)))
