"""What the words of a search mean."""

import pytest

from marketplace.queries.search_words import understand_words


def units(text, language="sv"):
    return {unit.words: unit for unit in understand_words(text, language=language).units}


def test_a_use_leads_to_what_can_serve_it_more_weakly_than_to_itself():
    terms = units("strö")["strö"].terms

    assert terms[">bedding"] == 100
    assert 0 < terms["=sawdust"] < 100


@pytest.mark.parametrize(
    ("swedish", "norwegian"), [("sågspånet", "sågspånen"), ("tunnor", "tunna"), ("pallar", "paller"), ("strö", "strø")]
)
def test_both_languages_have_one_stem(swedish, norwegian):
    (one,), (other,) = units(swedish).values(), units(norwegian, "nb").values()

    assert {term for term in one.terms if term.isalpha()} & {term for term in other.terms if term.isalpha()}


def test_a_compound_is_understood_by_its_last_part():
    assert units("hästströ")["hästströ"].uses == units("strö")["strö"].uses
    assert units("isolering", "en")["isolering"] == units("isolering")["isolering"]
    assert {*units("takisolering")["takisolering"].uses} == {*units("isolering")["isolering"].uses}


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_the_name_of_a_firm_does_not_fall_apart_into_materials(language):
    (unit,) = units("Tjäderkullens", language).values()

    assert not unit.is_concept
    assert "ull" not in unit.terms


def test_a_word_means_what_it_means_in_its_language():
    assert units("mask", "nb")["mask"].materials == ("brewers_spent_grain",)
    assert units("mask", "sv")["mask"].materials == ()


def test_a_waste_code_leads_to_what_usually_has_it():
    (unit,) = units("03 01 05").values()

    assert unit.code == "030105"
    assert unit.terms["#030105"] > unit.terms["=sawdust"]
    assert units("170204*").keys() == units("17 02 04*").keys() or units("170204*")["170204*"].code == "170204"


def test_places_and_months_are_no_words_to_look_for():
    understood = understand_words("torr halm i Verdal på hösten", language="sv")

    assert [unit.words for unit in understood.units] == ["torr", "halm"]
    assert [place.municipality for place in understood.places] == ["NO-5038"]
    assert understood.months == 0b011100000000


def test_a_thing_that_bears_the_name_of_a_place_is_the_thing():
    assert understand_words("sand", language="sv").places == ()


@pytest.mark.parametrize("text", ["", "  ", "och för", "%_'\"", "*" * 300, "🪵", "1" * 150])
def test_anything_can_be_typed(text):
    understood = understand_words(text, language="sv")

    assert understood.units == ()
    assert understood.says_nothing == bool(text.strip())


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("text", ["ved", "Ved til salgs", "tørr ved i Trondheim", "flis og ved"])
def test_a_stop_word_that_is_a_thing_is_one_where_it_stands_alone_or_at_an_end(text, language):
    assert units(text, language)["ved"].materials == ("low_grade_roundwood",)


@pytest.mark.parametrize("text", ["bark ved Krokom", "bark ved sjøen", "i", "til"])
def test_a_stop_word_between_others_is_none(text):
    assert {"ved", "not", "i", "til"}.isdisjoint(units(text, "nb"))


def test_what_names_a_place_or_month_or_anything_says_something():
    assert not any(understand_words(text, language="sv").says_nothing for text in ("", "Krokom", "i maj", "guld"))


def test_more_letters_than_a_search_takes_say_nothing():
    understood = understand_words("bark " * 50, language="sv")

    assert understood.says_nothing
    assert understood.is_too_long
    assert understand_words(f"bark{' ' * 300}", language="sv").units
