"""What the words of a search mean: materials, uses, waste codes, places and months, and the stems that are left."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from babel.dates import get_month_names

from geo.places import PlaceError, find_place
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.places import area_codes_around
from marketplace.queries.search_terms import AREA
from marketplace.queries.search_units import FULL, Unit, code_unit, how_much_is_said, most, word_units
from matching.words import common_stem, detect_language, telling_words
from matching.words.folding import STOP_WORDS, words

LONGEST = 200  # letters of a search
_MOST_UNITS = 8
_OF_THE_REGION = ("sv", "nb")  # what who reads English may write too
_CODE = re.compile(r"(?<!\d)(\d{2})[ .]?(\d{2})(?:[ .]?(\d{2}))?(?!\d)\*?")
_SEASONS = {
    **dict.fromkeys(("vinter", "vintern", "vinteren", "winter"), (12, 1, 2)),
    **dict.fromkeys(("våren", "spring"), (3, 4, 5)),
    **dict.fromkeys(("sommar", "sommaren", "sommer", "sommeren", "summer"), (6, 7, 8)),
    **dict.fromkeys(("höst", "hösten", "høst", "høsten", "autumn"), (9, 10, 11)),
}


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that a search names. areas: those under which listings of its municipality are shown."""

    words: str
    municipality: str
    areas: tuple[str, ...]
    terms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SearchWords:
    """A search's words as they were understood. months: bits as in `Listing.shown_months`, 0 for none named."""

    text: str
    language: str
    units: tuple[Unit, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    months: int = 0

    @property
    def says_nothing(self) -> bool:
        """Return whether something was typed, and nothing is left of it to look for."""
        return bool(self.text and not (self.units or self.places or self.months))

    @property
    def is_too_long(self) -> bool:
        return len(self.text) > LONGEST

    def as_typed(self, part: str) -> str:
        """Return words of the search as they stand in it, with their capitals."""
        found = _standing(part).search(self.text)
        return found[0] if found else part

    def without_places(self) -> str:
        """Return what the search asks for where no place is named."""
        text = self.text
        for place in self.places:
            text = _standing(place.words).sub(" ", text)
        left = text.replace(",", " ").split()
        while left and left[-1].casefold() in STOP_WORDS:  # the "i" of "bark i Krokom"
            left.pop()
        return " ".join(left)


def _standing(part: str) -> re.Pattern[str]:
    return re.compile(r"\W+".join(re.escape(word) for word in part.split()), re.IGNORECASE)


def understand_words(text: str, *, language: str) -> SearchWords:
    """Return what the words of a search mean in a language; who reads English may write any of the region's.

    More than `LONGEST` letters mean nothing.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return SearchWords(text, language)
    return _understand(text, language, current_knowledge().version)


@lru_cache(maxsize=5_000)
def _understand(text: str, language: str, version: str) -> SearchWords:
    """Return the same for a text without needless blanks, by a version of the tables.

    Kept: every page of a list asks for the same, and each new listing is held against all searches that are saved.
    """
    rest, codes = _CODE.sub(" ", text), [code_unit(match) for match in _CODE.finditer(text)]
    tokens = words(rest)
    if language == "en":
        tongues = dict.fromkeys((language, detect_language(rest) or language, *_OF_THE_REGION))
        language = max(tongues, key=lambda each: how_much_is_said(rest, each))
    found = word_units(rest, tokens, language=language, is_named=bool(codes))
    places = _places(tokens, taken={place for span, unit in found if unit.is_concept for place in span})
    of_places = {place for span, _named in places for place in span}
    months, of_months = _months(tokens, taken=of_places)
    units = [unit for span, unit in found if of_places.isdisjoint(span) and of_months.isdisjoint(span)]
    named = tuple(place for _span, place in places)
    return SearchWords(text, language, tuple([*codes, *units][:_MOST_UNITS]), named, months)


def _places(tokens: list[str], *, taken: set[int]) -> list[tuple[range, NamedPlace]]:
    """Return the places of the region that are named in full, the longest names first."""
    found: list[tuple[range, NamedPlace]] = []
    for length in (3, 2, 1):
        for start in range(len(tokens) - length + 1):
            span = range(start, start + length)
            if taken.isdisjoint(span) and (named := _place(" ".join(tokens[start : start + length]))):
                found.append((span, named))
                taken = taken.union(span)
    return found


@lru_cache(maxsize=2_000)
def _place(name: str) -> NamedPlace | None:
    if name in STOP_WORDS or len(name) < 2 or name.isdigit():
        return None
    try:
        place = find_place(name)
    except PlaceError as error:
        if error.code != "ambiguous_place":
            return None
        place = error.candidates[0]  # of namesakes the largest
    code = place.municipality.code
    led = [*((common_stem(word), FULL) for word in telling_words(name)), (AREA + code, 60)]
    return NamedPlace(name, code, area_codes_around(code), most(led))


def _months(tokens: list[str], *, taken: set[int]) -> tuple[int, set[int]]:
    """Return the months that are named, as bits, and the places of their names."""
    bits, used = 0, set()
    for place, token in enumerate(tokens):
        months = _month_names().get(token, ()) if place not in taken else ()
        for month in months:
            bits |= 1 << (month - 1)
            used.add(place)
    return bits, used


@cache
def _month_names() -> Mapping[str, tuple[int, ...]]:
    names = {
        name.casefold(): (number,)
        for language in ("sv", "nb", "en")
        for number, name in get_month_names("wide", locale=language).items()
    }
    return MappingProxyType({**names, **_SEASONS})
