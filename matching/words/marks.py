"""What a text tells that a hard rule hangs on, word by word, and what it denies.

The tables tell what a material is; this is what is told of it besides, in any of the languages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from matching.words.denials import denials
from matching.words.folding import words
from matching.words.mark_words import OTHERWISE, PATTERNS, PHRASES, Mark
from matching.words.zones import Zone, zones

__all__ = ["Mark", "Told", "marks_of"]

_MOST_REMEMBERED = 20_000
_OF_FIRMS = frozenset({Mark.DIGESTER, Mark.ANIMALS, Mark.PIGS, Mark.BREWERY, Mark.BOILER})
_COMPILED, _EXCEPT = (
    {mark: re.compile("|".join(patterns.split())) for mark, patterns in table.items()}
    for table in (PATTERNS, OTHERWISE)
)
_TRACE = re.compile(r"(?:under|max\w*|mindre (?:än|enn)|högst|høyst|<)\.?\s*[\d.,]+\s*%\s+[^\W\d_]+", re.IGNORECASE)
_KRAV = re.compile(r"\bKRAV\b")  # the label; written otherwise it is any demand
_WITHOUT_ITSELF = re.compile(r"(\w{3,}?)(?:fri|fritt|fria|frie)$")  # "asbestfri"
# What was not looked for may be there or not.
_UNTESTED = re.compile(
    r"\b(?:ej|inte|icke|ikke|ikkje|not)\s+(?:\w+\s+)?(?:prov|prøve|analys|test|undersök|undersøk|kontroll|sjekk)\w*"
    r"\s+(?:för|for|på|mht\.?|efter|med avseende på|med hensyn til)\s+\w+(?:\s+(?:och|eller|og|or)\s+\w+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """Marks of a text: those that it says, and those of words that it denies."""

    says: frozenset[Mark]
    denies: frozenset[Mark]


@lru_cache(_MOST_REMEMBERED)
def marks_of(text: str) -> Told:
    """Return the marks of a text."""
    text = _UNTESTED.sub(" ", _TRACE.sub(" ", text))
    told: dict[bool, set[Mark]] = {True: set(), False: set()}
    spoken = words(text)
    found = [(place, word, marks) for place, word in enumerate(spoken) if (marks := _of_word(word))]
    phrased = [(match, mark) for mark, phrase in PHRASES.items() for match in phrase.finditer(" ".join(spoken))]
    denied = denials(text) if found or phrased else []
    standing = zones(text) if any(not _OF_FIRMS.isdisjoint(marks) for *_, marks in found) else None
    for place, word, marks in found:
        is_source = standing is not None and standing[place] is Zone.SOURCE
        is_denied = denied[place] or _WITHOUT_ITSELF.match(word) is not None
        told[is_denied].update(mark for mark in marks if not (is_source and mark in _OF_FIRMS))
    for match, mark in phrased:
        told[denied[match.string.count(" ", 0, match.start())]].add(mark)
    if _KRAV.search(text):
        told[False].add(Mark.CERTIFIED)
    return Told(frozenset(told[False]), frozenset(told[True]))


@lru_cache(_MOST_REMEMBERED)
def _of_word(word: str) -> tuple[Mark, ...]:
    free = _WITHOUT_ITSELF.match(word)
    return tuple(dict.fromkeys((*_found(word), *(_found(free[1]) if free else ()))))


def _found(word: str) -> Iterator[Mark]:
    for mark, pattern in _COMPILED.items():
        if pattern.fullmatch(word) and not (mark in _EXCEPT and _EXCEPT[mark].fullmatch(word)):
            yield mark
