"""What the words of a search mean: materials, uses, waste codes, places and months, and the stems that are left."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from babel.dates import get_month_names

from geo.places import PlaceError, find_place
from marketplace.queries.knowledge import current_concept_finder, current_knowledge, current_use_finder
from marketplace.queries.places import area_codes_around
from marketplace.queries.search_terms import AREA, MATERIAL, USE, WASTE_CODE, word_leads
from matching.knowledge import LANGUAGES, Knowledge, Suitability, kept
from matching.words import common_stem, concept_finder, detect_language, telling_words
from matching.words.folding import STOP_WORDS, words

LONGEST = 200  # letters of a search
_MOST_UNITS = 8
_CODE = re.compile(r"(?<!\d)(\d{2})[ .]?(\d{2})(?:[ .]?(\d{2}))?(?!\d)\*?")
_WORD, _PART, _OF_CODE = 100, 40, 60  # how much of a term's weight counts, of a hundred
_SUITED = {Suitability.DIRECT: 70, Suitability.CONDITIONAL: 50}
_SEASONS = {
    **dict.fromkeys(("vinter", "vintern", "vinteren", "winter"), (12, 1, 2)),
    **dict.fromkeys(("våren", "spring"), (3, 4, 5)),
    **dict.fromkeys(("sommar", "sommaren", "sommer", "sommeren", "summer"), (6, 7, 8)),
    **dict.fromkeys(("höst", "hösten", "høst", "høsten", "autumn"), (9, 10, 11)),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that belong together, and the terms that they lead to: of each how much counts, of a hundred.

    materials, uses: what the words mean by the knowledge tables; suited: what can serve those uses, or has that code.
    """

    words: str
    terms: Mapping[str, int]
    materials: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    code: str = ""
    suited: tuple[str, ...] = ()

    @property
    def is_concept(self) -> bool:
        return bool(self.materials or self.uses or self.code)


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
    rest, codes = _CODE.sub(" ", text), [_code_unit(match) for match in _CODE.finditer(text)]
    tokens = words(rest)
    if language == "en":
        language = max((language, detect_language(rest) or language), key=lambda each: _said(rest, each))
    found = list(_units(rest, tokens, language=language))
    is_named = bool(codes) or any(unit.is_concept for _span, unit in found)
    found = sorted((*found, *_spoken_stop_words(tokens, is_named=is_named)), key=lambda each: each[0].start)
    places = _places(tokens, taken={place for span, unit in found if unit.is_concept for place in span})
    of_places = {place for span, _named in places for place in span}
    months, of_months = _months(tokens, taken=of_places)
    units = [unit for span, unit in found if of_places.isdisjoint(span) and of_months.isdisjoint(span)]
    named = tuple(place for _span, place in places)
    return SearchWords(text, language, tuple([*codes, *units][:_MOST_UNITS]), named, months)


def _said(text: str, language: str) -> float:
    return sum(mention.weight for mention in current_concept_finder().find(text, language))


def _units(text: str, tokens: list[str], *, language: str) -> Iterator[tuple[range, Unit]]:
    """Yield the words in their order, those together that name something together."""
    materials: dict[range, dict[str, float]] = {}
    uses: dict[range, dict[str, float]] = {}
    for span, mention in current_concept_finder().find_places(text, language):
        materials.setdefault(span, {})[mention.material] = mention.weight
    for span, use in current_use_finder().find_places(text, language):
        uses.setdefault(span, {}).setdefault(use.use, use.weight)
    done = -1
    for span in sorted({*materials, *uses, *(range(i, i + 1) for i in range(len(tokens)))}, key=_longest_first):
        if span.start <= done or (len(span) == 1 and tokens[span.start] in STOP_WORDS):
            continue
        done = span.stop - 1
        yield span, _unit(tokens[span.start : span.stop], materials.get(span, {}), uses.get(span, {}))


def _spoken_stop_words(tokens: list[str], *, is_named: bool) -> Iterator[tuple[range, Unit]]:
    """Yield the stop words that are things here: "ved" is firewood alone, and "at" in "bark ved Krokom".

    At either end of a search it is no preposition, nor where no other word names anything. is_named: whether one does.
    """
    for place, token in enumerate(tokens):
        materials = _stop_words_of_things(current_knowledge()).get(token)
        if materials and (not is_named or place in (0, len(tokens) - 1)):
            led = [
                (common_stem(token), _WORD),
                *((MATERIAL + code, round(_WORD * materials[code])) for code in materials),
            ]
            yield range(place, place + 1), Unit(words=token, terms=_most(led), materials=tuple(materials))


@kept
def _stop_words_of_things(knowledge: Knowledge) -> Mapping[str, Mapping[str, float]]:
    """Return the stop words that name materials in some language, with how surely each is meant."""
    finder = concept_finder(knowledge)
    found = {
        word: max(
            ({each.material: each.weight for each in finder.find(word, language)} for language in LANGUAGES),
            key=lambda weights: max(weights.values(), default=0),
        )
        for word in STOP_WORDS
    }
    return MappingProxyType({word: weights for word, weights in found.items() if weights})


def _longest_first(span: range) -> tuple[int, int]:
    return span.start, -len(span)


def _unit(tokens: list[str], materials: Mapping[str, float], uses: Mapping[str, float]) -> Unit:
    share = round(_WORD / len(tokens))
    led = [(term, share if weight == _WORD else _PART) for term, weight in word_leads(" ".join(tokens), weight=_WORD)]
    led += [(MATERIAL + code, round(_WORD * weight)) for code, weight in materials.items()]
    led += [(USE + code, round(_WORD * weight)) for code, weight in uses.items()]
    suited = {code: share for use in uses for code, share in suited_materials(use).items()}
    weight = max(uses.values(), default=0)
    led += [(MATERIAL + code, round(share * weight)) for code, share in suited.items()]
    return Unit(
        words=" ".join(tokens),
        terms=_most(led),
        materials=tuple(materials),
        uses=tuple(uses),
        suited=tuple(suited),
    )


def suited_materials(use: str) -> Mapping[str, int]:
    """Return the materials that can serve a use or a kind of it, with how much that counts, the best suited first."""
    return _suited_materials(current_knowledge(), use)


@kept
def _suited_materials(knowledge: Knowledge, use: str) -> Mapping[str, int]:
    edges = {leaf.code: knowledge.material_uses.between(leaf.code, use) for leaf in knowledge.leaves}
    shares = {code: _SUITED[edge.suitability] for code, edge in edges.items() if edge and edge.suitability in _SUITED}
    return MappingProxyType(dict(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))))


def _code_unit(match: re.Match[str]) -> Unit:
    """Return what leads to a waste code or heading: the code where it is told, the materials that usually have it."""
    code = "".join(part for part in match.groups() if part)
    usual = current_knowledge().materials_of_waste_code
    materials = tuple(dict.fromkeys(each for key in sorted(usual) if key.startswith(code) for each in usual[key]))
    led = [(WASTE_CODE + code, _WORD), *((MATERIAL + each, _OF_CODE) for each in materials)]
    return Unit(words=match[0].strip(), terms=_most(led), code=code, suited=materials)


def _most(led: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    terms: dict[str, int] = {}
    for term, share in led:
        terms[term] = max(share, terms.get(term, 0))
    return MappingProxyType(terms)


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
    led = [*((common_stem(word), _WORD) for word in telling_words(name)), (AREA + code, 60)]
    return NamedPlace(name, code, area_codes_around(code), _most(led))


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
