"""Months as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.amounts import format_months, months_of_weeks, parse_months
from matching.errors import MonthUnknownError


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1-4;11;12", (1, 2, 3, 4, 11, 12)),
        ("11-2", (1, 2, 11, 12)),
        (" 5 – 7 , 9 ", (5, 6, 7, 9)),
        ("3;3;1", (1, 3)),
        ("", ()),
        (";", ()),
    ],
)
def test_parse_months_reads_ranges_and_lists(text, months):
    assert parse_months(text) == months


@pytest.mark.parametrize("text", ["0", "13", "1-13", "mars", "1--3", "-1"])
def test_parse_months_refuses_what_is_no_month(text):
    with pytest.raises(MonthUnknownError):
        parse_months(text)


@given(st.sets(st.integers(1, 12)))
def test_format_months_is_read_back(months):
    assert set(parse_months(format_months(tuple(months)))) == months


def test_format_months_joins_runs():
    assert format_months((1, 2, 3, 4, 11, 12)) == "1-4;11;12"
    with pytest.raises(MonthUnknownError):
        format_months((13,))


@pytest.mark.parametrize(
    ("weeks", "months"),
    [
        ((1, 1), (1,)),
        ((5, 8), (2,)),
        ((22, 22), (5,)),
        ((50, 4), (1, 12)),
        ((1, 53), tuple(range(1, 13))),
        ((53, 53), (12,)),
        ((0, 4), ()),
        ((40, 54), ()),
    ],
)
def test_months_of_weeks_counts_each_week_to_the_month_of_its_thursday(weeks, months):
    assert months_of_weeks(*weeks) == months
