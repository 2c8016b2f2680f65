"""The words and codes that lead to a listing, with what they weigh.

A word stands as its stem. A code stands behind a mark: `=` a material or its group, `>` a use or a wider one, `#` a
waste code, `@` an area that others are shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo.places import load_gazetteer
from marketplace.models import Listing
from marketplace.queries.knowledge import current_concept_finder, current_knowledge
from matching.knowledge import Knowledge, kept
from matching.words import common_stem, compound_stems, telling_words

MATERIAL, USE, WASTE_CODE, AREA = "=", ">", "#", "@"
# What a term weighs where it stands in … (1 to 10, set by hand).
_EXACT, _TITLE, _NAME, _FIRM, _NAMED_IN_TITLE, _PLACE, _WIDER, _TEXT = 10, 10, 8, 8, 6, 6, 5, 3
_OF_A_PART = 0.5
_LONGEST = 60  # letters of a term
_CODE = "2"  # to be raised with every change of what a listing's terms or coarse facts are


@dataclass(frozen=True, slots=True)
class Lead:
    """A term that leads to a listing. is_public: not only those to whom the listing is open."""

    term: str
    weight: int
    is_public: bool


def index_version() -> str:
    """Return the version of tables and code by which a listing is indexed."""
    return f"{current_knowledge().version[:16]}-{_CODE}"


def listing_leads(listing: Listing) -> list[Lead]:
    """Return every term that leads to a listing, each once.

    What everybody may know weighs as everybody knows it, whatever the firm's own words say beside it: an order must
    not tell what they are.
    """
    public, own = _heaviest(_facts(listing)), _heaviest(_own_words(listing))
    if listing.visibility == Listing.Visibility.OPEN:
        public, own = _heaviest([*public.items(), *own.items()]), {}
    hidden = {term: weight for term, weight in own.items() if term not in public}
    return [
        Lead(term, weight, is_public)
        for leads, is_public in ((public, True), (hidden, False))
        for term, weight in leads.items()
    ]


def _heaviest(weighed: Iterable[tuple[str, int]]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for term, weight in weighed:
        if weight > weights.get(term, 0):
            weights[term] = weight
    return weights


def _facts(listing: Listing) -> Iterator[tuple[str, int]]:
    """Yield what leads to a listing by its coarse values: the names of the codes in all languages, and the codes."""
    knowledge = current_knowledge()
    if listing.material in knowledge.materials:
        yield from _of_material(knowledge, listing.material)
    if listing.use in knowledge.uses:
        yield from _of_use(knowledge, listing.use)
    if listing.shown_area:
        yield AREA + listing.shown_area, _EXACT


def _own_words(listing: Listing) -> Iterator[tuple[str, int]]:
    """Yield what only those are told to whom the listing is open."""
    yield from word_leads(listing.title, weight=_TITLE)
    yield from word_leads(f"{listing.description} {listing.quality_notes}", weight=_TEXT)
    yield from word_leads(listing.firm.name, weight=_FIRM)
    if listing.site:
        municipality = load_gazetteer().municipalities[listing.site.municipality]
        yield from word_leads(f"{listing.site.locality} {municipality.name}", weight=_PLACE)
    if listing.waste_code:
        yield WASTE_CODE + listing.waste_code, _EXACT
        yield WASTE_CODE + listing.waste_code[:4], _WIDER
    for mention in current_concept_finder().find(listing.title, listing.language):
        yield MATERIAL + mention.material, max(round(mention.weight * _NAMED_IN_TITLE), 1)


@kept
def _of_material(knowledge: Knowledge, code: str) -> tuple[tuple[str, int], ...]:
    group = knowledge.group(code)
    names = knowledge.materials[code].names.values()
    leads = [lead for name in names for lead in word_leads(name, weight=_NAME)]
    return (*leads, (MATERIAL + group, _WIDER), (MATERIAL + code, _EXACT))


@kept
def _of_use(knowledge: Knowledge, code: str) -> tuple[tuple[str, int], ...]:
    parent = knowledge.uses[code].parent
    names = knowledge.uses[code].names.values()
    leads = [lead for name in names for lead in word_leads(name, weight=_NAME)]
    return (*leads, *([(USE + parent, _WIDER)] if parent else []), (USE + code, _EXACT))


def word_leads(text: str, *, weight: int) -> Iterator[tuple[str, int]]:
    """Yield the stems of a text's words, and those of the parts of its compounds, which weigh less."""
    compounds = compound_stems(current_knowledge())
    for word in dict.fromkeys(telling_words(text)):
        yield common_stem(word)[:_LONGEST], weight
        for part in compounds.of(word):
            yield part[:_LONGEST], max(round(weight * _OF_A_PART), 1)
