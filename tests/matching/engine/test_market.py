"""Exactness of the engine, on drawn markets: against brute force, in any order, from either side."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import find_matches, lists
from matching.engine.judging import Chunk
from matching.engine.setting import Setting
from matching.engine.top import best_keys, make_keys
from matching.records import Aspect, Fact, Gate, MissingFact, Side
from matching.scoring import DEFAULT_WEIGHTS, score_pairs, weight_vector
from tests.matching.made import ALL_YEAR, ENGINE, make_market, markets, need, offer

WEIGHTS = weight_vector(DEFAULT_WEIGHTS)
SLOW = settings(deadline=None, max_examples=25)


def brute_force(offers, needs, *, top):
    """Return {(offer, need): (score, rank for offer, rank for need)} by asking for every pair alone, and sorting."""
    market = make_market(offers, needs)
    scores = {
        (one.id, other.id): market.judge(one.id, other.id).score
        for one in offers
        for other in needs
        if not market.closed_gates(one.id, other.id)
    }
    ranks = {}
    for place, ids in ((0, [each.id for each in offers]), (1, [each.id for each in needs])):
        for listing_id in ids:
            own = sorted((-score, pair[1 - place], pair) for pair, score in scores.items() if pair[place] == listing_id)
            for rank, (_, _, pair) in enumerate(own[:top], start=1):
                ranks.setdefault(pair, [None, None])[place] = rank
    return {pair: (scores[pair], *found) for pair, found in ranks.items()}


def in_short(matches):
    return {(each.offer_id, each.need_id): (each.score, each.rank_for_offer, each.rank_for_need) for each in matches}


@SLOW
@given(markets(), st.integers(1, 4))
def test_find_matches_equals_brute_force(market, top):
    offers, needs = market

    matches = find_matches(offers, needs, **ENGINE, top=top)

    assert in_short(matches) == brute_force(offers, needs, top=top)


@SLOW
@given(markets(), st.integers(1, 3), st.randoms(use_true_random=False))
def test_find_matches_ignores_the_order_of_its_input(market, top, chance):
    offers, needs = market
    shuffled = [chance.sample(side, len(side)) for side in market]

    assert find_matches(*shuffled, **ENGINE, top=top) == find_matches(offers, needs, **ENGINE, top=top)


@SLOW
@given(markets())
def test_find_matches_gives_longer_lists_that_start_like_the_shorter(market):
    short = in_short(find_matches(*market, **ENGINE, top=1))
    long = in_short(find_matches(*market, **ENGINE, top=3))

    for pair, (score, offer_rank, need_rank) in short.items():
        assert long[pair][0] == score
        assert offer_rank is None or long[pair][1] == offer_rank
        assert need_rank is None or long[pair][2] == need_rank


@SLOW
@given(markets())
def test_find_matches_tells_fits_that_make_the_score(market):
    for match in find_matches(*market, **ENGINE, top=9):
        fits = np.array([[match.fits.get(aspect, np.nan) for aspect in Aspect]])

        assert score_pairs(fits, WEIGHTS)[0] == pytest.approx(match.score, abs=1e-5)


@SLOW
@given(markets())
def test_find_matches_gives_reasons_whose_loss_moves_the_score_their_way(market):
    for match in find_matches(*market, **ENGINE, top=9):
        for reason in (*match.reasons_for, *match.reasons_against):
            fits = [match.fits.get(aspect, np.nan) if aspect != reason.aspect else np.nan for aspect in Aspect]
            without = score_pairs(np.array([fits]), WEIGHTS)[0]

            assert (reason in match.reasons_for) == (without < match.score + 1e-5)


@SLOW
@given(markets(), st.integers(1, 3))
def test_matches_for_equals_the_own_list_of_every_listing(drawn, top):
    market = make_market(*drawn)
    matches = market.matches(top=top)

    for side, listings in zip(Side, drawn, strict=True):
        for listing in listings:
            key = "rank_for_offer" if side is Side.OFFER else "rank_for_need"
            own_id = "offer_id" if side is Side.OFFER else "need_id"
            own = [each for each in matches if getattr(each, own_id) == listing.id and getattr(each, key)]

            assert list(market.matches_for(listing, top=top)) == sorted(own, key=lambda each: getattr(each, key))


@SLOW
@given(markets(), st.integers(1, 3))
def test_best_for_names_whom_matches_for_explains(drawn, top):
    market = make_market(*drawn)

    for side, listings in zip(Side, drawn, strict=True):
        other_id = "need_id" if side is Side.OFFER else "offer_id"
        for listing in listings:
            explained = market.matches_for(listing, top=top)

            assert market.best_for(listing, top=top) == tuple(
                (getattr(each, other_id), each.score) for each in explained
            )


def test_pairs_judged_counts_what_lists_and_single_questions_judge():
    market = make_market([offer("o1"), offer("o2")], [need("n1"), need("n2"), need("n3")])

    market.best_for(need("n1"), top=2)
    alone = market.pairs_judged
    market.matches(top=3)

    assert alone == 2
    assert market.pairs_judged >= alone + 6


@SLOW
@given(markets())
def test_lists_yield_the_ranks_of_one_side(drawn):
    market = make_market(*drawn)
    matches = in_short(market.matches(top=2))

    for side in Side:
        found = {
            (each.offer_id, each.need_id): (each.rank_for_offer, each.rank_for_need)
            for _, own in market.lists(side, top=2)
            for each in own
        }
        place = 1 if side is Side.OFFER else 2
        expected = {pair: ranks[place] for pair, ranks in matches.items() if ranks[place]}

        assert {pair: ranks[place - 1] for pair, ranks in found.items()} == expected
        assert all(ranks[2 - place] is None for ranks in found.values())


def test_find_matches_is_the_same_in_chunks(monkeypatch):
    titles = ("Bark", "Sågspån", "Drav", "Ull", "Betong")
    offers = [offer(f"o{n}", titles[n % 5], quantity=1000.0 + n * 77 % 31) for n in range(30)]
    needs = [need(f"n{n}", titles[n % 4], quantity=1000.0 + n * 53 % 29) for n in range(30)]
    whole = find_matches(offers, needs, **ENGINE, top=4)

    monkeypatch.setattr(lists, "PAIRS_AT_ONCE", 70)

    assert find_matches(offers, needs, **ENGINE, top=4) == whole


@pytest.mark.parametrize("top", [1, 3, 10])
def test_best_lists_leave_unjudged_only_what_enters_no_list(top, monkeypatch):
    monkeypatch.setattr(lists, "PAIRS_AT_ONCE", 600)
    offers, needs = make_crowd(offer, 90, step=7), make_crowd(need, 60, step=11)
    judge, judged = judge_of(offers, needs), []
    whole = Chunk(judge, np.arange(len(offers))).judge(np.arange(len(offers))[:, None], np.arange(len(needs))[None, :])
    keys = make_keys(whole.scores(WEIGHTS), np.arange(len(needs))[None, :])
    other_keys = make_keys(whole.scores(WEIGHTS).T, np.arange(len(offers))[None, :])
    judge_some = Chunk.judge
    monkeypatch.setattr(Chunk, "judge", lambda chunk, *pairs: judged.append(pairs[0]) or judge_some(chunk, *pairs))

    of_offers, of_needs = lists.best_lists(judge, WEIGHTS, top=top)

    assert np.array_equal(of_offers, best_keys(keys, top=top))
    assert np.array_equal(of_needs, best_keys(other_keys, top=top))
    assert sum(map(len, judged)) < len(offers) * len(needs) * 0.8


def make_crowd(make, size, *, step):
    """Return listings of many kinds, some of which tell little."""
    materials = ("bark", "sawdust", "concrete", "brewers_spent_grain", "low_grade_wool", "")
    titles = ("Bark", "Sågspån", "Betong", "Drav", "Ull", "Restmaterial")
    return [
        make(
            f"{number:03}",
            titles[number * step % 6],
            material=materials[number * step % 6],
            quantity=None if number % 5 == 0 else 100.0 * (1 + number * step % 17),
            latitude=None if number % 7 == 0 else 62.0 + number * step % 13 / 5,
            longitude=10.0 + number * step % 29 / 6,
            month_shares=ALL_YEAR if number % 3 else None,
            max_km=150.0 if number % 4 == 0 else None,
        )
        for number in range(size)
    ]


def judge_of(offers, needs):
    setting = Setting(**ENGINE)
    return setting.judge(setting.segment(offers, Side.OFFER), setting.segment(needs, Side.NEED))


def test_matches_for_takes_a_listing_that_the_market_has_not():
    market = make_market([offer("o1", "Betong")], [need("n1", "Bark til strø"), need("n2", "Betong")])

    matches = market.matches_for(offer("o2", "Bark"), top=1)

    assert [(each.offer_id, each.need_id, each.rank_for_offer) for each in matches] == [("o2", "n1", 1)]


def test_matches_for_puts_a_changed_listing_in_the_place_of_the_old():
    near = {"material": "bark", "latitude": 63.4, "longitude": 10.4}
    old = offer("o1", "Bark", **near)
    market = make_market([old, offer("o2", "Bark", material="bark", latitude=62.5, longitude=14.0)], [need(**near)])

    unchanged, changed = market.matches_for(old, top=2), market.matches_for(replace(old, latitude=69.0), top=2)

    assert [each.rank_for_need for each in unchanged] == [1]
    assert [each.rank_for_need for each in changed] == [2]


@SLOW
@given(markets())
def test_find_matches_scores_a_pair_alike_whoever_else_is_there(drawn):
    offers, needs = drawn

    for match in find_matches(offers, needs, **ENGINE, top=2):
        alone = (
            [each for each in offers if each.id == match.offer_id],
            [each for each in needs if each.id == match.need_id],
        )

        assert [each.score for each in find_matches(*alone, **ENGINE, top=1)] == [match.score]


def test_equal_scores_go_to_the_lower_id():
    matches = find_matches([offer("b"), offer("a"), offer("c")], [need()], **ENGINE, top=2)

    assert [(each.offer_id, each.rank_for_need) for each in matches] == [("a", 1), ("b", 2), ("c", None)]


def test_find_matches_puts_who_says_nothing_behind_those_who_say_something():
    told = {"latitude": 63.18, "longitude": 14.64, "quantity": 1000.0, "month_shares": ALL_YEAR}
    titles = {"bark": "Bark", "chips": "Flis", "silent": "", "unknown words": "Xyzzy"}

    matches = find_matches([offer(*each, **told) for each in titles.items()], [need(**told)], **ENGINE, top=4)

    ranked = {each.rank_for_need: each for each in matches}
    assert ranked[1].offer_id == "bark"
    assert ranked[4].offer_id == "silent"
    assert ranked[4].reasons_against == ()
    assert ranked[4].missing[0] == MissingFact(Fact.MATERIAL, Side.OFFER)


@pytest.mark.parametrize("empty", [([], []), ([offer()], []), ([], [need()])])
def test_find_matches_finds_nothing_where_a_side_is_empty(empty):
    assert find_matches(*empty, **ENGINE, top=3) == ()
    assert make_market(*empty).matches_for(offer("new", "Ull"), top=2)[2:] == ()


def test_matches_leave_out_scores_below_the_asked_one():
    market = make_market([offer("o1", "Bark"), offer("o2", "Ull")], [need("n1", "Bark")])
    best, worst = market.matches(top=2)

    assert market.matches(top=2, score_from=best.score) == (best,)
    assert worst.score < best.score


def test_closed_gates_and_judge_answer_why_not():
    market = make_market([offer(firm="a")], [need(firm="a")])

    assert market.closed_gates("o", "n") == (Gate.OWN_FIRM,)
    assert market.judge("o", "n").score > 0
    assert market.matches(top=1) == ()
    with pytest.raises(KeyError, match="x"):
        market.closed_gates("x", "n")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"top": 0}, "1 or more"),
        ({"weights": {Aspect.TEXT: 1.0}}, "No weight for material"),
        ({"weights": {**DEFAULT_WEIGHTS, Aspect.TEXT: 0}}, "positive"),
        ({"rates": {"NOK": 0}}, "NOK"),
        ({"rates": {"SEK": 2}}, "SEK"),
    ],
)
def test_find_matches_refuses_what_it_cannot_count_with(change, told):
    with pytest.raises(ValueError, match=told):
        find_matches([offer()], [need()], **{**ENGINE, "top": 3, **change})


def test_find_matches_refuses_a_wrong_side_and_an_id_that_comes_twice():
    with pytest.raises(ValueError, match="of side need"):
        find_matches([need()], [], **ENGINE, top=1)
    with pytest.raises(ValueError, match="Two offers have the id o"):
        find_matches([offer(), offer()], [], **ENGINE, top=1)
