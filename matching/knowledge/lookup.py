"""Which one thing a text names, by its names and terms in the reader's language first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from matching.knowledge.languages import LANGUAGES, read_together
from matching.knowledge.materials import Material
from matching.knowledge.terms import Term, fold_text
from matching.knowledge.uses import Use

CodesByText = Mapping[tuple[str, str], frozenset[str]]  # (language, folded text) → codes


def codes_by_text(named: Mapping[str, Material] | Mapping[str, Use], *, terms: Iterable[Term]) -> CodesByText:
    """Return which codes a text names in a language, leaving out the terms that mean other things too."""
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, each in named.items():
        for language, name in each.names.items():
            codes[language, fold_text(name)].add(code)
    for term in terms:
        if term.code in named and not term.is_ambiguous:
            codes[term.language, fold_text(term.text)].add(term.code)
    return MappingProxyType({key: frozenset(found) for key, found in codes.items()})


def only_code(text: str, *, language: str, codes: CodesByText, kind: str) -> str:
    """Return the one code that a text names, by the reader's own languages first.

    Raises KeyError where none or several have the text.
    """
    folded = fold_text(text)
    for languages in (read_together(language), frozenset(LANGUAGES)):
        found = frozenset().union(*(codes.get((each, folded), frozenset()) for each in languages))
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise KeyError(f"“{text}” may be {', '.join(sorted(found))}: say which.")
    raise KeyError(f"“{text}” names no {kind} that we know.")
