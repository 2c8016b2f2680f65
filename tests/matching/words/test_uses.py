"""Uses that texts name, in the words that named them."""

import pytest

from matching.knowledge import load_knowledge
from matching.words import use_finder

KNOWLEDGE = load_knowledge()


def found(text, language):
    return [(each.use, each.word, each.weight) for each in use_finder(KNOWLEDGE).find(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "use", "word"),
    [
        ("strö till hästar", "sv", "bedding", "strö till hästar"),
        ("strø til hest 200 m³ i året", "nb", "bedding", "strø til hest"),
        ("foder till grisar", "sv", "pig_feed", "foder till grisar"),
        ("we want horse bedding", "en", "bedding", "horse bedding"),
    ],
)
def test_find_returns_the_use_that_the_words_name(text, language, use, word):
    assert found(text, language) == [(use, word, 1)]


def test_find_knows_every_use_by_its_names():
    finder = use_finder(KNOWLEDGE)

    missed = [
        (use.code, language)
        for use in KNOWLEDGE.uses.values()
        for language in ("sv", "nb", "en")
        if use.code not in {each.use for each in finder.find(use.names[language], language)}
    ]

    assert missed == []


def test_find_is_less_sure_of_words_of_another_language():
    ((use, _word, weight),) = found("horse bedding", "sv")

    assert (use, weight) == ("bedding", 0.5)


@pytest.mark.parametrize("text", ["", "30 m³ sågspån i veckan", "hej"])
def test_find_returns_nothing_where_no_use_is_named(text):
    assert found(text, "sv") == []


def test_use_finder_is_made_once():
    assert use_finder(KNOWLEDGE) is use_finder(KNOWLEDGE)
