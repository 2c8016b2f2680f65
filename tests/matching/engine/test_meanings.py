"""The second signal of texts goes the way of all aspects: exact lists, kept up to date, with numba and without."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.roads import RoadDistances
from matching.engine import LiveMarket, compiled
from matching.engine.setting import Setting
from matching.engine.snapshot import listing_as_json, listing_from_json
from matching.evaluation.workload import make_workload
from matching.meaning import pack_meaning
from matching.records import Aspect, ReasonCode, Side
from matching.scoring import DEFAULT_WEIGHTS
from tests.matching.made import ENGINE, KNOWLEDGE, TODAY, make_market, markets, need, offer

TOP = 3
WEIGHED = {**DEFAULT_WEIGHTS, Aspect.MEANING: 0.2}
ALIKE, UNLIKE = pack_meaning(np.array([1.0, 0.1])), pack_meaning(np.array([-0.1, 1.0]))


def with_vectors(listings, *, seed):
    """Return listings three quarters of which have a vector, some of them much alike."""
    chance = np.random.default_rng(seed)
    return [
        replace(each, meaning=pack_meaning(chance.normal(size=4)) if chance.random() < 0.75 else b"")
        for each in listings
    ]


@pytest.fixture(scope="module")
def sides():
    workload = make_workload(150, knowledge=KNOWLEDGE, as_of=TODAY, seed=8)
    return with_vectors(workload.offers, seed=1), with_vectors(workload.needs, seed=2)


def by_brute_force(sides, setting):
    """Return each listing's best scores, by id, every pair judged."""
    made = Setting(**{**ENGINE, **setting})
    segments = [made.segment(*each) for each in zip(sides, (Side.OFFER, Side.NEED), strict=True)]
    scores = made.judge(*segments).judge_grid(np.arange(len(sides[0]))).scores(made.weights)
    rows = zip((*segments[0].listings, *segments[1].listings), (*scores, *scores.T), strict=True)
    return {listing.id: [score for score in sorted(row, reverse=True)[:TOP] if score >= 0] for listing, row in rows}


@pytest.mark.parametrize("name", ["straight", "by road"])
def test_lists_are_exact_with_numba_and_without(sides, name, monkeypatch):
    monkeypatch.setattr(compiled, "COMPILED_FROM", 0)
    distances = ENGINE["distances"] if name == "straight" else RoadDistances()
    setting = {"distances": distances, "weights": WEIGHED}
    fast, plain = (make_market(*sides, **setting, is_fast=is_fast) for is_fast in (True, False))

    best = by_brute_force(sides, setting)
    for listing in (*sides[0][:10], *sides[1][:10]):
        assert fast.best_for(listing, top=TOP) == plain.best_for(listing, top=TOP)
        assert [score for _, score in plain.best_for(listing, top=TOP)] == best[listing.id]
    ranked = [(match.need_id, match.rank_for_need, match.score) for match in plain.matches(top=TOP)]
    assert all(best[need_id][rank - 1] == score for need_id, rank, score in ranked if rank)


@settings(deadline=None, max_examples=12)
@given(markets(), st.integers(0, 99))
def test_a_market_kept_up_to_date_is_one_made_anew(drawn, seed):
    offers, needs = with_vectors(drawn[0], seed=seed), with_vectors(drawn[1], seed=seed + 1)
    setting = {**ENGINE, "weights": WEIGHED, "top": TOP}
    grown, whole = LiveMarket([], [], **setting, spare=1), LiveMarket(offers, needs, **setting)

    for listing in (*offers, *needs):
        grown.put(replace(listing, meaning=b""))
        grown.put(listing)

    for listing in (*offers, *needs):
        assert grown.best(listing.side, listing.id) == whole.best(listing.side, listing.id)


def test_most_pairs_are_still_left_unjudged(sides):
    market = make_market(*sides, weights=WEIGHED)

    for listing in sides[1][:20]:
        market.best_for(listing, top=TOP)

    assert market.pairs_judged < 0.2 * 20 * len(sides[0])


def test_likeness_decides_between_two_who_tell_the_same_otherwise():
    near, far = offer("near", meaning=ALIKE), offer("far", meaning=UNLIKE)
    market = make_market([far, near], [need(meaning=ALIKE)], weights=WEIGHED)

    matches = market.matches_for(need(meaning=ALIKE), top=2)

    assert [match.offer_id for match in matches] == ["near", "far"]
    assert [match.fits[Aspect.MEANING] for match in matches] == [1, pytest.approx(0.05)]
    assert ReasonCode.SIMILAR_MEANING in {reason.code for reason in matches[0].reasons_for}
    assert ReasonCode.SIMILAR_MEANING not in {reason.code for reason in matches[1].reasons_against}


def test_who_has_no_vector_is_listed_and_ranks_between():
    offers = [offer("near", meaning=ALIKE), offer("far", meaning=UNLIKE), offer("unknown")]

    listed = make_market(offers, [need(meaning=ALIKE)], weights=WEIGHED).best_for(need(meaning=ALIKE), top=3)

    assert [name for name, _score in listed] == ["near", "unknown", "far"]


def test_vectors_change_no_score_as_long_as_they_weigh_nothing():
    plain = make_market([offer()], [need()]).judge("o", "n")
    told = make_market([offer(meaning=ALIKE)], [need(meaning=UNLIKE)]).judge("o", "n")

    assert told.score == plain.score
    assert told.reasons_for == plain.reasons_for
    assert told.missing == plain.missing


def test_a_snapshot_keeps_vectors():
    for listing in (offer(meaning=ALIKE), offer()):
        assert listing_from_json(listing_as_json(listing)) == listing
