"""Amounts, money, dates and distances, as each locale writes them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.formats import date_format

from marketplace.forms.fields import NumberField
from marketplace.wording.numbers import (
    band_text,
    day_text,
    distance_text,
    money_text,
    month_name,
    months_text,
    number_text,
    plain_number_text,
    price_text,
    quantity_text,
    typed_amount_text,
    unit_text,
)
from matching.amounts import UNITS
from matching.records import BASE_UNITS, Dimension

BLANK = "\N{NO-BREAK SPACE}"


def in_each_language(write, *values, **named):
    """Return what a function writes in Swedish, Norwegian and English."""
    texts = []
    for language in ("sv", "nb", "en"):
        with translation.override(language):
            texts.append(str(write(*values, **named)).replace("\N{NARROW NO-BREAK SPACE}", BLANK))
    return texts


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        (1234567.5, [f"1{BLANK}234{BLANK}567,5", f"1{BLANK}234{BLANK}567,5", "1,234,567.5"]),
        (0, ["0", "0", "0"]),
        (12.0, ["12", "12", "12"]),
        (0.25, ["0,2", "0,2", "0.2"]),
    ],
)
def test_number_text_groups_and_points_as_the_locale_does(number, texts):
    assert in_each_language(number_text, number) == texts


@pytest.mark.parametrize("number", [1e18, 1e40, float("inf")])
def test_number_text_says_something_of_what_nobody_could_mean(number):
    assert number_text(number)


@pytest.mark.parametrize("number", ["12.500", "0.125", "12000", "1234567.891", "-350.50", "1E+3"])
def test_plain_number_text_reads_back_as_the_same_number(number):
    field = NumberField()

    for text in in_each_language(plain_number_text, Decimal(number)):
        assert field.to_python(text) == Decimal(number)


def test_typed_amount_text_repeats_what_was_typed():
    assert typed_amount_text(Decimal("12.500"), "t", "month") == "12.5 t a month"


def test_typed_amount_text_counts_one_trip_and_two_trips():
    assert typed_amount_text(Decimal("1.000"), "trips", "week") == "1 trip a week"
    assert typed_amount_text(Decimal(2), "trips", "week") == "2 trips a week"


@pytest.mark.parametrize(
    ("total", "dimension", "text"),
    [
        (750, Dimension.MASS, "750 kg a year"),
        (12_000, Dimension.MASS, "12 t a year"),
        (4_200_000, Dimension.ENERGY, "4.2 GWh a year"),
        (80, Dimension.VOLUME, "80 m³ a year"),
        (6, Dimension.PIECES, "6 pcs a year"),
    ],
)
def test_quantity_text_takes_the_unit_that_reads_best(total, dimension, text):
    assert quantity_text(total, dimension, once=False) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (5_000_000, 10_000_000, "5,000–10,000 t once"),
        (500, 1000, "500–1,000 kg once"),
        (0.02, 0.05, "0.02–0.05 kg once"),
    ],
)
def test_band_text_writes_both_ends_in_one_unit(low, high, text):
    assert band_text(low, high, Dimension.MASS, once=True) == text


@pytest.mark.parametrize("unit", UNITS)
def test_unit_text_writes_every_unit(unit):
    assert all(in_each_language(unit_text, unit))


@pytest.mark.parametrize("dimension", BASE_UNITS)
def test_quantity_text_writes_every_dimension(dimension):
    assert all("3" in text for text in in_each_language(quantity_text, 3, dimension, once=True))


def test_money_text_puts_the_currency_behind():
    assert in_each_language(money_text, Decimal(1500), "SEK") == [
        f"1{BLANK}500{BLANK}SEK",
        f"1{BLANK}500{BLANK}SEK",
        f"1,500{BLANK}SEK",
    ]


def test_money_text_keeps_the_oere_that_were_typed():
    assert in_each_language(money_text, Decimal("12.50"), "NOK") == [
        f"12,50{BLANK}NOK",
        f"12,50{BLANK}NOK",
        f"12.50{BLANK}NOK",
    ]


def test_price_text_says_who_pays():
    assert price_text(Decimal(0), "SEK", "t") == "free"
    assert price_text(Decimal(-100), "NOK", "t") == f"the receiver is paid 100{BLANK}NOK per t"
    assert price_text(Decimal(35), "NOK", "m3") == f"35{BLANK}NOK per m³"
    assert price_text(Decimal(900), "SEK", "days") == f"900{BLANK}SEK per day"
    assert price_text(Decimal(150), "SEK", "") == f"150{BLANK}SEK"
    assert price_text(Decimal(-150), "SEK", "") == f"the receiver is paid 150{BLANK}SEK"


@pytest.mark.parametrize(("km", "told"), [(0.7, "1"), (7.4, "7"), (23, "25"), (168, "170"), (1234, "1,230")])
def test_distance_text_rounds_to_what_the_estimate_is_worth(km, told):
    assert distance_text(km) == f"about {told} km by road (estimate)"


@pytest.mark.parametrize(("minutes", "told"), [(2, "5 min"), (58, "1 h"), (103, "1 h 45 min"), (187, "3 h 10 min")])
def test_distance_text_tells_the_minutes_of_a_lorry_where_they_are_known(minutes, told):
    assert distance_text(120, minutes=minutes) == f"about 120 km by road, {told} by lorry (estimate)"


def test_distance_text_of_a_pipe_is_a_straight_line():
    assert distance_text(2.4, straight=True) == "about 2 km in a straight line"


def test_distance_text_of_nothing_is_a_place_and_not_a_number():
    assert distance_text(0.2) == "in the same place"
    assert distance_text(0, exact=False) == "in the same area"


def test_day_text_is_written_out():
    assert in_each_language(day_text, date(2026, 11, 24)) == [
        "24 november 2026",
        "24. november 2026",
        "November 24, 2026",
    ]


def test_month_name_is_the_locales_own():
    assert in_each_language(month_name, 5) == ["maj", "mai", "May"]


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ([], "all year"),
        (list(range(1, 13)), "all year"),
        ([10, 11, 12, 1, 2, 3, 4], "Oct–Apr"),
        ([12, 1], "Dec–Jan"),
        ([3], "Mar"),
        ([1, 2, 6, 11], "Jan–Feb, Jun, Nov"),
    ],
)
def test_months_text_joins_runs_over_the_turn_of_the_year(months, text):
    assert months_text(months) == text


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("sv", "2026-12-11", "2026-12-11 13:05"),
        ("nb", "11.12.2026", "11.12.2026 13:05"),
        ("en", "11 Dec 2026", "11 Dec 2026, 13:05"),
    ],
)
def test_dates_of_pages_cannot_be_taken_for_another_day(language, day, moment):
    at = datetime(2026, 12, 11, 13, 5)  # noqa: DTZ001

    with translation.override(language):
        told = date_format(at, "SHORT_DATE_FORMAT"), date_format(at, "SHORT_DATETIME_FORMAT")

    assert told == (day, moment)
