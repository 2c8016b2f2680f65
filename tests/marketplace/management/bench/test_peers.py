"""What the engine is compared with answers the same question."""

from dataclasses import replace

import numpy as np
import pytest

from geo.distance import StraightLine
from marketplace.management.bench.engine import EnginePeer
from marketplace.management.bench.peers import RANKERS, load_peer
from marketplace.management.bench.pool import TOP, five_weights, make_pool
from matching.engine import Market
from matching.evaluation.workload import Workload, make_workload
from tests.matching.made import ENGINE, KNOWLEDGE, TODAY

FIVE = {**ENGINE, "distances": StraightLine(), "weights": five_weights()}
SIZE = 120


def made():
    return make_workload(SIZE, knowledge=KNOWLEDGE, as_of=TODAY, seed=3)


def pool_of(workload):
    return make_pool(workload, knowledge=KNOWLEDGE, as_of=TODAY)


def of_one_stuff(workload):
    """Return the market with the same words and material everywhere: databases compare words in their own way."""
    same = {"title": "Bark", "language": "sv", "material": "bark"}
    sides = (workload.offers, workload.needs)
    return Workload(*(tuple(replace(listing, **same) for listing in side) for side in sides))


def test_the_formula_scores_as_the_engine_does():
    workload = made()
    market, pool = Market(workload.offers, workload.needs, **FIVE), pool_of(workload)

    for need in range(5):
        for offer, score in enumerate(pool.scores(need)):
            ids = (workload.offers[offer].id, workload.needs[need].id)
            expected = -1 if market.closed_gates(*ids) else market.judge(*ids).score
            assert score == pytest.approx(expected, abs=2e-6)


def test_engine_peer_and_exact_peers_find_the_truth():
    workload = made()
    pool = pool_of(workload)
    engine = EnginePeer(Market(workload.offers, workload.needs, **FIVE), workload)

    for name in ("brute_force", "balltree"):
        with load_peer(name).opened(pool) as peer:
            for need in range(10):
                truth = pool.best(need)
                assert peer.best(need) == truth
                assert pool.recall(need, engine.best(need), truth=truth) == 1


@pytest.mark.parametrize(
    "name", ["sqlite", "geopy_loop", pytest.param("postgresql", marks=pytest.mark.needs("PostgreSQL"))]
)
def test_peers_with_words_of_their_own_find_the_truth_where_words_do_not_tell(name):
    pool, module = pool_of(of_one_stuff(made())), load_peer(name)
    if hasattr(module, "what_is_missing") and (missing := module.what_is_missing()):
        pytest.skip(missing)

    with module.opened(pool) as peer:
        for need in range(10):
            truth, found = pool.best(need), peer.best(need)
            assert len(found) == len(truth)
            assert pool.recall(need, found, truth=truth) == 1


def test_recall_counts_the_right_ones():
    pool = pool_of(made())
    truth = pool.best(0)
    wrong = np.flatnonzero(pool.scores(0) < pool.scores(0)[truth[-1]])[: TOP // 2].tolist()

    assert len(truth) == TOP
    assert pool.recall(0, truth, truth=truth) == 1
    assert pool.recall(0, truth[: TOP // 2] + wrong, truth=truth) == 0.5
    assert pool.recall(0, [], truth=[]) == 1


def test_every_ranker_has_a_name():
    assert len({load_peer(name).NAME for name in RANKERS}) == len(RANKERS)
