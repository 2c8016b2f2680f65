"""Amount, rhythm and place out of one line: all that is found is told, nothing is chosen."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geo.places import Place, PlaceError, find_place, fold_name, load_gazetteer
from matching.amounts import Rhythm, parse_unit
from matching.codes.line_words import ABOUT, AMOUNT, CUBIC, NEAR, NUMBER_WORDS, RHYTHM, RHYTHM_OF, WORD
from matching.errors import NumberUnreadableError, UnitUnknownError
from matching.tables import parse_number


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the line something stands: line[start:stop] is `text`."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """low and high differ where a range was typed ("20-30 ton"). unit: a code of `matching.amounts.UNITS`."""

    low: float
    high: float
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class FoundRhythm:
    rhythm: Rhythm
    span: Span


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """places: the one of this name, or all namesakes, the likeliest first."""

    places: tuple[Place, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a line says beside what the thing is, in the order of the line. thing: what is left of the line."""

    amounts: tuple[FoundAmount, ...]
    rhythms: tuple[FoundRhythm, ...]
    places: tuple[FoundPlace, ...]
    thing: str


_MOST_WORDS_OF_A_PLACE = 3


def read_line(text: str, language: str = "") -> LineFacts:
    """Return the amounts, rhythms and places of a line, each with where it stands.

    language: whose number words count ("fem ton"); those of all where none is given.
    """
    amounts, rhythms = tuple(_amounts(text, language)), tuple(_rhythms(text))
    taken = [*(found.span for found in amounts), *(found.span for found in rhythms)]
    places = tuple(_places(text, taken))
    return LineFacts(amounts, rhythms, places, _left(text, [*taken, *(found.span for found in places)]))


def _amounts(text: str, language: str) -> Iterator[FoundAmount]:
    start = 0
    while match := AMOUNT.search(text, start):
        start = match.end("low")
        unit, low = _unit(match["unit"]), _number(match["low"], language)
        if unit and low:
            high = _number(match["high"], language) if match["high"] else low
            start = match.end()
            yield FoundAmount(low, max(low, high), unit, _span(text, match.start(), match.end()))


def _unit(word: str) -> str:
    """Return the unit's code, "" where it is none."""
    if CUBIC.fullmatch(word):
        return "m3"
    try:
        return parse_unit(word)
    except UnitUnknownError:
        return ""


def _number(word: str, language: str) -> float:
    """Return the number, 0 where there is none that we can read."""
    if word[0].isdigit():
        try:
            return parse_number(word)
        except NumberUnreadableError:
            return 0.0
    known = NUMBER_WORDS.values() if language not in NUMBER_WORDS else (NUMBER_WORDS[language],)
    return next((words[word.casefold()] for words in known if word.casefold() in words), 0.0)


def _rhythms(text: str) -> Iterator[FoundRhythm]:
    for match in RHYTHM.finditer(text):
        word = (match["any"] or match["definite"] or match["adverb"]).casefold()
        yield FoundRhythm(RHYTHM_OF[word], _span(text, match.start(), match.end()))


def _places(text: str, taken: Sequence[Span]) -> Iterator[FoundPlace]:
    words = [
        match for match in WORD.finditer(text) if not any(span.start <= match.start() < span.stop for span in taken)
    ]
    position = 0
    while position < len(words):
        length = _length_of_place(text, words, position)
        if length:
            span = _span(text, words[position].start(), words[position + length - 1].end())
            yield FoundPlace(_namesakes(span.text), span)
        position += max(length, 1)


def _length_of_place(text: str, words: Sequence[re.Match[str]], position: int) -> int:
    """Return how many words from here name a place, as many as can; 0 where none do.

    Many places are called as things are (Berg, Mo): so the name must have a capital inside the line, or stand alone
    between commas; and the line's first word, or a word after no comma and none of "i", "från", is not one.
    """
    for length in range(min(_MOST_WORDS_OF_A_PLACE, len(words) - position), 0, -1):
        start, stop = words[position].start(), words[position + length - 1].end()
        if fold_name(text[start:stop]) not in _names() or "," in text[start:stop]:
            continue
        before, behind = text[:start].rstrip(), text[stop:].lstrip()
        follows = before.endswith((",", "(", ";", "\n")) or before.rpartition(" ")[2].casefold() in NEAR
        alone = before.endswith(",") and (not behind or behind[0] in ",.;)")
        if alone or (text[start].isupper() and (follows or (before and not behind))):
            return length
    return 0


def _namesakes(name: str) -> tuple[Place, ...]:
    try:
        return (find_place(name),)
    except PlaceError as error:
        return error.candidates


@cache
def _names() -> frozenset[str]:
    gazetteer = load_gazetteer()
    names = [name for each in gazetteer.localities.values() for name in (each.name, *each.other_names)]
    names += [
        name for each in gazetteer.municipalities.values() for name in (each.name, each.name_sma, *each.other_names)
    ]
    return frozenset(fold_name(name) for name in names) - {""}


def _left(text: str, spans: Sequence[Span]) -> str:
    """Return the line without what was found, tidied of what only joined it."""
    parts, start = list[str](), 0
    for span in sorted(spans, key=lambda span: span.start):
        parts.append(ABOUT.sub("", text[start : span.start]))
        start = span.stop
    left = re.sub(r"\s+", " ", " ".join([*parts, text[start:]])).strip()
    left = re.sub(r"\s+([,;.])", r"\1", left)
    left = re.sub(rf"\b(?:{'|'.join(sorted(NEAR))})$", "", left.rstrip(" ,;.–-/"), flags=re.IGNORECASE)
    return re.sub(r"([,;])(?:\s*[,;])+", r"\1", left).strip(" ,;.–-/")


def _span(text: str, start: int, stop: int) -> Span:
    return Span(start, stop, text[start:stop])
