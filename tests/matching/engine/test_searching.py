"""Bounds that never lie below what they bound, and the same answers with numba and without."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distance import StraightLine
from geo.roads import RoadDistances
from matching.engine import LiveMarket, compiled, judging, kernel_kinds, kernel_words, limits
from matching.engine.bounds import Bounds
from matching.engine.limits import Floors
from matching.engine.optimism import MARGIN, asked_bounds, bounds_of_blocks, mean_logs, sums_of_items, whole_bounds
from matching.engine.searching import BlockSearch
from matching.engine.setting import Setting
from matching.engine.top import SCORE_SCALE, best_keys, make_keys
from matching.evaluation.workload import make_workload
from matching.nearness import Trips
from matching.records import Side
from matching.scoring import DEFAULT_WEIGHTS, weight_vector
from matching.words.told import UNIT
from tests.matching.made import ENGINE, KNOWLEDGE, TODAY, make_market, markets

SLOW = settings(deadline=None, max_examples=40)
WEIGHTS = weight_vector(DEFAULT_WEIGHTS)
TOP = 3
DISTANCES = {"straight": StraightLine(), "by road": RoadDistances()}


@pytest.fixture(scope="module")
def workload():
    return make_workload(300, knowledge=KNOWLEDGE, as_of=TODAY, seed=8)


@pytest.fixture(params=["straight", "by road", "by road, no table"])
def distances(request, monkeypatch):
    if request.param == "by road, no table":
        monkeypatch.setattr(judging, "_MOST_KEPT", 0)
    return DISTANCES[request.param.split(",")[0]]


@pytest.fixture
def compile_all(monkeypatch):
    """Let even the smallest market be searched by what numba has compiled."""
    monkeypatch.setattr(compiled, "COMPILED_FROM", 0)


def judge_of(offers, needs, **changes):
    setting = Setting(**{**ENGINE, **changes})
    return setting.judge(setting.segment(offers, Side.OFFER), setting.segment(needs, Side.NEED))


def all_scores(judge, side, place):
    """Return the whole scores of one listing with the other side, -1 where a gate is closed."""
    scores = judge.judge_grid(np.arange(len(judge.offers))).scores(WEIGHTS)
    own = scores[place] if side is Side.OFFER else scores[:, place]
    return np.where(own < 0, -1, own * SCORE_SCALE)


def bounds_for(search, place):
    """Return what each item, and each block, could score at most with the listing at a place."""
    own, rows = search.asked(place, trips=Trips(np.empty(0), np.empty(0)), has_km=False)
    packed = search.other.packed
    of_blocks = whole_bounds(bounds_of_blocks(own, rows, packed.blocks, search.constants))
    logs, share, is_closed = sums_of_items(own, rows, packed.items, search.other.other, search.constants)
    of_items = np.where(is_closed, -1, whole_bounds(mean_logs(logs, share, search.constants)))
    return of_items, np.repeat(of_blocks, packed.blocks["end"] - packed.blocks["first"])


@SLOW
@given(markets(), st.sampled_from(list(DISTANCES)))
def test_bounds_never_lie_below_a_score(drawn, name):
    judge = judge_of(*drawn, distances=DISTANCES[name])
    if not all(drawn):
        return
    for side, listings in zip(Side, drawn, strict=True):
        search = BlockSearch(judge, Bounds(judge, WEIGHTS), side=side)
        for place in range(len(listings)):
            of_items, of_blocks = bounds_for(search, place)
            scores = all_scores(judge, side, place)[search.other.packed.items["place"]]

            assert (of_items >= scores).all()
            assert (of_blocks >= scores).all()


def test_bounds_of_blocks_leave_most_of_a_large_market_aside(workload):
    judge = judge_of(workload.offers, workload.needs)
    search = BlockSearch(judge, Bounds(judge, WEIGHTS), side=Side.NEED)

    of_items, of_blocks = bounds_for(search, 0)

    scores = all_scores(judge, Side.NEED, 0)[search.other.packed.items["place"]]
    assert (of_blocks >= scores).all()
    assert (of_items >= scores).all()
    assert (of_blocks >= np.sort(scores)[-TOP]).mean() < 0.5
    assert of_items.sum() < of_blocks.sum()


def limits_of(packed, floors, *, is_here):
    held = Floors(packed)
    held.set(np.arange(len(floors)), floors)
    for place in np.flatnonzero(~is_here).tolist():
        held.close(place)
    return held.limits()


@pytest.mark.parametrize("stale", [0, 10**9])
def test_limits_of_blocks_and_groups_are_the_lowest_of_theirs_or_less(workload, stale, monkeypatch):
    monkeypatch.setattr(limits, "_STALE_AT_LEAST", stale)
    packed = judge_of(workload.offers, workload.needs).segments[Side.NEED].packed
    floors = np.random.default_rng(5).integers(0, 900_000, 300)

    held = Floors(packed)
    for each in (floors + 1000, floors):
        held.set(np.arange(300), each)
    found = held.limits()

    asked = asked_bounds(floors)[packed.items["place"]]
    lowest = np.minimum.reduceat(asked, packed.blocks["first"])
    of_groups = np.minimum.reduceat(lowest, packed.groups["first"])
    assert np.array_equal(found.floors, floors)
    assert np.array_equal(found.items, asked)
    assert (found.blocks == lowest).all() if not stale else (found.blocks <= lowest).all()
    assert (found.groups == of_groups).all() if not stale else (found.groups <= of_groups).all()


def test_keys_hold_the_best_and_whoever_reaches_its_floor(workload, distances, compile_all):
    judge = judge_of(workload.offers, workload.needs, distances=distances)
    chance = np.random.default_rng(3)
    floors, is_here = chance.integers(-1, 900_000, 300), chance.random(300) < 0.8
    bounds, held = Bounds(judge, WEIGHTS), limits_of(judge.segments[Side.NEED].packed, floors, is_here=is_here)

    for search in (BlockSearch(judge, bounds, side=Side.OFFER), compiled.best_search(judge, bounds, side=Side.OFFER)):
        for place in range(5):
            scores = np.where(is_here, all_scores(judge, Side.OFFER, place), -1) / SCORE_SCALE
            expected = make_keys(scores, np.arange(300))
            keys = search.keys(place, top=TOP, limits=held)

            assert np.array_equal(best_keys(keys[None, :], top=TOP), best_keys(expected[None, :], top=TOP))
            assert set(expected[(expected >> 32 >= floors) & (expected >= 0)]) <= set(keys)
            assert set(keys[keys >= 0]) <= set(expected)


def test_what_is_asked_lies_below_whoever_reaches_the_floor():
    floors = np.random.default_rng(4).integers(-1, SCORE_SCALE, 10_000)

    asked = asked_bounds(floors)

    assert (whole_bounds(asked.astype(float))[floors > MARGIN] <= floors[floors > MARGIN]).all()
    assert np.isneginf(asked[floors <= MARGIN]).all()


def test_postings_tell_how_alike_the_texts_of_a_group_are_at_most(workload):
    judge = judge_of(workload.offers, workload.needs)
    for own, other in (judge.segments.values(), reversed(judge.segments.values())):
        packed, postings = other.packed, other.postings
        blocks = np.repeat(np.arange(len(packed.blocks)), packed.blocks["end"] - packed.blocks["first"])
        groups = np.repeat(np.arange(len(packed.groups)), packed.groups["end"] - packed.groups["first"])
        alike = (own.texts.concepts.matrix() @ other.texts.concepts.matrix(packed.items["place"]).T).toarray()
        at_most = np.maximum.reduceat(alike, np.flatnonzero(np.diff(groups[blocks], prepend=-1)), axis=1)

        for place in range(len(own)):
            told, bound = own.texts.concepts.matrix(np.array([place])), np.empty(len(packed.groups))
            kernel_words.group_likeness(told.indices, told.data, UNIT, postings, bound)

            assert (bound >= at_most[place] - 1e-12).all()
            assert (bound[at_most[place] == 0] == 0).any()


@SLOW
@given(drawn=markets(), top=st.integers(1, 4), name=st.sampled_from(list(DISTANCES)))
def test_numba_changes_no_list(drawn, top, name):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILED_FROM", 0)
        fast, plain = (make_market(*drawn, distances=DISTANCES[name], is_fast=is_fast) for is_fast in (True, False))

        for listing in (*drawn[0], *drawn[1]):
            assert fast.best_for(listing, top=top) == plain.best_for(listing, top=top)


@SLOW
@given(drawn=markets())
def test_numba_makes_of_kinds_what_numpy_does(drawn):
    judge = judge_of(*drawn)
    bounds, search = Bounds(judge, WEIGHTS), compiled.load_search()

    for side in Side:
        fast = compiled.CompiledSearch(judge, bounds, side=side, search=search)
        for kind in range(len(judge.segments[side].columns.told)):
            sums = kernel_kinds.kind_sums(kind, side is Side.NEED, fast.kinds, fast.held[0])
            for found, expected in zip(sums, bounds.sums_with(side, kind), strict=True):
                assert found == pytest.approx(expected, nan_ok=True, abs=1e-13)


def test_numba_changes_no_list_of_a_larger_market(workload, distances, compile_all):
    sides = workload.offers, workload.needs
    fast, plain = (make_market(*sides, distances=distances, is_fast=is_fast) for is_fast in (True, False))

    for listing in (*workload.offers[:40], *workload.needs[:40]):
        assert fast.best_for(listing, top=10) == plain.best_for(listing, top=10)
    assert {type(each) for each in fast._searches.values()} == {compiled.CompiledSearch}
    assert {each.is_quick for each in fast._searches.values()} == {fast._judge.keeps_trips}
    assert fast.matches(top=3) == plain.matches(top=3)
    assert {type(each) for each in plain._searches.values()} == {BlockSearch}


def test_numba_changes_no_list_that_is_kept_up_to_date(workload, compile_all):
    lists = []
    for is_fast in (True, False):
        market = LiveMarket(workload.offers[:100], workload.needs[:100], **ENGINE, top=TOP, spare=1, is_fast=is_fast)
        for number in range(15):
            market.put(workload.offers[100 + number])
            market.withdraw(Side.NEED, workload.needs[number].id)
            market.put(workload.needs[100 + number])
        here = (*workload.offers[:115], *workload.needs[15:115])
        lists.append([market.best(each.side, each.id) for each in here])

    assert lists[0] == lists[1]


def test_what_lies_near_the_edge_of_rounding_is_judged_by_numpy(workload, compile_all, monkeypatch):
    market = make_market(workload.offers, workload.needs)
    expected = market.best_for(workload.needs[0], top=TOP)
    search = compiled.load_search()

    def doubting(*question):
        keys, _ = search(*question)
        return keys - (1 << 32), 1  # every score a millionth too low

    monkeypatch.setattr(compiled, "load_search", lambda: doubting)

    assert market.best_for(workload.needs[0], top=TOP) == expected


def test_without_numba_the_market_is_searched_all_the_same(workload, compile_all, monkeypatch):
    expected = make_market(workload.offers, workload.needs).best_for(workload.needs[0], top=TOP)
    compiled.load_search.cache_clear()
    monkeypatch.setattr(compiled, "find_spec", lambda name: None)

    found = make_market(workload.offers, workload.needs).best_for(workload.needs[0], top=TOP)

    compiled.load_search.cache_clear()
    assert found == expected


def test_without_a_folder_for_what_numba_compiles_there_is_no_compiled_search(monkeypatch):
    def refuse(name):
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(compiled, "import_module", refuse)

    assert compiled.load_search.__wrapped__() is None
