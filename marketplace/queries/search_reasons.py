"""Why a search finds what it finds: what its words mean, and what of that led to one listing."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_cards import ListingCard
from marketplace.queries.places import area_point
from marketplace.queries.search_terms import word_leads
from marketplace.queries.search_units import Unit, suited_materials
from marketplace.queries.search_words import LONGEST, SearchWords
from marketplace.wording.numbers import language, months_text
from marketplace.wording.searches import (
    code_line,
    has_code_line,
    material_line,
    needed_line,
    nothing_line,
    place_line,
    serves_line,
    too_long_line,
    use_line,
)
from matching.words import common_stem, telling_words

_NAMED = 5  # of the materials that serve a use


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A listing's card, and why it was found where its own name does not say so."""

    card: ListingCard
    why: str


def understood_lines(words: SearchWords) -> list[str]:
    """Return what the words were taken for, as far as they do not say it themselves; or that they say nothing."""
    if words.says_nothing:
        return [too_long_line(len(words.text), most=LONGEST) if words.is_too_long else nothing_line(words.text)]
    lines = [line for unit in words.units for line in _lines(unit)]
    lines += [
        place_line(words.as_typed(place.words), area=area_point(place.municipality).name) for place in words.places
    ]
    months = [month for month in range(1, 13) if words.months >> (month - 1) & 1]
    return [*lines, *([f"{(text := months_text(months))[:1].upper()}{text[1:]}"] if months else [])]


def found_cards(cards: Iterable[ListingCard], *, words: SearchWords) -> list[FoundCard]:
    """Return cards with what led to them."""
    return [
        FoundCard(
            card,
            why_found(
                words,
                side=card.side,
                title=card.title,
                material=card.material_code,
                use=card.use_code,
                waste_code=card.waste_code,
            ),
        )
        for card in cards
    ]


def why_found(words: SearchWords, *, side: str, title: str, material: str, use: str, waste_code: str) -> str:
    """Return what words that do not name a listing's material have to do with it.

    title: as its viewer sees it. waste_code: "" where they do not.
    """
    for unit in words.units:
        if side == "need" and _is_kind(use, of=unit.uses) and not _says(title, unit):
            return needed_line(use=current_knowledge().use_name(use, language()))
        if material in unit.suited and unit.uses and not (side == "need" and _says(title, unit)):
            served = next(each for each in unit.uses if material in suited_materials(each))
            return serves_line(use=current_knowledge().use_name(served, language()))
        if material in unit.suited and unit.code and waste_code[: len(unit.code)] != unit.code:
            return has_code_line(code=unit.words)
    return ""


def _is_kind(use: str, *, of: Collection[str]) -> bool:
    """Return whether a need's use is one of these, or a kind of one."""
    known = current_knowledge().uses.get(use)
    return known is not None and (use in of or known.parent in of)


def _says(title: str, unit: Unit) -> bool:
    """Return whether a title has words of a unit, alone or in a compound."""
    said = {term for term, _weight in word_leads(unit.words, weight=1)}
    return not said.isdisjoint(term for term, _weight in word_leads(title, weight=1))


def _lines(unit: Unit) -> Iterator[str]:
    suited = _names(unit.suited[:_NAMED])
    if unit.code:
        yield code_line(unit.words, name=_waste_name(unit.code), suited=suited)
    if unit.uses:
        uses = [current_knowledge().use_name(use, language()) for use in unit.uses]
        yield use_line(unit.words, uses=uses, suited=suited)
    names = _names(code for code in unit.materials if code not in unit.suited)
    said = {common_stem(word) for word in telling_words(unit.words)}
    if names and not any(said & {common_stem(word) for word in telling_words(name)} for name in names):
        yield material_line(unit.words, materials=names)


def _names(materials: Iterable[str]) -> list[str]:
    return [current_knowledge().name(code, language()) for code in materials]


def _waste_name(code: str) -> str:
    knowledge = current_knowledge()
    return knowledge.waste_name(code, language()) if code in {*knowledge.waste_codes, *knowledge.waste_headings} else ""
