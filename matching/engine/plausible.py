"""What a fact that nobody has told could turn out to be: a listing in each of the ways it may be meant."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from matching.engine.hazards import hazard_of
from matching.engine.missing import lacks, may_be_hazardous
from matching.engine.numbering import quality_of
from matching.kinds import Kind, kind_reader
from matching.knowledge import Knowledge
from matching.quality import missing_qualities
from matching.records import Fact, Listing, MissingFact, PropertyValue, Side

_UNLIKELY = 0.1  # that a thing is hazardous, or of another category, though its material usually is not
_MOST_VALUES = 6  # of materials, uses and codes: so many are tried, the commonest first
_LOW_AND_HIGH = (0.1, 0.9)  # of the amounts that the other side tells
_SEASONS = (
    (1 / 12,) * 12,
    (*(1 / 6,) * 3, *(0.0,) * 6, *(1 / 6,) * 3),  # October to March
    (*(0.0,) * 3, *(1 / 6,) * 6, *(0.0,) * 3),  # April to September
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A fact that a listing lacks, the listing as each plausible answer would make it, and how likely each answer is.

    chances: as many as variants; they add up to 1.
    """

    fact: MissingFact
    variants: tuple[Listing, ...]
    chances: tuple[float, ...]


_Likely = list[tuple[Listing, float]]  # what an answer makes of a listing, and how likely the answer is


def plausible_trials(listing: Listing, others: Sequence[Listing], *, knowledge: Knowledge) -> Iterator[Trial]:
    """Yield each fact that a listing lacks, with the listing as it would be at every plausible value of it.

    What is plausible comes from the knowledge tables (usual codes, uses and ranges of its material) and from what the
    other side tells (amounts, places, materials): a value that touches none of them changes no list. Facts of which
    nothing plausible is known are left out.
    others: the counterparts whose ranking counts.
    """
    kind = kind_reader(knowledge).read(listing)
    for fact, answers in _ANSWERS.items():
        yield from _trial(MissingFact(fact, listing.side), answers(listing, others, kind, knowledge))
    if listing.side is Side.OFFER:
        for code in dict.fromkeys(_bounded(listing, others, kind, knowledge)):
            yield from _trial(MissingFact(Fact.QUALITY, Side.OFFER, code), _ends(listing, code, kind, knowledge))


def _trial(fact: MissingFact, likely: _Likely) -> Iterator[Trial]:
    whole = sum(chance for _, chance in likely)
    if whole:
        yield Trial(fact, tuple(each for each, _ in likely), tuple(chance / whole for _, chance in likely))


def _alike(variants: Iterable[Listing]) -> _Likely:
    return [(variant, 1.0) for variant in variants]


def _materials(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> _Likely:
    """Return what its words may mean, else what the other side is about."""
    if not lacks(listing, Fact.MATERIAL):
        return []
    meant = [told.code for told in kind.materials] or _commonest(each.material for each in others)
    return _alike(replace(listing, material=code) for code in meant[:_MOST_VALUES])


def _waste_codes(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> _Likely:
    if listing.waste_code:
        return []
    material = knowledge.materials.get(kind.material)
    usual = material.waste_codes if material else _commonest(each.waste_code for each in others)
    return _alike(replace(listing, waste_code=code) for code in usual[:_MOST_VALUES])


def _uses(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> _Likely:
    """Return the uses of what the offers are."""
    if not lacks(listing, Fact.USE):
        return []
    materials = [each.material for each in others if each.material in knowledge.materials]
    edges = (edge for material in materials for edge in knowledge.material_uses.of(material))
    return _alike(replace(listing, use=code) for code in _commonest(edge.use for edge in edges))


def _amounts(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> _Likely:
    return _quantities(listing, others) if lacks(listing, Fact.AMOUNT) else []


def _weights(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> _Likely:
    """Return what so many pieces may come to: as unknown as an amount that nobody has told."""
    return _quantities(listing, others) if lacks(listing, Fact.WEIGHT_EACH) else []


def _quantities(listing: Listing, others: Sequence[Listing]) -> _Likely:
    told = [each.quantity for each in others if each.quantity and each.resource is listing.resource]
    if not told:
        return []
    return _alike(replace(listing, quantity=float(end)) for end in np.quantile(told, _LOW_AND_HIGH))


def _months(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> _Likely:
    if not lacks(listing, Fact.MONTHS):
        return []
    return _alike(replace(listing, month_shares=shares) for shares in _SEASONS)


def _places(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> _Likely:
    """Return it at the outermost places of the other side."""
    points = [(each.latitude, each.longitude) for each in others]
    known = [(north, east) for north, east in points if north is not None and east is not None]
    if not (lacks(listing, Fact.PLACE) and known):
        return []
    turned = [(east, north) for north, east in known]
    ends = {min(known), max(known), min(turned)[::-1], max(turned)[::-1]}
    return _alike(replace(listing, latitude=north, longitude=east) for north, east in sorted(ends))


def _hazards(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> _Likely:
    """Return it hazardous and not, where a gate hangs on it."""
    if listing.side is Side.OFFER:
        is_open = listing.hazardous is None and may_be_hazardous(listing, knowledge)
    else:
        is_open = hazard_of(listing, kind, knowledge=knowledge) == -1
    if not is_open:
        return []
    material = knowledge.materials.get(kind.material)
    usual = [knowledge.waste_codes[code].hazardous for code in material.waste_codes[:1]] if material else []
    chance = 1 - _UNLIKELY if any(usual) else _UNLIKELY
    return [(replace(listing, hazardous=True), chance), (replace(listing, hazardous=False), 1 - chance)]


def _categories(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> _Likely:
    """Return it in each category of animal by-products, the usual one of its material the likeliest."""
    material = knowledge.materials.get(kind.sure_material)
    if listing.side is Side.NEED or listing.abp_category is not None or not (material and material.abp_category):
        return []
    chances = {category: 1.0 if category == material.abp_category else _UNLIKELY for category in (1, 2, 3)}
    return [(replace(listing, abp_category=category), chance) for category, chance in chances.items()]


_ANSWERS: Mapping[Fact, Callable[[Listing, Sequence[Listing], Kind, Knowledge], _Likely]] = MappingProxyType(
    {
        Fact.HAZARD: _hazards,
        Fact.ABP_CATEGORY: _categories,
        Fact.MATERIAL: _materials,
        Fact.USE: _uses,
        Fact.WASTE_CODE: _waste_codes,
        Fact.AMOUNT: _amounts,
        Fact.WEIGHT_EACH: _weights,
        Fact.MONTHS: _months,
        Fact.PLACE: _places,
    }
)


def _bounded(listing: Listing, others: Sequence[Listing], kind: Kind, knowledge: Knowledge) -> Iterator[str]:
    """Yield the qualities that any of the needs bounds and the offer does not state."""
    offered, read = quality_of(listing, kind), kind_reader(knowledge).read
    for asked in {quality_of(each, read(each)) for each in others}:
        yield from missing_qualities(offered, asked, knowledge=knowledge)


def _ends(listing: Listing, code: str, kind: Kind, knowledge: Knowledge) -> _Likely:
    """Return the offer at both ends of what is usual for its material, else for anything."""
    material = knowledge.materials.get(kind.sure_material)
    usual = next((each for each in material.properties if each.code == code), None) if material else None
    known = knowledge.properties[code]
    low, high = (usual.low, usual.high) if usual else (None, None)
    ends = {known.low if low is None else low, known.high if high is None else high}
    stated = (PropertyValue(code=code, low=end, high=end, unit=known.unit) for end in sorted(ends))
    return _alike(replace(listing, properties=(*listing.properties, value)) for value in stated)


def _commonest(codes: Iterable[str]) -> list[str]:
    """Return the commonest codes, ties by name; empty ones do not count."""
    counted = Counter(code for code in codes if code)
    return sorted(counted, key=lambda code: (-counted[code], code))[:_MOST_VALUES]
