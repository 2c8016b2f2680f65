"""The one missing fact that would change a listing's ranking most."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from matching.engine import fact_swings
from matching.records import Fact, MissingFact, PropertyValue, Side
from tests.matching.made import ALL_YEAR, ENGINE, make_market, markets, need, offer

HERE = {"latitude": 63.4, "longitude": 10.4}
THERE = {"latitude": 62.5, "longitude": 14.4}
KNOWN = {"material": "bark", "waste_code": "030101", "quantity": 1000.0, "month_shares": ALL_YEAR, **HERE}


def swings(listing, others, **changes):
    return {each.fact: each for each in fact_swings(listing, others, **{**ENGINE, **changes})}


def first(listing, others):
    return fact_swings(listing, others, **ENGINE)[0].fact


def test_fact_swings_asks_where_it_is_when_the_nearest_decides():
    needs = [need("n1", **{**KNOWN, **HERE}), need("n2", **{**KNOWN, **THERE})]
    placeless = {name: value for name, value in KNOWN.items() if name not in HERE}

    assert first(offer(**placeless), needs) == MissingFact(Fact.PLACE, Side.OFFER)


def test_fact_swings_asks_how_much_when_the_amounts_of_the_needs_decide():
    needs = [need("n1", **{**KNOWN, "quantity": 10.0}), need("n2", **{**KNOWN, "quantity": 1e7})]

    assert first(offer(**{**KNOWN, "quantity": None}), needs) == MissingFact(Fact.AMOUNT, Side.OFFER)


def test_fact_swings_asks_what_one_piece_weighs_where_pieces_were_told():
    needs = [need("n1", **{**KNOWN, "quantity": 10.0}), need("n2", **{**KNOWN, "quantity": 1e7})]
    pieces, cubic_metres = (offer(**{**KNOWN, "quantity": None, "unweighed_unit": unit}) for unit in ("pcs", "m3"))

    assert first(pieces, needs) == MissingFact(Fact.WEIGHT_EACH, Side.OFFER)
    asked = {fact.fact for listing in (pieces, cubic_metres) for fact in swings(listing, needs, top=2)}
    assert Fact.AMOUNT not in asked


def test_fact_swings_asks_for_the_quality_by_name_when_one_of_the_needs_bounds_it():
    dry = need("n2", "Bark", **KNOWN, properties=(PropertyValue(code="moisture", high=20, unit="%"),))
    asked = MissingFact(Fact.QUALITY, Side.OFFER, "moisture")

    assert first(offer(**KNOWN), [need("n1", "Bark", **KNOWN), dry]) == asked
    assert asked not in swings(offer(**KNOWN), [need("n1", "Bark", **KNOWN)])


def test_fact_swings_asks_for_the_use_that_the_offers_could_serve():
    asked = swings(need(title="", quantity=1.0), [offer("o1", material="bark"), offer("o2", material="concrete")])

    assert asked[MissingFact(Fact.USE, Side.NEED)].list_change > 0


def test_fact_swings_are_what_the_lists_of_the_answers_differ_by():
    """Worked out by hand for one fact: two answers, each as likely, of which one turns the two needs round."""
    needs = [need("n1", "", quantity=100.0), need("n2", "", quantity=10_000.0)]
    told = offer(title="", quantity=None)
    answers = [replace(told, quantity=end) for end in (None, 1_090.0, 9_010.0)]  # a tenth and nine tenths between
    turned = [[match.need_id for match in make_market([], needs).matches_for(each, top=2)] for each in answers]
    change = (1 - 1 / 1.584962500721156) / (1 + 1 / 1.584962500721156)

    found = swings(told, needs, top=2)[MissingFact(Fact.AMOUNT, Side.OFFER)]

    assert turned[1] != turned[2]
    expected = sum(order != turned[0] for order in turned[1:]) / 2 * change
    assert found.list_change == pytest.approx(expected, abs=1e-4)
    assert found.score_change > 0


def test_fact_swings_counts_a_gate_that_an_answer_closes():
    takes_none = [need("n1", material="clean_waste_wood", hazardous=False)]
    mirror = offer(title="", waste_code="170201")

    assert swings(mirror, takes_none)[MissingFact(Fact.HAZARD, Side.OFFER)].list_change == pytest.approx(0.05)


def test_fact_swings_names_nothing_that_would_change_nothing():
    known = {**KNOWN, "properties": (PropertyValue(code="moisture", low=40, high=50, unit="%"),)}

    assert fact_swings(offer(**known, hazardous=False), [need(**KNOWN)], **ENGINE) == ()
    assert fact_swings(offer(), [], **ENGINE) == ()


def test_fact_swings_asks_for_the_category_of_what_is_of_animals():
    feed = need(use="feed", material="fish_silage")

    assert MissingFact(Fact.ABP_CATEGORY, Side.OFFER) in swings(offer(title="", material="fish_silage"), [feed])


@settings(max_examples=15, deadline=None)
@given(markets())
def test_fact_swings_are_shares_in_order_and_of_facts_that_the_listing_lacks(drawn):
    offers, needs = drawn
    for own, others in ((offers, needs), (needs, offers)):
        for listing in own:
            found = fact_swings(listing, others, **ENGINE)
            assert all(0 <= each.list_change <= 1 and 0 <= each.score_change <= 1 for each in found)
            assert [each.list_change for each in found] == sorted((each.list_change for each in found), reverse=True)
            assert all(each.fact.side is listing.side for each in found)
