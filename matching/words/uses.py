"""Uses that texts name, in the words that named them: "strö till hästar" is bedding."""

from dataclasses import dataclass, replace

from matching.knowledge import Knowledge, Term, TermKind, kept
from matching.words.concepts import ConceptFinder, Grade


@dataclass(frozen=True, slots=True)
class NamedUse:
    """word: the text's, folded. weight: how surely it means this use, in (0, 1]."""

    use: str
    word: str
    weight: float


class UseFinder:
    """Finds uses by their names and terms."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._finder = ConceptFinder(replace(knowledge, terms=use_terms(knowledge)))

    def find(self, text: str, language: str = "") -> tuple[NamedUse, ...]:
        """Return each use that the text names as a whole word or words, the surest first.

        A part of a word is too little: "hästfoder" in "hästfodersäck" says what a sack held.
        """
        found = self._finder.find(text, language)
        return tuple(NamedUse(each.material, each.word, each.weight) for each in found if each.grade is Grade.TERM)


def use_terms(knowledge: Knowledge) -> tuple[Term, ...]:
    """Return the names and terms of uses as if they were materials: `ConceptFinder` speaks of these alone."""
    named = (
        Term(language=language, text=name, code=use.code)
        for use in knowledge.uses.values()
        for language, name in use.names.items()
    )
    spoken = (replace(term, kind=TermKind.MATERIAL) for term in knowledge.terms if term.kind is TermKind.USE)
    return tuple(dict.fromkeys((*spoken, *named)))


@kept
def use_finder(knowledge: Knowledge) -> UseFinder:
    """Return the finder of this knowledge, made once."""
    return UseFinder(knowledge)
