"""Numbers, dates, codes and ranges as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import errors
from matching.tables import parse_date, parse_number, parse_range, parse_waste_code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", 1234),
        ("1234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("-3,5", -3.5),
        ("\u2212150", -150),
        ("0", 0),
        ("1e3", 1000),
    ],
)
def test_parse_number_reads_points_commas_and_blanks(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "x", "12 t", "nan", "inf", "1_000", "--1", "1,2,3.4.5"])
def test_parse_number_refuses_what_is_none(text):
    with pytest.raises(errors.NumberUnreadableError):
        parse_number(text)


@given(st.floats(-1e12, 1e12))
def test_parse_number_reads_decimal_points_and_commas_alike(number):
    assert parse_number(f"{number:.4f}") == parse_number(f"{number:.4f}".replace(".", ","))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("030105", "030105"),
        ("03 01 05", "030105"),
        ("17 02 04*", "170204"),
        ("170204 *", "170204"),
        ("30105", "030105"),
    ],
)
def test_parse_waste_code_reads_blanks_stars_and_lost_zeros(text, code):
    assert parse_waste_code(text) == code


@pytest.mark.parametrize("text", ["0301", "1234567", "bark", "03010a", ""])
def test_parse_waste_code_refuses_what_is_none(text):
    with pytest.raises(errors.WasteCodeUnreadableError):
        parse_waste_code(text)


@pytest.mark.parametrize(
    "text", ["2026-04-01", "20260401", "2026/4/1", "1.4.2026", "01/04/2026", "01-04-2026", "2026-04-01 00:00:00"]
)
def test_parse_date_reads_the_day_first_or_the_year(text):
    assert parse_date(text) == date(2026, 4, 1)


@pytest.mark.parametrize("text", ["2026-13-01", "31.2.2026", "april", "1.4.26", ""])
def test_parse_date_refuses_what_is_none(text):
    with pytest.raises(errors.DateUnreadableError):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("12", (12, 12)),
        ("10-15", (10, 15)),
        ("10 – 15,5", (10, 15.5)),
        ("-5", (-5, -5)),
        ("<40", (None, 40)),
        ("≤ 40", (None, 40)),
        (">= 5", (5, None)),
    ],
)
def test_parse_range_reads_one_number_two_or_a_limit(text, ends):
    assert parse_range(text) == ends


@pytest.mark.parametrize("text", ["x", "15-10", "<", "a-b", "1-2-3"])
def test_parse_range_refuses_what_is_none(text):
    with pytest.raises(errors.RangeUnreadableError):
        parse_range(text)
