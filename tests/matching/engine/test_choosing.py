"""After the exact ranking: not all of one kind, and no tonne twice."""

import pytest
from hypothesis import given, settings

from matching.engine import promise_once, show_diverse
from matching.records import Side
from tests.matching.made import make_market, markets, need, offer


def shown(needs, most):
    asking = offer("o", "Bark", material="bark")
    matches = make_market([asking], needs).matches_for(asking, top=10)
    chosen = show_diverse(matches, {each.id: each for each in needs}, side=Side.OFFER, most=most)
    return [match.need_id for match in matches], [match.need_id for match in chosen]


def test_show_diverse_puts_one_of_another_kind_before_the_twin_of_the_best():
    twins = [need(f"n{number}", "Bark", material="bark", firm="a") for number in (1, 2)]
    other = need("n3", "Bark", material="bark", firm="b")

    ranked, chosen = shown([*twins, other], most=2)

    assert ranked == ["n1", "n2", "n3"]
    assert chosen == ["n1", "n3"]


def test_show_diverse_never_shows_what_is_far_worse_for_being_different():
    twins = [need(f"n{number}", "Bark", material="bark", firm="a") for number in (1, 2)]

    _ranked, chosen = shown([*twins, need("n3", "Betong", material="concrete")], most=2)

    assert chosen == ["n1", "n2"]


@settings(max_examples=20, deadline=None)
@given(markets())
def test_show_diverse_begins_with_the_best_and_drops_none_it_has_room_for(drawn):
    offers, needs = drawn
    market = make_market(offers, needs)
    for each in offers:
        matches = market.matches_for(each, top=10)
        chosen = show_diverse(matches, {other.id: other for other in needs}, side=Side.OFFER, most=10)
        assert chosen[:1] == matches[:1]
        assert sorted(match.need_id for match in chosen) == sorted(match.need_id for match in matches)


def test_promise_once_serves_the_better_first_and_shares_what_is_left():
    offers = [offer("o1", "Bark", material="bark", quantity=100.0)]
    needs = [
        need("n1", "Bark", material="bark", quantity=70.0),
        need("n2", "Bark", material="wood_residues", quantity=70.0),
        need("n3", "Flis", material="sawdust", quantity=70.0),
    ]
    matches = make_market(offers, needs).matches(top=5)

    allotted = promise_once(matches, {each.id: each for each in (*offers, *needs)})

    assert [(each.match.need_id, each.quantity) for each in allotted] == [
        (matches[0].need_id, 70.0),
        (matches[1].need_id, pytest.approx(30.0)),
    ]


@settings(max_examples=30, deadline=None)
@given(markets())
def test_promise_once_promises_nothing_twice(drawn):
    listings = {each.id: each for side in drawn for each in side}
    matches = make_market(*drawn).matches(top=3)

    allotted = promise_once(matches, listings)

    for listing in listings.values():
        promised = [each for each in allotted if listing.id in (each.match.offer_id, each.match.need_id)]
        apart = [listings[each.match.offer_id].once != listings[each.match.need_id].once for each in promised]
        for of_year in (False, True):
            counted = [
                each.quantity for each, once in zip(promised, apart, strict=True) if listing.once or once is of_year
            ]
            assert sum(filter(None, counted)) <= (listing.quantity or 0) + 1e-6
    assert [each.match for each in allotted] == [
        match for match in matches if match in [each.match for each in allotted]
    ]
    unknown = [each.match for each in allotted if each.quantity is None]
    assert all(None in (listings[m.offer_id].quantity, listings[m.need_id].quantity) for m in unknown)


def test_promise_once_promises_a_single_lot_to_one_and_leaves_the_years_to_who_comes_every_year():
    offers = [
        offer("lot", "Bark", material="bark", quantity=100.0, once=True),
        offer("second lot", "Bark", material="bark", quantity=100.0, once=True),
        offer("mill", "Bark", material="bark", quantity=100.0),
    ]
    needs = [need("first", "Bark", material="bark", quantity=80.0), need("second", "Bark", quantity=80.0)]
    listings = {each.id: each for each in (*offers, *needs)}
    by_pair = {(m.offer_id, m.need_id): m for m in make_market(offers, needs).matches(top=5)}
    order = [("lot", "first"), ("lot", "second"), ("second lot", "first"), ("mill", "first"), ("second lot", "second")]

    allotted = promise_once([by_pair[pair] for pair in order], listings)

    assert [(each.match.offer_id, each.match.need_id, each.quantity) for each in allotted] == [
        ("lot", "first", 80.0),
        ("lot", "second", 20.0),
        ("mill", "first", 80.0),
        ("second lot", "second", 60.0),
    ]
