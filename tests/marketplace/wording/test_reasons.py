"""Every reason has words in each language; those for a blind reader tell no number, code or word."""

import re

import pytest
from django.utils import translation

from marketplace.wording.reasons import aspect_names, reason_sentence
from matching.records import Aspect, ReasonCode

VALUES = {
    ReasonCode.SAME_MATERIAL: {"material": "bark"},
    ReasonCode.RELATED_MATERIAL: {"material": "bark", "other": "sawdust", "group": "wood_residues"},
    ReasonCode.UNRELATED_MATERIAL: {"material": "bark", "other": "sawdust"},
    ReasonCode.KNOWN_USE: {"material": "sawdust", "use": "bedding"},
    ReasonCode.SAME_WASTE_CODE: {"waste_code": "030101"},
    ReasonCode.RELATED_WASTE_CODE: {"waste_code": "030101", "other": "030105"},
    ReasonCode.SAME_CONCEPT: {"material": "bark", "offer_word": "granbark", "need_word": "furubark"},
    ReasonCode.SIMILAR_WORDING: {"share": 0.4},
    ReasonCode.SIMILAR_MEANING: {},
    ReasonCode.AMOUNT_COVERS: {"offer": 12_000.0, "need": 10_000.0, "unit": "kg"},
    ReasonCode.AMOUNT_PART: {"offer": 4_000.0, "need": 10_000.0, "unit": "kg", "share": 0.4},
    ReasonCode.AMOUNT_EXCEEDS: {"offer": 90_000.0, "need": 10_000.0, "unit": "kg", "share": 0.1},
    ReasonCode.LOT_TOO_SMALL: {"offer": 500.0, "smallest": 10_000.0, "unit": "kg"},
    ReasonCode.MONTHS_MEET: {"months": [1, 2, 3], "share": 1.0},
    ReasonCode.MONTHS_APART: {"months": [3], "share": 0.1},
    ReasonCode.NEAR: {"km": 12.0},
    ReasonCode.FAR: {"km": 287.0},
    ReasonCode.NOT_WANTED: {"material": "bark"},
    ReasonCode.TREATED_USE: {"material": "sawdust", "use": "biochar", "treatments": "drying;pyrolysis"},
    ReasonCode.SAME_USE: {"material": "straw", "other": "planer_shavings", "use": "bedding"},
    ReasonCode.SECTOR_INPUT: {"material": "straw", "sector": "01.43"},
    ReasonCode.SECTOR_USE: {"material": "straw", "sector": "01.43", "use": "bedding"},
    ReasonCode.QUALITY_FITS: {"property": "moisture", "low": 10.0, "high": 15.0, "unit": "%"},
    ReasonCode.QUALITY_APART: {"property": "moisture", "high": 60.0, "unit": "%"},
    ReasonCode.PAYS: {"low": 120.0, "value": 300.0, "high": 610.0, "km": 240.0},
    ReasonCode.DOES_NOT_PAY: {"low": -610.0, "value": -300.0, "high": 40.0, "km": 0.0},
    ReasonCode.LAW_LIGHT: {"across": 0.0},
    ReasonCode.LAW_HEAVY: {"across": 1.0},
    ReasonCode.HIGH_USE: {"use": "building_reuse"},
    ReasonCode.LOW_USE: {"use": "fuel"},
    ReasonCode.SIMILAR_CASE: {"case": "kalundborg_refinery_gas"},
    ReasonCode.OTHER_INDUSTRY: {},
}


def sentence(code, *, exact, **values):
    return reason_sentence({"code": str(code), "values": {**VALUES[code], **values}}, exact=exact)


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("code", ReasonCode)
@pytest.mark.parametrize("exact", [True, False])
def test_reason_sentence_has_words_for_every_code(code, exact, language):
    with translation.override(language):
        told = sentence(code, exact=exact)

    assert re.fullmatch(r"[A-ZÅÄÖØÆ“”«].+\.", told, re.DOTALL)
    assert "%(" not in told


@pytest.mark.parametrize("code", ReasonCode)
def test_reason_sentence_tells_a_blind_reader_no_number_and_nobodys_words(code):
    told = sentence(code, exact=False)

    assert not re.search(r"\d", told)
    assert "granbark" not in told
    assert "furubark" not in told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (ReasonCode.SAME_WASTE_CODE, "Same waste code: 03 01 01."),
        (ReasonCode.AMOUNT_COVERS, "The amounts fit: 12 t a year for 10 t a year."),
        (ReasonCode.AMOUNT_EXCEEDS, "The need takes a part: 10 t a year of 90 t a year."),
        (ReasonCode.FAR, "About 290 km by road (estimate)."),
        (ReasonCode.SAME_CONCEPT, "“granbark” and “furubark” mean the same: bark."),
    ],
)
def test_reason_sentence_tells_a_party_the_numbers(code, told):
    assert sentence(code, exact=True) == told


def test_reason_sentence_tells_minutes_of_a_road_and_a_pipe_as_a_straight_line():
    by_road = sentence(ReasonCode.FAR, exact=True, minutes=231.0)

    assert by_road == "About 290 km by road, 3 h 50 min by lorry (estimate)."
    assert sentence(ReasonCode.NEAR, exact=True, km=3.2, straight=1) == "About 3 km in a straight line."


def test_reason_sentence_tells_what_comes_once_so():
    assert sentence(ReasonCode.AMOUNT_COVERS, exact=True, once=True) == "The amounts fit: 12 t once for 10 t once."


def test_reason_sentence_of_months_that_never_meet_asks_for_storage():
    assert "stored" in sentence(ReasonCode.MONTHS_APART, exact=False, months=[])


def test_reason_sentence_says_what_was_understood_from_words():
    assert (
        sentence(ReasonCode.SAME_MATERIAL, exact=True, from_words=1)
        == "Same material: bark. Understood from the words."
    )


@pytest.mark.parametrize(
    "code",
    [
        code
        for code in ReasonCode
        if {"material", "use", "case"} & VALUES[code].keys() and "offer_word" not in VALUES[code]
    ],
)
def test_reason_sentence_tells_a_blind_reader_nothing_that_hidden_words_told(code):
    told = sentence(code, exact=False, from_words=1)

    assert told != sentence(code, exact=True, from_words=1)
    assert not any(
        word in told.casefold() for word in ("bark", "sawdust", "straw", "bedding", "biochar", "stable", "fuel")
    )


def test_reason_sentence_tells_the_range_of_value_and_how_far_it_pays():
    told = sentence(ReasonCode.PAYS, exact=True)

    assert told == "Together the two gain 120 to 610 SEK a tonne; it pays up to about 240 km by road (estimate)."


def test_reason_sentence_names_no_distance_longer_than_the_regions():
    told = sentence(ReasonCode.PAYS, exact=True, km=14_150)

    assert told == "Together the two gain 120 to 610 SEK a tonne, however far it is here."


def test_reason_sentence_says_one_word_of_both_texts_once():
    assert sentence(ReasonCode.SAME_CONCEPT, exact=True, need_word="granbark") == "Both say “granbark”."


def test_aspect_names_name_every_aspect():
    assert set(aspect_names()) == set(Aspect)
