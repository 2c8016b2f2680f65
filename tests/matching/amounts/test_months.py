"""Months as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.amounts import format_months, parse_months
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
