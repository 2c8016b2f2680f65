"""Words as somebody asks by them in a box."""

from collections import Counter

import pytest

from matching.knowledge import TermFlag, TermKind, load_knowledge
from matching.words import asked_finder

KNOWLEDGE = load_knowledge()
FINDER = asked_finder(KNOWLEDGE)


def uses(text, language):
    return {use.use for _span, use in FINDER.find_uses(text, language)}


@pytest.mark.parametrize(
    ("word", "language", "use"),
    [
        ("biogas", "sv", "biogas"),
        ("biogass", "nb", "biogas"),
        ("rötning", "sv", "biogas"),
        ("anaerobic digestion", "en", "biogas"),
        ("bedding", "en", "bedding"),
        ("litter", "en", "bedding"),
        ("fuel", "en", "fuel"),
        ("isolering", "sv", "insulation"),
        ("isolasjon", "nb", "cellulose_insulation"),
        ("pellets", "nn", "pellets"),
    ],
)
def test_everyday_words_mean_uses_where_somebody_asks_by_them(word, language, use):
    assert use in uses(word, language)


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("word", ["hästströ", "djurströ", "hestestrø"])
def test_a_compound_means_the_use_that_it_ends_with_in_either_language(word, language):
    assert FINDER.uses_of_last_part(word, language).keys() == {"bedding"}


@pytest.mark.parametrize("word", ["strökorg", "väg", "aluminium", "hestesko"])
def test_the_first_part_of_a_word_is_no_use(word):
    assert FINDER.uses_of_last_part(word, "sv") == {}


def test_materials_that_are_only_asked_for_are_found_with_their_places():
    assert {(span, each.material) for span, each in FINDER.find_materials("dry timber", "en")} == {
        (range(1, 2), "wood_residues"),
        (range(1, 2), "waste_wood"),
    }


def test_words_of_a_search_name_what_there_is_and_say_nothing_in_a_listing():
    codes = {TermKind.USE: KNOWLEDGE.uses, TermKind.MATERIAL: KNOWLEDGE.materials}

    assert KNOWLEDGE.search_terms
    assert [term for term in KNOWLEDGE.search_terms if term.code not in codes[term.kind]] == []
    assert [term for term in KNOWLEDGE.terms if TermFlag.SEARCH in term.flags] == []


def test_words_of_a_search_are_told_once():
    terms = (*KNOWLEDGE.terms, *KNOWLEDGE.search_terms)
    told = Counter((term.language, term.text, term.code, term.kind) for term in terms)

    assert [each for each, number in told.items() if number > 1] == []
