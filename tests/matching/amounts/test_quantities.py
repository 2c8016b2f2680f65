"""Amounts as typed, made comparable."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import errors
from matching.amounts import UNITS, Rhythm, amount_band, check_window, normalise, parse_rhythm, parse_unit, units_for
from matching.records import Resource

MATERIAL = Resource.MATERIAL


@pytest.mark.parametrize(
    ("amount", "unit", "rhythm", "months", "kilograms"),
    [
        (9000, "t", "year", (), 9e6),
        (2, "t", "week", (), 2000 * 365 / 7),
        (2, "t", "day", (1, 2), 2000 * 59),
        (30, "kg", "month", (), 360),
        (30, "kg", "month", (6, 7), 60),
        (60_000, "ton", "once", (), 6e7),
        (1, "kg", "hour", (1,), 744),
    ],
)
def test_normalise_gives_a_years_worth_in_the_base_unit(amount, unit, rhythm, months, kilograms):
    quantity = normalise(amount, unit, rhythm, months, resource=MATERIAL)

    assert quantity.total == pytest.approx(kilograms)
    assert quantity.once == (rhythm == "once")


def test_normalise_turns_volumes_and_pieces_into_kilograms():
    sawdust = normalise(30, "m3", Rhythm.ONCE, resource=MATERIAL, density_kg_m3=300)
    pallets = normalise(400, "st", Rhythm.ONCE, resource=MATERIAL, kg_each=25)
    water = normalise(2, "t", Rhythm.ONCE, resource=Resource.WATER, density_kg_m3=1000)

    assert (sawdust.total, pallets.total, water.total) == (9000, 10_000, 2)


@pytest.mark.parametrize(
    ("resource", "amount", "unit", "total"),
    [
        (Resource.HEAT, 2, "MWh", 2000),
        (Resource.HEAT, 3.6, "MJ", 1),
        (Resource.EQUIPMENT, 2, "dygn", 48),
        (Resource.TRANSPORT, 2, "turer", 2),
        (Resource.STORAGE, 500, "l", 0.5),
        (Resource.GAS, 1, "t", 1000),
    ],
)
def test_normalise_uses_the_base_unit_of_the_resource(resource, amount, unit, total):
    assert normalise(amount, unit, "once", resource=resource).total == pytest.approx(total)


def test_normalise_spreads_over_the_months_that_are_told():
    yearly = normalise(12, "t", "year", (12, 1, 1), resource=MATERIAL)
    daily = normalise(1, "t", "day", (1, 2), resource=MATERIAL)

    assert yearly.month_shares == (0.5, *(0.0,) * 10, 0.5)
    assert daily.month_shares[:3] == pytest.approx((31 / 59, 28 / 59, 0))


def test_normalise_knows_no_season_of_a_yearly_or_single_amount_without_months():
    assert normalise(1, "t", "year", resource=MATERIAL).month_shares is None
    assert normalise(1, "t", "once", resource=MATERIAL).month_shares is None
    assert sum(normalise(1, "t", "week", resource=MATERIAL).month_shares) == pytest.approx(1)


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        ({"amount": -1}, errors.AmountNotPositiveError, "amount_not_positive"),
        ({"amount": 0}, errors.AmountNotPositiveError, "amount_not_positive"),
        ({"amount": float("nan")}, errors.AmountNotPositiveError, "amount_not_positive"),
        ({"amount": float("inf")}, errors.AmountNotPositiveError, "amount_not_positive"),
        ({"amount": 1e9}, errors.AmountAbsurdError, "amount_absurd"),
        ({"unit": "furlong"}, errors.UnitUnknownError, "unit_unknown"),
        ({"unit": "kWh"}, errors.UnitUnfitError, "unit_unfit"),
        ({"unit": "m3"}, errors.DensityMissingError, "density_missing"),
        ({"unit": "m3", "density_kg_m3": 0}, errors.ConversionNotPositiveError, "conversion_not_positive"),
        ({"unit": "pcs"}, errors.WeightEachMissingError, "weight_each_missing"),
        ({"rhythm": "sometimes"}, errors.RhythmUnknownError, "rhythm_unknown"),
        ({"months": (0,)}, errors.MonthUnknownError, "month_unknown"),
        ({"months": (13,)}, errors.MonthUnknownError, "month_unknown"),
    ],
)
def test_normalise_refuses_nonsense_with_a_code(change, error, code):
    facts = {"amount": 1, "unit": "t", "rhythm": "year", "months": (), "resource": MATERIAL, **change}
    typed = [facts.pop(name) for name in ("amount", "unit", "rhythm", "months")]

    with pytest.raises(error) as refusal:
        normalise(*typed, **facts)

    assert refusal.value.code == code
    assert isinstance(refusal.value, ValueError)


def test_normalise_tells_the_numbers_of_an_absurd_amount():
    with pytest.raises(errors.AmountAbsurdError) as refusal:
        normalise(1e9, "t", "year", resource=MATERIAL)

    assert refusal.value.values == {"amount": 1e12, "limit": 1e11, "unit": "kg"}


@given(st.floats(0.001, 1e4), st.sampled_from(list(Rhythm)), st.sets(st.integers(1, 12)))
def test_normalise_gives_shares_that_add_up_to_one(amount, rhythm, months):
    quantity = normalise(amount, "kg", rhythm, tuple(months), resource=MATERIAL)

    assert quantity.total > 0
    if quantity.month_shares is not None:
        assert sum(quantity.month_shares) == pytest.approx(1)
        assert not months or {month for month in range(1, 13) if quantity.month_shares[month - 1]} == months


def test_check_window_refuses_an_end_before_its_start():
    check_window(date(2026, 1, 1), date(2026, 1, 1))
    check_window(None, date(2026, 1, 1))
    with pytest.raises(errors.WindowReversedError) as refusal:
        check_window(date(2026, 5, 1), date(2026, 4, 1))

    assert refusal.value.values == {"start": "2026-05-01", "end": "2026-04-01"}


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (137, (100, 200)),
        (200, (200, 500)),
        (199.99, (100, 200)),
        (0.03, (0.02, 0.05)),
        (1000, (1000, 2000)),
        (1, (1, 2)),
    ],
)
def test_amount_band_steps_by_one_two_five(total, band):
    assert amount_band(total) == pytest.approx(band)


@given(st.floats(1e-6, 1e12))
def test_amount_band_holds_the_total(total):
    low, high = amount_band(total)

    assert low <= total < high
    assert high / low == pytest.approx(2) or high / low == pytest.approx(2.5)


@pytest.mark.parametrize("total", [0, -5, float("nan"), float("inf")])
def test_amount_band_refuses_what_is_no_amount(total):
    with pytest.raises(errors.AmountNotPositiveError):
        amount_band(total)


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("per vecka", Rhythm.WEEK),
        ("/uke", Rhythm.WEEK),
        ("engångs", Rhythm.ONCE),
        ("en gång", Rhythm.ONCE),
        ("én gang", Rhythm.ONCE),
        ("once", Rhythm.ONCE),
        ("Årlig", Rhythm.YEAR),
        ("gång per månad", Rhythm.MONTH),
        ("pr. døgn", Rhythm.DAY),
    ],
)
def test_parse_rhythm_reads_what_people_write(text, rhythm):
    assert parse_rhythm(text) is rhythm


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ton", "t"),
        ("Tonn", "t"),
        ("m³", "m3"),
        ("stk.", "pcs"),
        ("mwh", "MWh"),
        ("MWh", "MWh"),
        ("liter", "l"),
        ("dygn", "days"),
    ],
)
def test_parse_unit_reads_what_people_write(text, code):
    assert parse_unit(text) == code


@pytest.mark.parametrize("resource", Resource)
def test_units_for_offers_units_of_the_own_dimension_first(resource):
    units = units_for(resource)

    assert UNITS[units[0]].dimension is resource.dimension
    assert UNITS[units[0]].factor == 1
