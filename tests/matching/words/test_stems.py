"""Stems: Snowball's, and the Swedish articles that it leaves."""

import pytest

from matching.words.stems import stem


@pytest.mark.parametrize(
    ("word", "other"),
    [("kött", "köttet"), ("mejeri", "mejeriets"), ("flaska", "flaskan"), ("sågverk", "sågverket"), ("spån", "spånet")],
)
def test_stem_leaves_no_swedish_article(word, other):
    assert stem("sv", word) == stem("sv", other)


@pytest.mark.parametrize("word", ["paket", "pellet", "staket", "propan", "slam"])
def test_stem_takes_no_ending_of_the_word_itself_for_an_article(word):
    assert stem("sv", word) == word


def test_stem_of_norwegian_is_snowballs():
    assert stem("no", "membran") == "membran"
