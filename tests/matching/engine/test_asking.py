"""The best counterparts of one listing, found without judging everybody."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from matching.engine import searching
from matching.engine.searching import _likeness
from matching.evaluation.workload import make_workload
from matching.records import Side
from tests.matching.made import KNOWLEDGE, TODAY, make_market, need, offer

SIZE, TOP = 150, 4


@pytest.fixture(scope="module")
def workload():
    return make_workload(SIZE, knowledge=KNOWLEDGE, as_of=TODAY, seed=5)


@pytest.fixture
def market(workload):
    return make_market(workload.offers, workload.needs)


def own_list(market, workload, side, number):
    """Return ids and scores of the best counterparts of a listing by asking for every pair alone."""
    own, others = (workload.offers, workload.needs) if side is Side.OFFER else (workload.needs, workload.offers)
    pairs = [(own[number].id, other.id) if side is Side.OFFER else (other.id, own[number].id) for other in others]
    found = [(-market.judge(*pair).score, pair) for pair in pairs if not market.closed_gates(*pair)]
    place = 1 if side is Side.OFFER else 0
    return tuple((pair[place], -score) for score, pair in sorted(found)[:TOP])


@pytest.mark.parametrize("first", [1, 8])
@pytest.mark.parametrize("side", list(Side))
def test_list_of_one_is_exact_however_few_are_judged_first(market, workload, side, first, monkeypatch):
    monkeypatch.setattr(searching, "_FIRST", first)
    monkeypatch.setattr(searching, "_SURELY", first)
    listings = workload.offers if side is Side.OFFER else workload.needs

    for number in range(3):
        expected = own_list(market, workload, side, number)

        assert market.best_for(listings[number], top=TOP) == expected
        assert market.best_for(replace(listings[number], id="~new"), top=TOP) == expected


def test_list_of_one_leaves_most_unjudged():
    workload = make_workload(4 * SIZE, knowledge=KNOWLEDGE, as_of=TODAY, seed=5)
    market = make_market(workload.offers, workload.needs)

    for each in workload.needs[:SIZE]:
        market.best_for(each, top=TOP)

    assert market.pairs_judged < SIZE * 4 * SIZE / 4


def test_who_may_not_have_what_promises_most_is_shown_the_rest_without_judging_everybody():
    hazardous = [offer(f"hazard{number:03}", material="bark", hazardous=True) for number in range(SIZE)]
    fits = [offer(f"fits{number}", "Sågspån", material="sawdust") for number in range(TOP)]
    others = [offer(f"other{number:04}", "Ull", material="wool") for number in range(10 * SIZE)]
    asked = need(material="bark")
    market = make_market([*hazardous, *fits, *others], [asked], is_fast=False)

    found = market.best_for(asked, top=TOP)

    assert {each for each, _ in found} == {each.id for each in fits}
    assert market.pairs_judged < len(others) / 2


def test_likeness_is_the_product_of_the_rows():
    chance = np.random.default_rng(1)
    own = sparse.csr_matrix(chance.integers(0, 2, (1, 9)) * chance.random((1, 9)))
    others = sparse.csr_matrix(chance.integers(0, 2, (7, 9)) * chance.random((7, 9)))

    found = _likeness(own.indices, own.data, others[[6, 0, 3]])

    assert found == pytest.approx((own @ others.T).toarray()[0, [6, 0, 3]])
