"""Weights and chances learnt from decisions: close to the hand-set ones, better where coordinators see it otherwise."""

import numpy as np
import pytest

from matching.learning import (
    CALIBRATE_FROM,
    Decisions,
    fit_approval,
    learn,
    learn_weights,
    make_decisions,
    order_lead,
)
from matching.records import Aspect
from matching.scoring import (
    APPROVAL_AT_ONE,
    APPROVAL_SLOPE,
    ASPECTS,
    DEFAULT_WEIGHTS,
    approval_chances,
    score_pairs,
    weight_vector,
)

HAND = weight_vector(DEFAULT_WEIGHTS)


def decisions(count, *, weights=HAND, seed=1, unknown=0.2):
    """Return decisions of a coordinator who weighs like this and errs now and then."""
    chance = np.random.default_rng(seed)
    fits = chance.uniform(0.05, 1, (count, len(ASPECTS)))
    scores = score_pairs(fits, weights)
    fits[chance.random(fits.shape) < unknown] = np.nan
    sure = 1 / (1 + np.exp(-25 * (np.log(scores) - np.median(np.log(scores)))))
    return Decisions(fits, chance.random(count) < sure)


def favouring(aspect, share):
    """Return weights that give one aspect a share and leave the others as they are among themselves."""
    others = HAND * (np.array(ASPECTS) != aspect)
    return others / others.sum() * (1 - share) + share * (np.array(ASPECTS) == aspect)


def test_learn_keeps_the_hand_set_weights_until_enough_is_decided():
    few, one_sided = decisions(79), decisions(300)
    one_sided = Decisions(one_sided.fits, np.arange(300) < 19)

    for known in (few, one_sided, make_decisions([])):
        learnt = learn(known)
        assert learnt.weights == pytest.approx(dict(DEFAULT_WEIGHTS))
        assert not learnt.is_better
        assert (learnt.slope, learnt.at_one, learnt.by_coordinators) == (APPROVAL_SLOPE, APPROVAL_AT_ONE, False)


def test_learn_weights_moves_towards_what_coordinators_look_at():
    known = decisions(400, weights=favouring(Aspect.DISTANCE, 0.5))

    learnt = learn(known)

    assert learnt.weights[Aspect.DISTANCE] > 2 * DEFAULT_WEIGHTS[Aspect.DISTANCE]
    assert sum(learnt.weights.values()) == pytest.approx(1, abs=1e-3)
    assert learnt.is_better
    assert learnt.learnt_order > learnt.hand_order + 0.02


@pytest.mark.parametrize("seed", range(5))
def test_learn_weights_stays_near_the_hand_set_ones_where_coordinators_weigh_like_them(seed):
    learnt = learn_weights(decisions(100, seed=seed), HAND)

    fits = decisions(3000, seed=99).fits
    assert np.corrcoef(score_pairs(fits, learnt), score_pairs(fits, HAND))[0, 1] > 0.9


def test_learn_weights_switches_no_aspect_off():
    known = decisions(400, weights=favouring(Aspect.AMOUNT, 0.95))

    assert np.all(learn_weights(known, HAND) >= 0.05 * HAND)


def test_learn_weights_says_nothing_from_decisions_against_every_aspect():
    known = decisions(200)

    assert learn_weights(Decisions(known.fits, ~known.approved), HAND) == pytest.approx(HAND / HAND.sum())


def test_learn_gives_chances_of_the_coordinators_from_enough_decisions_on():
    few, many = learn(decisions(CALIBRATE_FROM - 1)), learn(decisions(CALIBRATE_FROM))

    assert not few.by_coordinators
    assert many.by_coordinators
    assert (many.slope, many.at_one) != (APPROVAL_SLOPE, APPROVAL_AT_ONE)


def test_fit_approval_comes_true():
    known = decisions(3000)
    scores = score_pairs(known.fits, HAND)
    slope, at_one = fit_approval(scores[:2000], known.approved[:2000])

    chances, approved = approval_chances(scores[2000:], slope=slope, at_one=at_one), known.approved[2000:]
    tenths = np.minimum((chances * 10).astype(int), 9)
    gaps = [abs(chances[tenths == each].sum() - approved[tenths == each].sum()) for each in range(10)]

    assert slope > 0
    assert sum(gaps) / len(chances) < 0.06


def test_make_decisions_reads_stored_fits():
    known = make_decisions([({"material": 0.5}, True), ({}, False)])

    assert known.fits[0, ASPECTS.index(Aspect.MATERIAL)] == 0.5
    assert np.isnan(known.fits[1]).all()
    assert known.approved.tolist() == [True, False]
    assert known.of_each == 1


def test_learning_is_the_same_for_the_same_decisions():
    assert learn(decisions(250)) == learn(decisions(250))


def test_weights_are_promoted_only_where_chance_would_not_do_as_well():
    """Coordinators who weigh by hand: what is learnt from them may lead by luck, and is no better."""
    leads = [learn(decisions(120, seed=seed)) for seed in range(8)]

    assert any(each.learnt_order > each.hand_order for each in leads)
    assert not any(each.is_better for each in leads)
    assert learn(decisions(400, weights=favouring(Aspect.DISTANCE, 0.5))).is_better


def test_order_lead_is_the_difference_of_both_orders_with_an_interval_around_it():
    known = decisions(200)
    scores = score_pairs(known.fits, HAND)
    noise = np.random.default_rng(5).random(200)

    lead, low, high = order_lead(known, noise, scores)

    assert 0 < low < lead < high
    assert order_lead(known, noise, scores) == (lead, low, high)
    assert order_lead(known, scores, scores) == (0, 0, 0)
    assert order_lead(known, scores, noise)[0] == -lead


def test_order_lead_counts_each_decision_as_many_as_it_stands_for():
    fits, approved = np.full((4, len(ASPECTS)), 0.5), np.array([True, False, False, True])
    first, second = np.array([0.9, 0.1, 0.8, 0.7]), np.array([0.9, 0.8, 0.1, 0.7])  # wrong in the third, in the second

    alike = order_lead(Decisions(fits, approved), first, second)[0]
    third_counts = order_lead(Decisions(fits, approved, np.array([1, 0.5, 1.5, 1])), first, second)[0]

    assert (alike, third_counts) == (0, 0.25)


def test_weights_are_learnt_from_decisions_as_far_as_they_count():
    known = decisions(300)
    first_half = np.arange(300) < 150
    turned = Decisions(known.fits, known.approved ^ ~first_half, np.where(first_half, 2.0, 1e-9))

    assert np.abs(learn_weights(turned, HAND) - HAND).max() < 0.1
    assert learn_weights(turned, HAND) == pytest.approx(learn_weights(known.pick(np.arange(150)), HAND), abs=0.05)
