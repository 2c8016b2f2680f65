"""Taking compounds apart."""

import pytest

from matching.words.compounds import parts_of

HEADS = {"kaffe", "ull", "bomull", "stål", "kalv", "lamm"}
TAILS = {"säckar", "garn", "fat", "tyg", "ull", "hudar"}


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("kaffesäckar", ("kaffe", "säckar")),
        ("ullgarn", ("ull", "garn")),
        ("bomullstyg", ("bomull", "tyg")),
        ("lammeull", ("lamm", "ull")),
        ("stålullgarn", ("stål", "ull", "garn")),
        ("kalvhudar", ("kalv", "hudar")),
    ],
)
def test_parts_of_finds_parts_that_make_up_the_word(word, parts):
    assert parts_of(word, is_head=HEADS.__contains__, is_tail=TAILS.__contains__) == parts


def test_parts_of_measures_a_last_part_alone_as_it_is_told():
    parts = [
        parts_of(word, is_head=HEADS.__contains__, is_tail=TAILS.__contains__, length=lambda tail: len(tail) - 2)
        for word in ("xylofonhudar", "xylofonsäckar", "kalvhudar")
    ]

    assert parts == [(), ("säckar",), ("kalv", "hudar")]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("xylofonhudar", ("hudar",)),  # four letters at the end are enough
        ("bomullskrepp", ("bomull",)),  # at the start it takes five
        ("kalvskrepp", ()),
        ("xylofongarna", ()),
        ("ull", ()),
        ("", ()),
    ],
)
def test_parts_of_takes_long_ends_alone_where_something_stays_over(word, parts):
    assert parts_of(word, is_head=HEADS.__contains__, is_tail=TAILS.__contains__) == parts
