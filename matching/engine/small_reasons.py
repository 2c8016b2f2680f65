"""What quality, value, law, hierarchy, cases, novelty and meaning say for a pair or against it."""

import math

import numpy as np

from matching.engine.material_reasons import Found
from matching.engine.numbering import quality_of
from matching.engine.pair import Pair
from matching.precedents import similar_case
from matching.quality import decisive_quality
from matching.records import Aspect, ReasonCode
from matching.ways import DOUBT

_LIGHT = 0.85


def quality(pair: Pair) -> Found:
    """Return the quality that decides, as the offer states it."""
    offered, needed = quality_of(pair.offer, pair.offer_kind), quality_of(pair.need, pair.need_kind)
    stated = decisive_quality(offered, needed, knowledge=pair.knowledge)
    if stated is None:
        return None
    ends = {"low": stated.low, "high": stated.high}
    code = ReasonCode.QUALITY_FITS if pair.is_good(Aspect.QUALITY) else ReasonCode.QUALITY_APART
    known = {name: end for name, end in ends.items() if end is not None}
    return code, {"property": stated.code, "unit": pair.knowledge.properties[stated.code].unit, **known}


def value(pair: Pair) -> Found:
    """Return the range of what the two gain and how far it pays; nothing where the sum is near nought.

    Nor that it pays where the material is hardly what is needed: nobody gains by what nobody can use.
    """
    if pair.value is None or (pair.value.value > 0 and pair.fit(Aspect.MATERIAL) < DOUBT):
        return None
    gained = pair.value.value
    if (gained > 0) is not (pair.effect(Aspect.VALUE) > 0):
        return None
    numbers = {"low": pair.value.low, "value": gained, "high": pair.value.high, "km": pair.value.break_even_km}
    return ReasonCode.PAYS if gained > 0 else ReasonCode.DOES_NOT_PAY, numbers


def legal(pair: Pair) -> Found:
    code = ReasonCode.LAW_LIGHT if pair.fit(Aspect.LEGAL) >= _LIGHT else ReasonCode.LAW_HEAVY
    return code, {"across": float(pair.across)}


def hierarchy(pair: Pair) -> Found:
    """Return the need's use that the material serves best, and whether it stands high or low."""
    row = pair.tables.tree.index[pair.offer_kind.material]
    serves = [pair.tables.serves[row, pair.tables.uses[told.code]] * told.sureness for told in pair.need_kind.uses]
    use = pair.need_kind.uses[int(np.argmax(serves))]
    code = ReasonCode.HIGH_USE if pair.effect(Aspect.HIERARCHY) > 0 else ReasonCode.LOW_USE
    return code, {"use": use.code, **_from_words(pair)}


def case(pair: Pair) -> Found:
    found = similar_case(pair.offer_kind, pair.need_kind, tables=pair.tables)
    if found is None or pair.effect(Aspect.CASES) < 0 or math.isnan(pair.fit(Aspect.CASES)):
        return None
    return ReasonCode.SIMILAR_CASE, {"case": found.code, **_from_words(pair)}


def _from_words(pair: Pair) -> dict[str, float]:
    """Return the mark of what was understood, where either side does not state what it is about."""
    told = (*pair.offer_kind.materials[:1], *pair.need_kind.materials[:1], *pair.need_kind.uses)
    return {"from_words": 1} if any(each.word for each in told) else {}


def novelty(pair: Pair) -> Found:
    """Return that the two may not know each other; to be of one industry costs nothing, and is no reason against."""
    return (ReasonCode.OTHER_INDUSTRY, {}) if pair.fit(Aspect.NOVELTY) == 1 else None


def meaning(pair: Pair) -> Found:
    """Return that a model finds the texts alike; that it does not is no reason against: nobody could check it."""
    return (ReasonCode.SIMILAR_MEANING, {}) if pair.effect(Aspect.MEANING) > 0 else None
