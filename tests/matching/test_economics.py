"""The aspect delivered value, and its tables."""

from dataclasses import replace

import numpy as np
import pytest

from matching.economics import (
    VALUE_FLOOR,
    border_costs,
    break_even_km,
    delivered_value,
    load_costs,
    load_prices,
    make_terms,
    treatment_costs,
    usual_rates,
    value_fits,
)
from matching.knowledge import load_knowledge
from matching.records import Resource
from tests.matching.made import need, offer

KNOWLEDGE = load_knowledge()
RATES = usual_rates()
SUM = {"at_stake": np.array(500.0), "fixed": np.array(50.0), "per_km": np.array(1.5), "other": np.array(100.0)}


def terms(listing, material="bark"):
    return make_terms([listing], [material], knowledge=KNOWLEDGE, rates=RATES)


def test_delivered_value_falls_with_the_way_and_is_nought_at_the_break_even():
    far = break_even_km(**SUM)

    assert float(delivered_value(np.array(0.0), **SUM)) == 350
    assert float(delivered_value(far, **SUM)) == pytest.approx(0)
    assert float(break_even_km(**{**SUM, "at_stake": np.array(0.0)})) == 0


def test_value_fits_rise_with_what_is_gained_from_the_floor_to_one():
    fits = value_fits(np.array([-1e6, -100.0, 0.0, 100.0, 1e6, np.nan]), at_stake=np.array(300.0))

    assert fits[0] == VALUE_FLOOR
    assert np.all(np.diff(fits[:5]) > 0)
    assert fits[4] == 1
    assert np.isnan(fits[5])


def test_make_terms_take_what_the_firm_tells_before_the_tables():
    price = load_prices(KNOWLEDGE)["bark"]
    silent = terms(offer(quantity=1e6))
    told = terms(offer(quantity=1e6, price=0.9, disposal_cost=0.2, currency="SEK"))

    assert silent.worth[0].tolist() == [price.worth.low, price.worth.default, price.worth.high]
    assert told.worth[0].tolist() == [900, 900, 900]
    assert told.saved[0].tolist() == [200, 200, 200]


def test_make_terms_count_other_money_by_its_rate_and_leave_out_what_has_none():
    assert terms(need(price=1.0, currency="NOK")).worth[0, 1] == pytest.approx(1000 * RATES["NOK"])
    assert np.isnan(terms(need(price=1.0, currency="USD")).worth).all()


def test_make_terms_carry_small_lots_dearer_than_large_ones():
    small, large = terms(offer(quantity=36_000.0)), terms(offer(quantity=1e7))

    assert small.per_km[0, 1] > large.per_km[0, 1]
    assert np.all(np.diff(small.per_km[0]) > 0)


@pytest.mark.parametrize("resource", [Resource.HEAT, Resource.STORAGE, Resource.EQUIPMENT])
def test_make_terms_know_no_value_of_what_is_not_weighed(resource):
    assert np.isnan(terms(replace(offer(), resource=resource)).fixed).all()


def test_border_costs_are_shared_by_the_load():
    costs = border_costs(np.array([10.0, 20.0]), across=np.array([True, True]), border=1000.0)

    assert costs.tolist() == [100, 50]
    assert border_costs(np.array(10.0), across=np.array(False), border=1000.0) == 0


def test_every_treatment_of_the_table_of_uses_has_a_cost():
    for edge in KNOWLEDGE.material_uses.edges.values():
        assert treatment_costs(edge.treatments).default >= 0

    assert treatment_costs(("drying", "sorting")).default == sum(
        load_costs()[code].default for code in ("drying", "sorting")
    )


@pytest.mark.parametrize(
    ("material", "use"), [("raw_wool", "yarn"), ("cattle_hides", "leather"), ("pe_film", "plastic_granulate")]
)
def test_what_makes_another_good_is_the_trade_of_the_receiver(material, use):
    """Spinning costs more than wool is worth; so does tanning more than hides. Both trades exist."""
    price, edge = load_prices(KNOWLEDGE)[material], KNOWLEDGE.material_uses.between(material, use)

    assert sum(load_costs()[code].default for code in edge.treatments) > price.worth.default + price.disposal.default
    assert treatment_costs(edge.treatments).default < price.worth.default + price.disposal.default


def test_every_material_that_is_carried_has_a_price_and_rows_name_their_source():
    prices = load_prices(KNOWLEDGE)
    weighed = [each.code for each in KNOWLEDGE.materials.values() if each.resource is Resource.MATERIAL]

    assert [code for code in weighed if code not in prices] == []
    assert all(price.year >= 2024 for price in prices.values())
