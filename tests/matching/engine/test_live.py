"""Lists kept up to date equal those of a fresh market, after any mix of changes."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from matching.engine import LiveMarket, live_side, searching
from matching.evaluation.workload import make_workload
from matching.records import Side
from tests.matching.made import ENGINE, KNOWLEDGE, TODAY, listings, make_market, markets, need, offer

TOP = 2
SIDES = {"o": Side.OFFER, "n": Side.NEED}
IDS = st.sampled_from([f"{letter}{number}" for letter in SIDES for number in range(7)])


def all_lists(market, listings_here):
    return {(each.side, each.id): market.best(each.side, each.id) for each in listings_here}


class LiveMarketStaysExact(RuleBasedStateMachine):
    """Puts, changes, withdrawals and rebuilds in any order; with one spare member lists often run short."""

    def __init__(self):
        super().__init__()
        self.slow = patch.object(live_side.Rebuild, "is_alive", lambda rebuild: True)
        self.slow.start()

    def teardown(self):
        self.slow.stop()

    @initialize(data=st.data())
    def open_market(self, data):
        self.here = {}
        for letter, side in SIDES.items():
            for number in range(3):
                self.here[f"{letter}{number}"] = data.draw(listings(side, f"{letter}{number}"))
        sides = ([each for each in self.here.values() if each.side is side] for side in Side)
        self.market = LiveMarket(*sides, **ENGINE, top=TOP, spare=1)
        self.lists = self.now()

    def now(self):
        return all_lists(self.market, self.here.values())

    @rule(listing_id=IDS, data=st.data())
    def put(self, listing_id, data):
        listing = data.draw(listings(SIDES[listing_id[0]], listing_id))
        changed = self.market.put(listing)
        self.here[listing_id] = listing
        self.check_told(changed)

    @rule(listing_id=IDS)
    def withdraw(self, listing_id):
        if listing_id in self.here:
            changed = self.market.withdraw(SIDES[listing_id[0]], listing_id)
            del self.here[listing_id]
            self.check_told(changed)

    @rule()
    def rebuild(self):
        self.market.rebuild()

    @rule(side=st.sampled_from(Side))
    def begin_rebuild(self, side):
        """What comes and goes from here until it is waited for must not be lost."""
        self.market._sides[side].begin_rebuild()

    def check_told(self, changed):
        """Whatever changed has been told."""
        before, self.lists = self.lists, self.now()
        assert {owner for owner, best in self.lists.items() if before.get(owner) != best} <= changed

    @invariant()
    def lists_are_exact(self):
        sides = [[each for each in self.here.values() if each.side is side] for side in Side]
        assert self.now() == all_lists(LiveMarket(*sides, **ENGINE, top=TOP), self.here.values())


TestLiveMarketStaysExact = LiveMarketStaysExact.TestCase
TestLiveMarketStaysExact.settings = settings(max_examples=20, stateful_step_count=10, deadline=None)


def test_lists_stay_exact_on_a_market_where_bounds_leave_most_unjudged(monkeypatch):
    monkeypatch.setattr(searching, "_FIRST", 1)
    monkeypatch.setattr(searching, "_SURELY", 1)
    monkeypatch.setattr(live_side, "REBUILT_AT_LEAST", 5)
    workload = make_workload(120, knowledge=KNOWLEDGE, as_of=TODAY, seed=4)
    market = LiveMarket(workload.offers[:100], workload.needs[:100], **ENGINE, top=TOP, spare=1)

    for number in range(20):
        market.put(workload.offers[100 + number])
        market.withdraw(Side.NEED, workload.needs[number].id)
        market.put(workload.needs[100 + number])
        market.put(replace(workload.offers[number], quantity=1.0))

    offers = [replace(each, quantity=1.0) for each in workload.offers[:20]] + list(workload.offers[20:])
    here = (*offers, *workload.needs[20:])
    assert all_lists(market, here) == all_lists(LiveMarket(offers, workload.needs[20:], **ENGINE, top=TOP), here)


@settings(max_examples=15, deadline=None)
@given(markets())
def test_live_market_begins_with_the_lists_of_a_market(drawn):
    live_market, market = LiveMarket(*drawn, **ENGINE, top=TOP), make_market(*drawn)

    for side in Side:
        for own, matches in market.lists(side, top=TOP):
            others = [(each.need_id if side is Side.OFFER else each.offer_id, each.score) for each in matches]
            assert live_market.best(side, own) == tuple(others)


def test_matches_for_explains_with_both_ranks():
    offers = [offer("o1", "Bark", material="bark"), offer("o2", "Betong", material="concrete")]
    needs = [need("n1", "Bark", material="bark"), need("n2", "Betong", material="concrete")]
    market = LiveMarket(offers, needs[:1], **ENGINE, top=2)

    market.put(needs[1])

    for side, listings_of_side in ((Side.OFFER, offers), (Side.NEED, needs)):
        for listing in listings_of_side:
            fresh = make_market(offers, needs).matches_for(listing, top=2)
            assert market.matches_for(side, listing.id) == fresh


def test_withdraw_tells_whose_lists_changed_and_refuses_strangers():
    market = LiveMarket([offer("o1"), offer("o2", firm="a")], [need("n1", firm="a")], **ENGINE, top=1)

    assert market.withdraw(Side.OFFER, "o2") == set()
    assert market.withdraw(Side.OFFER, "o1") == {(Side.NEED, "n1")}
    assert market.best(Side.NEED, "n1") == ()
    assert market.matches_for(Side.NEED, "n1") == ()
    with pytest.raises(KeyError):
        market.withdraw(Side.OFFER, "o1")


def test_put_joins_the_newcomers_now_and_then(monkeypatch):
    monkeypatch.setattr(live_side, "REBUILT_AT_LEAST", 2)
    market = LiveMarket([], [need("n1")], **ENGINE, top=2)

    for number in range(5):
        market.put(offer(f"o{number}"))

    assert market.best(Side.NEED, "n1") == make_best(range(2))
    assert [market.best(Side.OFFER, f"o{number}")[0][0] for number in range(5)] == ["n1"] * 5


def make_best(numbers):
    score = make_market([offer("o0")], [need("n1")]).judge("o0", "n1").score
    return tuple((f"o{number}", score) for number in numbers)


def test_what_comes_and_goes_during_a_rebuild_takes_nothing_with_it():
    def fresh_offer(listing_id, month):
        shares = tuple(float(month == each) for each in range(12))
        return offer(listing_id, month_shares=shares, shelf_life_days=1)

    market = LiveMarket([fresh_offer("o0", month=0), fresh_offer("o1", month=0)], [], **ENGINE, top=3)
    waiting = need("n1", month_shares=fresh_offer("o", month=2).month_shares)

    with patch.object(live_side.Rebuild, "is_alive", lambda rebuild: True):
        market._sides[Side.OFFER].begin_rebuild()
        market.put(fresh_offer("o8", month=1))
        market.put(fresh_offer("o9", month=2))
        market.put(waiting)
        market.withdraw(Side.OFFER, "o8")
        market.withdraw(Side.OFFER, "o0")
        market.rebuild()
    market.put(replace(waiting, id="n2"))

    best = make_market([fresh_offer("o1", month=0), fresh_offer("o9", month=2)], [waiting]).best_for(waiting, top=3)
    assert [listing_id for listing_id, _ in best] == ["o9", "o1"]
    assert market.best(Side.NEED, "n1") == market.best(Side.NEED, "n2") == best


def test_live_market_refuses_an_empty_list():
    with pytest.raises(ValueError, match="1 or more"):
        LiveMarket([], [], **ENGINE, top=0)
