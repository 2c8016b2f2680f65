"""A listing's words put into the other language of the region, term by term: for robustness, never for people."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType

from matching.knowledge import Knowledge, TermKind
from matching.records import Listing
from matching.words import ConceptFinder
from matching.words.folding import words

_OTHER: Mapping[str, str] = MappingProxyType({"sv": "nb", "nb": "sv", "nn": "sv"})

_WHOLE = 0.9  # so sure is a term; parts of words are left alone: "krok" is not what Krokom is about
_DONE = "\0"  # before what has been put in: it is not looked at again


class Translator:
    """Replaces every word that the tables know by the first term of the other language for the same thing.

    The rest stays as it is: small words, names, numbers. The result is no sentence that anybody would write. And what
    is translated by our own tables is also read by them, so what a ranker reaches on it flatters.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._terms = tuple(
            replace(term, kind=TermKind.MATERIAL, code=f"{term.kind}:{term.code}") for term in knowledge.terms
        )
        self._finder = ConceptFinder(replace(knowledge, terms=self._terms))

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], str]:
        """Return the first term of each thing in each language."""
        names: dict[tuple[str, str], str] = {}
        for term in self._terms:
            names.setdefault((term.language, term.code), term.text)
        return names

    def listing(self, listing: Listing) -> Listing:
        """Return a Swedish listing in Norwegian words, a Norwegian one in Swedish ones; others as they are."""
        target = _OTHER.get(listing.language)
        if target is None:
            return listing
        texts = (self._text(text, listing.language, target) for text in (listing.title, listing.description))
        title, description = texts
        return replace(listing, title=title, description=description, language=target)

    def _text(self, text: str, language: str, target: str) -> str:
        tokens = words(text)
        found = sorted(self._finder.find_places(text, language), key=lambda each: (-len(each[0]), each[0].start))
        for place, mention in found:
            if mention.weight < _WHOLE:
                continue
            name = self._names.get((target, mention.material))
            # A longer term has taken some of its words already, or there is no word for it.
            if name is None or any(not tokens[each] or tokens[each][0] == _DONE for each in place):
                continue
            tokens[place.start] = f"{_DONE}{name}"
            for each in place[1:]:
                tokens[each] = ""
        return " ".join(token.removeprefix(_DONE) for token in tokens if token)
