"""Words as somebody asks by them in a box: more of them name a use or material than in the text of a listing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from matching.knowledge import Knowledge, Term, TermFlag, TermKind, kept
from matching.words.concepts import ConceptFinder, Grade, Mention
from matching.words.uses import NamedUse, use_terms

_NEIGHBOURS = ("sv", "nb")  # whose compounds are made alike: read by whoever writes either


class AskedFinder:
    """Finds what the words of a search may mean beside the materials that any text names by them."""

    def __init__(self, knowledge: Knowledge) -> None:
        asked = [term for term in knowledge.search_terms if term.kind is TermKind.MATERIAL]
        self._materials = ConceptFinder(replace(knowledge, terms=tuple(asked)))
        self._uses = ConceptFinder(replace(knowledge, terms=tuple(_asked_uses(knowledge))))

    def find_materials(self, text: str, language: str) -> list[tuple[range, Mention]]:
        """Return the materials that only a search names so, with the places of the words."""
        return [found for found in self._materials.find_places(text, language) if found[1].grade is Grade.TERM]

    def find_uses(self, text: str, language: str) -> list[tuple[range, NamedUse]]:
        """Return the uses that the text names in whole words, with the places of the words."""
        return [
            (span, NamedUse(each.material, each.word, each.weight))
            for span, each in self._uses.find_places(text, language)
            if each.grade is Grade.TERM
        ]

    def uses_of_last_part(self, word: str, language: str) -> Mapping[str, float]:
        """Return by code how surely a compound means the use that it ends with: "hästströ" is bedding."""
        for each in dict.fromkeys((language, *_NEIGHBOURS)):
            if found := {m.material: m.weight for m in self._uses.find(word, each) if m.grade is Grade.WORD_PART}:
                return found
        return {}


@kept
def asked_finder(knowledge: Knowledge) -> AskedFinder:
    """Return the finder of this knowledge, made once."""
    return AskedFinder(knowledge)


def _asked_uses(knowledge: Knowledge) -> Iterator[Term]:
    """Yield the terms of uses, none of which counts as the first part of a word: "strökorg" is no bedding."""
    asked = (term for term in knowledge.search_terms if term.kind is TermKind.USE)
    for term in dict.fromkeys((*use_terms(knowledge), *(replace(each, kind=TermKind.MATERIAL) for each in asked))):
        yield replace(term, flags=term.flags | {TermFlag.NOT_HEAD})
