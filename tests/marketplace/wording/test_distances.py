"""Ways and freight in words: rounded to what they are worth, as each language writes them."""

import pytest
from django.utils import translation

from geo.transport_tables import LoadKind, Range, load_vehicle_classes
from marketplace.queries.ends import SLACK_KM
from marketplace.wording.distances import (
    CARRIERS,
    LOAD_KINDS,
    carrier_name,
    kilometres_text,
    minutes_text,
    money_range_text,
    precision_text,
    range_text,
    rounded,
)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(3.4, 7.2, "3–8 km"), (42, 58, "40–60 km"), (238, 284, "230–290 km"), (0, 0, "0 km"), (980, 1240, "980–1,240 km")],
)
def test_kilometres_text_rounds_outwards(low, high, text):
    assert kilometres_text(low, high) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(12, 31, "10–35 min"), (55, 65, "55 min – 1 h 5 min"), (171, 232, "2 h 50 min – 4 h"), (120, 120, "2 h")],
)
def test_minutes_text_speaks_of_hours_from_an_hour_on(low, high, text):
    assert minutes_text(low, high) == text


@pytest.mark.parametrize(("value", "two_digits"), [(0, 0), (4321, 4300), (98.7, 99), (0.1234, 0.12), (7, 7)])
def test_rounded_keeps_two_digits(value, two_digits):
    assert rounded(value) == pytest.approx(two_digits)


def test_money_range_text_is_as_each_language_writes_it():
    money = Range(3123.0, 4449.0, 6360.0)

    assert money_range_text(money, "SEK") == "3,100–6,400\N{NO-BREAK SPACE}SEK, usually 4,400"
    with translation.override("sv"):
        assert money_range_text(money, "SEK").replace("\N{NO-BREAK SPACE}", " ") == "3 100–6 400 SEK, vanligen 4 400"


def test_money_range_text_leaves_small_coins_out():
    assert money_range_text(Range(8.14, 20.3, 37.0), "NOK") == "8–37\N{NO-BREAK SPACE}NOK, usually 20"


def test_range_text_never_tells_one_bare_number():
    assert range_text(Range(59.2, 107.5, 164.0), "g") == "59–160 g, usually 110"


def test_every_carrier_load_and_precision_has_a_name():
    assert set(load_vehicle_classes()) <= set(CARRIERS)
    assert set(LoadKind) == set(LOAD_KINDS)
    assert all(precision_text(str(precision)) for precision in SLACK_KM)


def test_carrier_name_of_a_class_that_came_later_is_its_code():
    assert carrier_name("trailer_90") == "trailer 90"
