"""Words with a slip of the pen."""

import pytest

from matching.words.spelling import Spelling, is_one_slip

SPELLING = Spelling({"kutterspån", "krympplast", "gipsskivor", "gipsskivan", "stall"})


@pytest.mark.parametrize("slip", ["kuttterspån", "kutterspn", "kutterspan", "kuttrespån", "kutterspåns", "utterspån"])
def test_meant_forgives_one_slip(slip):
    assert SPELLING.meant(slip) == "kutterspån"


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("kutterspån", "known"),
        ("kuttrespn", "two slips"),
        ("stal", "too short to tell"),
        ("gipsskivon", "two words are as near"),
        ("", "nothing"),
    ],
)
def test_meant_leaves_a_word_as_it_is(word, why):
    assert SPELLING.meant(word) == word, why


def test_is_one_slip_is_the_same_both_ways():
    for one, other, near in [
        ("abcd", "abdc", True),
        ("abcd", "abc", True),
        ("abcd", "acbe", False),
        ("ab", "ab", False),
    ]:
        assert is_one_slip(one, other) is is_one_slip(other, one) is near
