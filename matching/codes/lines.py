"""Amount, rhythm, months, price and place out of one line: all that is found is told, nothing is chosen."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TypeVar

from geo.places import Place, PlaceError, find_place, fold_name, load_gazetteer
from matching.amounts import parse_unit
from matching.codes.line_counts import find_counts, number_of
from matching.codes.line_days import find_bounds
from matching.codes.line_facts import (
    FoundAmount,
    FoundCount,
    FoundFact,
    FoundPlace,
    FoundRhythm,
    LineFacts,
    Span,
)
from matching.codes.line_money import find_prices
from matching.codes.line_times import find_months, find_rhythms, find_weeks, find_yearly
from matching.codes.line_words import ABOUT, AMOUNT, CUBIC, LOADS, NEAR, PAIR, WORD
from matching.errors import UnitUnknownError

_Found = TypeVar("_Found", bound=FoundFact)
_MOST_WORDS_OF_A_PLACE = 3
_JOINS = re.compile(rf"\b(?:{'|'.join(sorted(NEAR))})\s+$", re.IGNORECASE)


def read_line(text: str, language: str = "") -> LineFacts:
    """Return the amounts, rhythms, months, days, prices and places of a line, each with where it stands.

    language: whose number words count ("fem ton"); those of all where none is given.
    """
    taken: list[Span] = []
    prices = _apart(find_prices(text), taken)
    amounts = _apart(_amounts(text, language), taken)
    rhythms = _apart(find_rhythms(text), taken)
    months = _apart(chain(find_months(text), find_weeks(text)), taken)
    bounds = _apart(find_bounds(text), taken)
    rhythms = _in_order((*rhythms, *_apart(find_yearly(text), taken)))
    counts = _apart(find_counts(_without(text, taken), language), taken)
    taken = [span for span in taken if span not in {each.span for each in counts if not each.is_of_vessels}]
    places = tuple(_places(text, taken))
    thing = _left(text, [*taken, *(found.span for found in places)])
    return LineFacts(amounts, rhythms, places, thing, months, prices, counts, bounds)


def without_counts(text: str, facts: LineFacts, counts: Iterable[FoundCount]) -> str:
    """Return the thing of a line without these numbers too, which turned out to count it."""
    vessels = (each for each in facts.counts if each.is_of_vessels)
    told: tuple[FoundFact, ...] = (*facts.amounts, *facts.rhythms, *facts.places, *facts.months, *facts.prices)
    told = (*told, *facts.bounds, *vessels, *counts)
    return _left(text, [each.span for each in told])


def _apart(found: Iterable[_Found], taken: list[Span]) -> tuple[_Found, ...]:
    """Return what stands where nothing else was found before, and note where it does."""
    kept = []
    for each in found:
        if not any(each.span.start < span.stop and span.start < each.span.stop for span in taken):
            kept.append(each)
            taken.append(each.span)
    return tuple(kept)


def _in_order(found: Iterable[FoundRhythm]) -> tuple[FoundRhythm, ...]:
    return tuple(sorted(found, key=lambda each: each.span.start))


def _without(text: str, taken: Sequence[Span]) -> str:
    """Return the line with a stop in the place of every letter that was understood."""
    for span in taken:
        text = f"{text[: span.start]}{';' * (span.stop - span.start)}{text[span.stop :]}"
    return text


def _amounts(text: str, language: str) -> Iterator[FoundAmount]:
    start = 0
    while match := AMOUNT.search(text, start):
        start = match.end("low")
        unit, low = _unit(match["unit"]), number_of(match["low"], language)
        are_some = match["unit"].casefold() in PAIR and not match["low"][0].isdigit()
        if unit and low and not are_some:
            high = number_of(match["high"], language) if match["high"] else low
            start = match.end()
            yield FoundAmount(low, max(low, high), unit, _span(text, match.start(), match.end()))


def _unit(word: str) -> str:
    """Return the unit's code, "" where it is none."""
    if CUBIC.fullmatch(word):
        return "m3"
    try:
        return "trips" if LOADS.fullmatch(word) else parse_unit(word)
    except UnitUnknownError:
        return ""


def _places(text: str, taken: Sequence[Span]) -> Iterator[FoundPlace]:
    words = [
        match for match in WORD.finditer(text) if not any(span.start <= match.start() < span.stop for span in taken)
    ]
    position = 0
    while position < len(words):
        length = _length_of_place(text, words, position, taken)
        if length:
            span = _span(text, words[position].start(), words[position + length - 1].end())
            yield FoundPlace(_namesakes(span.text), span)
        position += max(length, 1)


def _length_of_place(text: str, words: Sequence[re.Match[str]], position: int, taken: Sequence[Span]) -> int:
    """Return how many words from here name a place, as many as can; 0 where none do.

    Many places are called as things are (Berg, Mo): so the name must have a capital inside the line, or stand alone
    between commas; and the line's first word, or a word after no comma and none of "i", "från", is not one, unless a
    colon or the end of the line follows it, amount, price and the like left out.
    """
    for length in range(min(_MOST_WORDS_OF_A_PLACE, len(words) - position), 0, -1):
        start, stop = words[position].start(), words[position + length - 1].end()
        if fold_name(text[start:stop]) not in _names() or "," in text[start:stop]:
            continue
        before, behind = text[:start].rstrip(), _behind(text, stop, taken)
        follows = before.endswith((",", "(", ";", "\n")) or before.rpartition(" ")[2].casefold() in NEAR
        alone = before.endswith(",") and (not behind or behind[0] in ",.;)")
        alone = alone or (not before and text[start].isupper() and behind.startswith(":"))
        if alone or (text[start].isupper() and (follows or (before and not behind))):
            return length
    return 0


def _behind(text: str, stop: int, taken: Sequence[Span]) -> str:
    """Return what follows, without what was understood right behind it."""
    while True:
        stop += len(text[stop:]) - len(text[stop:].lstrip())
        following = next((span for span in taken if span.start == stop), None)
        if following is None:
            return text[stop:]
        stop = following.stop


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
        part = ABOUT.sub("", text[start : span.start])
        parts.append(_JOINS.sub("", part) if span.text[:1].isupper() else part)  # a place: "flis ved Åre"; "3 m³ ved"
        start = span.stop
    left = re.sub(r"\s+", " ", " ".join([*parts, text[start:]])).strip()
    left = re.sub(r"^(?:of|med|av|with)\s", "", left, flags=re.IGNORECASE) if spans else left
    left = re.sub(r"\s+([,;.])", r"\1", left)
    return re.sub(r"([,;])(?:\s*[,;])+", r"\1", left).strip(" ,;:.–-/")


def _span(text: str, start: int, stop: int) -> Span:
    return Span(start, stop, text[start:stop])
