"""Which facts nobody has told, the one that could move the pair's score most first."""

from collections.abc import Iterable

import numpy as np

from matching.amounts import UNITS
from matching.engine.hazards import hazard_of
from matching.engine.numbering import quality_of
from matching.engine.pair import Pair
from matching.engine.uses import is_closed_need
from matching.knowledge import Knowledge
from matching.quality import missing_qualities
from matching.records import Aspect, Dimension, Fact, Floats, Listing, MissingFact, Side, Travel
from matching.scoring import ASPECTS


def find_missing(pair: Pair, swings: Floats) -> tuple[MissingFact, ...]:
    """Return what either listing lacks, the fact that could move the score most first.

    What can close a gate comes before all others, then what a listing is of that says nothing at all.
    swings: how far each aspect could move the score (`scoring.aspect_swings`), shape (n_aspects,).
    """
    found = [*_gate_facts(pair), *_unsaid(pair)]
    for column in np.argsort(-swings, kind="stable"):
        if swings[column] > 0:
            found += _lacking(pair, ASPECTS[column])
    return tuple(dict.fromkeys(found))


def _unsaid(pair: Pair) -> Iterable[MissingFact]:
    """Yield what a listing has to tell first of all where it says nothing at all."""
    for listing, kind in ((pair.offer, pair.offer_kind), (pair.need, pair.need_kind)):
        if kind.says_nothing:
            yield MissingFact(Fact.MATERIAL, listing.side)


def _gate_facts(pair: Pair) -> Iterable[MissingFact]:
    takes_hazard = hazard_of(pair.need, pair.need_kind, knowledge=pair.knowledge)
    if takes_hazard == 0 and pair.offer.hazardous is None and may_be_hazardous(pair.offer, pair.knowledge):
        yield MissingFact(Fact.HAZARD, Side.OFFER)
    if takes_hazard == -1 and hazard_of(pair.offer, pair.offer_kind, knowledge=pair.knowledge) == 1:
        yield MissingFact(Fact.HAZARD, Side.NEED)
    usual = pair.knowledge.materials.get(pair.offer_kind.sure_material)
    if (
        pair.offer.abp_category is None
        and usual
        and usual.abp_category
        and is_closed_need(1, pair.need, pair.need_kind, knowledge=pair.knowledge)
    ):
        yield MissingFact(Fact.ABP_CATEGORY, Side.OFFER)


def may_be_hazardous(offer: Listing, knowledge: Knowledge) -> bool:
    """Return whether the hazard depends on what is in it: a mirror entry, or a material that is hazardous at times."""
    material = knowledge.materials.get(offer.material)
    codes = [offer.waste_code] if offer.waste_code else list(material.waste_codes) if material else []
    entries = [knowledge.waste_codes[code] for code in codes if code in knowledge.waste_codes]
    return any(entry.entry.is_mirror or entry.hazardous for entry in entries)


def _lacking(pair: Pair, aspect: Aspect) -> Iterable[MissingFact]:
    if aspect is Aspect.QUALITY:
        offered, needed = quality_of(pair.offer, pair.offer_kind), quality_of(pair.need, pair.need_kind)
        for code in missing_qualities(offered, needed, knowledge=pair.knowledge)[:_MOST_QUALITIES]:
            yield MissingFact(Fact.QUALITY, Side.OFFER, code)
    for listing in (pair.offer, pair.need):
        for fact in _FACTS[aspect]:
            if lacks(listing, fact):
                yield MissingFact(fact, listing.side)


_MOST_QUALITIES = 2
_FACTS = dict.fromkeys(ASPECTS, ()) | {
    Aspect.MATERIAL: (Fact.MATERIAL, Fact.WASTE_CODE),
    Aspect.HIERARCHY: (Fact.USE,),
    Aspect.VALUE: (Fact.MATERIAL, Fact.PLACE),
    Aspect.LEGAL: (Fact.MATERIAL,),
    Aspect.AMOUNT: (Fact.AMOUNT, Fact.WEIGHT_EACH),
    Aspect.TIMING: (Fact.MONTHS,),
    Aspect.DISTANCE: (Fact.PLACE,),
}


def lacks(listing: Listing, fact: Fact) -> bool:
    if fact is Fact.MATERIAL:
        return not listing.material
    if fact is Fact.USE:
        return listing.side is Side.NEED and not listing.use
    if fact is Fact.WASTE_CODE:
        return not listing.waste_code
    if fact is Fact.AMOUNT:
        return listing.quantity is None and not listing.unweighed_unit
    if fact is Fact.WEIGHT_EACH:
        unit = UNITS.get(listing.unweighed_unit)
        return listing.quantity is None and unit is not None and unit.dimension is Dimension.PIECES
    if fact is Fact.MONTHS:
        return listing.month_shares is None
    return listing.resource.travel is not Travel.NONE and (listing.latitude is None or listing.longitude is None)
