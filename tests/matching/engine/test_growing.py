"""A segment that listings were added to, one by one, tells what one made of all of them tells."""

import numpy as np
import pytest

from matching.engine.bounds import Bounds
from matching.engine.compiled import best_search
from matching.engine.growing import GrowingSegment, packed_anew
from matching.engine.setting import Setting
from matching.engine.top import best_keys, read_keys
from matching.engine.wants import PIECE, Coded
from matching.evaluation.workload import make_workload
from matching.records import Side
from matching.room import Room
from matching.scoring import DEFAULT_WEIGHTS, weight_vector
from matching.words import texts
from tests.matching.made import ENGINE, KNOWLEDGE, TODAY

WEIGHTS = weight_vector(DEFAULT_WEIGHTS)
WORKLOAD = make_workload(70, knowledge=KNOWLEDGE, as_of=TODAY, seed=11)
LISTINGS = {Side.OFFER: WORKLOAD.offers, Side.NEED: WORKLOAD.needs}
OTHER = {Side.OFFER: Side.NEED, Side.NEED: Side.OFFER}


def grown(setting, side, *, first):
    segment = GrowingSegment(setting.segment(LISTINGS[side][:first], side))
    for listing in LISTINGS[side][first:]:
        segment.add(setting.segment([listing], side))
    return segment


def scores_of(setting, side, segment, others):
    """Return the scores with all others, by place, and the best three of the first others as a search finds them."""
    judge = setting.judge(*((segment, others) if side is Side.OFFER else (others, segment)))
    scores = judge.judge_grid(np.arange(len(judge.offers))).scores(WEIGHTS)
    search = best_search(judge, Bounds(judge, WEIGHTS), side=OTHER[side])
    best = []
    for place in range(5):
        found, places = read_keys(best_keys(search.keys(place, top=3)[None, :], top=3)[0])
        best.append([(segment.listings[own].id, score) for own, score in zip(places, found, strict=True)])
    return scores if side is Side.OFFER else scores.T, best


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("first", [0, 1, 60])
def test_a_grown_segment_scores_as_one_made_at_once(side, first):
    setting = Setting(**ENGINE)
    others = setting.segment(LISTINGS[OTHER[side]], OTHER[side])
    at_once = scores_of(setting, side, setting.segment(LISTINGS[side], side), others)

    segment = grown(setting, side, first=first)
    scores, best = scores_of(setting, side, segment, others)

    assert [each.id for each in segment.listings] == [each.id for each in LISTINGS[side]]
    assert np.array_equal(scores, at_once[0])
    assert best == at_once[1]


@pytest.mark.parametrize("side", Side)
def test_a_grown_segment_scores_the_same_when_words_are_forgotten_meanwhile(side, monkeypatch):
    monkeypatch.setattr(texts, "_MOST_WORDS", 20)

    test_a_grown_segment_scores_as_one_made_at_once(side, 60)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("places", [np.arange(0, 70, 3), np.array([41])], ids=["many", "one"])
def test_packed_anew_keeps_those_at_the_places_asked_for(side, places):
    setting = Setting(**ENGINE)
    others = setting.segment(LISTINGS[OTHER[side]], OTHER[side])
    segment = grown(setting, side, first=40)
    still = segment.as_it_is()
    segment.add(setting.segment([LISTINGS[side][0]], side))  # whoever comes later is not in it

    packed = packed_anew(still, places)

    chosen = [LISTINGS[side][place] for place in places.tolist()]
    assert list(packed.listings) == chosen
    expected = scores_of(setting, side, setting.segment(chosen, side), others)
    scores, best = scores_of(setting, side, packed, others)
    assert np.array_equal(scores, expected[0])
    assert best == expected[1]
    assert len(packed.packed.groups) <= len(still.columns.told)


def test_answers_widen_when_there_are_more_than_a_byte_holds():
    setting = Setting(**ENGINE)
    segment = GrowingSegment(setting.segment(LISTINGS[Side.NEED][:1], Side.NEED))
    rows = np.random.default_rng(2).random((300, 4))
    rows[::7, 1] = np.nan
    codes, pieces = np.arange(PIECE, dtype=np.uint8)[None, :] % 4, np.zeros((1, 1), dtype=np.uint8)
    whole = Coded(rows[0], codes, pieces, np.zeros(1, dtype=np.int32))

    for row in rows[1:]:
        more = Coded(row, codes, pieces, np.zeros(1, dtype=np.int32))
        whole = segment._with_answers("answers", whole, more)

    assert np.array_equal(whole.at(np.arange(300)[:, None], np.arange(4)[None, :]), rows, equal_nan=True)


def test_room_leaves_what_it_has_given_away_as_it_was():
    room = Room(np.zeros((1, 2)))

    one = room.add(np.ones((1, 1)))
    two = room.add(np.full((1, 3), 2.0))

    assert one.tolist() == [[0, 0], [1, 1]]
    assert two.tolist() == [[0, 0, 0], [1, 1, 1], [2, 2, 2]]
