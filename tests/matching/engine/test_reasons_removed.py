"""Taking away what a reason tells, from the listings themselves, moves the score the way that the reason says."""

from dataclasses import replace

import pytest

from matching.records import Aspect, PropertyValue, ReasonCode
from matching.scoring import DEFAULT_WEIGHTS
from tests.matching.made import ALL_YEAR, make_market, need, offer

HERE = {"latitude": 63.4, "longitude": 10.4}
THERE = {"latitude": 62.5, "longitude": 14.4}
NOWHERE = {"latitude": None, "longitude": None}
WINTER = (0.5, 0.5, *(0.0,) * 10)
SUMMER = (*(0.0,) * 6, 0.5, 0.5, *(0.0,) * 4)
DRY, WET = ({"properties": (PropertyValue(code="moisture", low=low, high=low, unit="%"),)} for low in (10, 80))
TAKES_DRY = {"properties": (PropertyValue(code="moisture", high=20, unit="%"),)}
NO_WORDS = {"title": "–"}  # of which nothing is known, though it says something
BARK = {"material": "bark", **NO_WORDS}
MANURE, CONCRETE, BELTS = (
    {"material": code, **NO_WORDS} for code in ("slurry_manure", "returned_concrete", "conveyor_belts")
)
UNPRICED = {**NO_WORDS, **HERE, "currency": "SEK"}  # of no known material: what it is worth is told, not looked up
NO_MONEY = {"price": None, "disposal_cost": None}
VECTOR = bytes((100, 20))
SAWMILL, FARM = {"nace": "16.10"}, {"nace": "01.43"}

# Reason → what the offer tells, what the need tells, and which facts of both carry the signal (as they are without).
SIGNALS = {
    ReasonCode.SAME_MATERIAL: (BARK, BARK, {"material": ""}),
    ReasonCode.RELATED_MATERIAL: (
        {"material": "bark", **NO_WORDS, **HERE},
        {"material": "sawdust", **NO_WORDS, **THERE},
        {"material": ""},
    ),
    ReasonCode.UNRELATED_MATERIAL: (BARK, {"material": "concrete", **NO_WORDS}, {"material": ""}),
    ReasonCode.NOT_WANTED: ({"title": "Bark"}, {"title": "Flis uten bark"}, {"title": ""}),
    ReasonCode.KNOWN_USE: ({"material": "sawdust", **NO_WORDS}, {"use": "fuel", **NO_WORDS}, {"use": ""}),
    ReasonCode.TREATED_USE: (
        {"material": "fish_trimmings", **NO_WORDS},
        {"use": "feed_ingredient", **NO_WORDS},
        {"use": ""},
    ),
    ReasonCode.SAME_USE: (
        {"material": "foundry_sand", **NO_WORDS},
        {"material": "track_ballast", **NO_WORDS},
        {"material": ""},
    ),
    ReasonCode.SECTOR_INPUT: ({"material": "surplus_forage", **NO_WORDS}, {**NO_WORDS, **FARM}, {"nace": ""}),
    ReasonCode.SECTOR_USE: ({"material": "brushwood", **NO_WORDS}, {"nace": "35.30", **NO_WORDS}, {"nace": ""}),
    ReasonCode.SAME_WASTE_CODE: (
        {"waste_code": "030105", **NO_WORDS},
        {"waste_code": "030105", **NO_WORDS},
        {"waste_code": ""},
    ),
    ReasonCode.RELATED_WASTE_CODE: (
        {"waste_code": "030105", **NO_WORDS},
        {"waste_code": "030101", **NO_WORDS},
        {"waste_code": ""},
    ),
    ReasonCode.SAME_CONCEPT: (
        {"title": "Sågspån", "language": "sv"},
        {"title": "Sagflis", "language": "nb"},
        {"title": ""},
    ),
    ReasonCode.SIMILAR_WORDING: ({"title": "Zyxorit"}, {"title": "Zyxorit"}, {"title": ""}),
    ReasonCode.QUALITY_FITS: ({**BARK, **DRY}, {**BARK, **TAKES_DRY}, {"properties": ()}),
    ReasonCode.QUALITY_APART: ({**BARK, **WET}, {**BARK, **TAKES_DRY}, {"properties": ()}),
    ReasonCode.AMOUNT_COVERS: ({**BARK, "quantity": 900.0}, {**BARK, "quantity": 600.0}, {"quantity": None}),
    ReasonCode.AMOUNT_PART: ({**BARK, "quantity": 300.0}, {**BARK, "quantity": 600.0}, {"quantity": None}),
    ReasonCode.AMOUNT_EXCEEDS: ({**BARK, "quantity": 1e9}, {**BARK, "quantity": 1.0}, {"quantity": None}),
    ReasonCode.LOT_TOO_SMALL: (
        {**BARK, "quantity": 3e3},
        {**BARK, "quantity": 6e3, "smallest_lot": 4e3},
        {"smallest_lot": None},
    ),
    ReasonCode.MONTHS_MEET: (
        {**BARK, "month_shares": ALL_YEAR},
        {**BARK, "month_shares": ALL_YEAR},
        {"month_shares": None},
    ),
    ReasonCode.MONTHS_APART: (
        {**BARK, "month_shares": WINTER},
        {**BARK, "month_shares": SUMMER},
        {"month_shares": None},
    ),
    ReasonCode.PAYS: ({**UNPRICED, "price": 0.8, "disposal_cost": 0.5}, UNPRICED, NO_MONEY),
    ReasonCode.DOES_NOT_PAY: ({**UNPRICED, "price": -0.9, "disposal_cost": 0.0}, UNPRICED, NO_MONEY),
    ReasonCode.NEAR: ({**NO_WORDS, **HERE}, {**NO_WORDS, **HERE}, NOWHERE),
    ReasonCode.FAR: ({**BARK, **HERE}, {**BARK, **THERE}, NOWHERE),
    ReasonCode.LAW_LIGHT: ({**BARK, "country": "NO"}, {**BARK, "country": "NO"}, {"country": ""}),
    ReasonCode.LAW_HEAVY: ({**MANURE, "country": "NO"}, {**MANURE, "country": "SE"}, {"country": ""}),
    ReasonCode.HIGH_USE: (CONCRETE, {**CONCRETE, "use": "storage_sharing"}, {"use": ""}),
    ReasonCode.LOW_USE: (BELTS, {**BELTS, "use": "cement_fuel"}, {"use": ""}),
    ReasonCode.SIMILAR_CASE: ({**BARK, **SAWMILL}, BARK, {"material": ""}),
    ReasonCode.OTHER_INDUSTRY: ({**NO_WORDS, **SAWMILL}, {**NO_WORDS, **FARM}, {"nace": ""}),
    ReasonCode.SIMILAR_MEANING: ({**BARK, "meaning": VECTOR}, {**BARK, "meaning": VECTOR}, {"meaning": b""}),
}


def judge(offered, needed):
    return make_market([offered], [needed], weights={**DEFAULT_WEIGHTS, Aspect.MEANING: 0.1}).judge("o", "n")


def without(listing, signal):
    """Return the listing without what carries the signal; what it does not have stays as it is."""
    return replace(listing, **signal)


@pytest.mark.parametrize("code", ReasonCode)
def test_taking_away_what_a_reason_tells_moves_the_score_the_other_way(code):
    offered, needed, signal = SIGNALS[code]
    pair = offer(**offered), need(**needed)
    match = judge(*pair)
    told = next(reason for reason in (*match.reasons_for, *match.reasons_against) if reason.code is code)

    bare = judge(*(without(each, signal) for each in pair))

    assert code not in {reason.code for reason in (*bare.reasons_for, *bare.reasons_against)}
    if told.weight > 0:
        assert bare.score < match.score
    else:
        assert bare.score > match.score
