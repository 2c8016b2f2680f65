"""Everyday words that mean certain waste codes, or where a heading's wastes come from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from matching.knowledge import Term
from matching.knowledge.knowledge import DATA_FOLDER
from matching.knowledge.tables import Row, Tables

_LANGUAGES = ("sv", "nb", "en")
_HEADING_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Target:
    """What a word can lead to: a material, some waste codes (the likeliest first), or a heading of the list."""

    material: str = ""
    codes: tuple[str, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the tables. is_term: a word that people use, rather than a name of the list."""

    text: str
    language: str
    target: Target
    is_term: bool = True


@cache
def word_entries() -> tuple[Entry, ...]:
    """Return the words that mean certain waste codes, or where a heading's wastes come from; read once."""
    return tuple(entry for row in Tables(DATA_FOLDER).rows("waste_code_words") for entry in _word_entries(row))


def _word_entries(row: Row) -> Iterator[Entry]:
    codes = row.items("codes")
    is_heading = len(codes[0]) <= _HEADING_DIGITS
    targets = [Target(heading=code) for code in codes] if is_heading else [Target(codes=codes)]
    for target in targets:
        for language in _LANGUAGES:
            for text in row.items(f"words_{language}"):
                yield Entry(text, language, target)


def as_terms(entries: tuple[Entry, ...]) -> tuple[tuple[Term, ...], MappingProxyType[str, Target]]:
    """Return the entries as terms, whose codes are keys of the second: so that one finder reads both."""
    targets = {entry.target: f"{number}" for number, entry in enumerate(entries)}
    terms = tuple(Term(language=entry.language, text=entry.text, code=targets[entry.target]) for entry in entries)
    return terms, MappingProxyType({key: target for target, key in targets.items()})
