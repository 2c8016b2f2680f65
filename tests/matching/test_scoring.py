"""The fits of all aspects to one score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.engine.explaining import FLOORS
from matching.records import Aspect
from matching.scoring import (
    ASPECTS,
    DEFAULT_WEIGHTS,
    SUGGEST_FROM,
    UNKNOWN_FIT,
    approval_chances,
    aspect_effects,
    aspect_swings,
    combine_fits,
    score_pairs,
    weight_vector,
)

WEIGHTS = weight_vector(DEFAULT_WEIGHTS)
FITS = arrays(float, (4, len(ASPECTS)), elements=st.one_of(st.just(np.nan), st.floats(0.02, 1)))


def fits_of(**known):
    return np.array([[known.get(aspect.value, np.nan) for aspect in ASPECTS]])


def score_of(**known):
    return float(score_pairs(fits_of(**known), WEIGHTS)[0])


def test_combine_fits_is_the_weighted_geometric_mean_of_what_is_known():
    fits = np.array([[0.5, 0.25, np.nan], [1.0, 1.0, 1.0], [np.nan, np.nan, np.nan]])

    combined = combine_fits(fits, np.array([1.0, 1.0, 5.0]))

    assert combined[:2] == pytest.approx([0.125**0.5, 1.0])
    assert np.isnan(combined[2])


@pytest.mark.parametrize("fit", [0.0, -0.1, 1.1])
def test_combine_fits_refuses_a_fit_outside_its_range(fit):
    with pytest.raises(ValueError, match="above 0"):
        combine_fits(np.array([[fit]]), np.array([1.0]))


def test_combine_fits_takes_a_weight_of_zero_for_nothing():
    assert combine_fits(np.array([[0.5, 0.1]]), np.array([2.0, 0.0])) == pytest.approx([0.5])


@pytest.mark.parametrize("weights", [[0.0, 0.0], [1.0, -0.1]])
def test_combine_fits_refuses_weights_that_cannot_weigh(weights):
    with pytest.raises(ValueError, match="No weight"):
        combine_fits(np.array([[0.5, 0.5]]), np.array(weights))


def test_weight_vector_takes_zero_for_what_may_be_off_alone():
    assert weight_vector(DEFAULT_WEIGHTS)[ASPECTS.index(Aspect.MEANING)] == 0
    for weights in ({Aspect.TEXT: 0}, {Aspect.MEANING: -0.1}, {Aspect.MEANING: float("nan")}):
        with pytest.raises(ValueError, match="positive"):
            weight_vector({**DEFAULT_WEIGHTS, **weights})


@given(FITS)
def test_score_pairs_lie_between_zero_and_one(fits):
    scores = score_pairs(fits, WEIGHTS)

    assert np.all((scores > 0) & (scores <= 1))


@given(FITS, st.integers(0, len(ASPECTS) - 1), st.floats(0, 1))
def test_score_pairs_never_fall_when_a_fit_rises(fits, column, step):
    better = fits.copy()
    better[:, column] += (1 - better[:, column]) * step

    assert np.all(score_pairs(better, WEIGHTS) >= score_pairs(fits, WEIGHTS) - 1e-12)


@given(FITS)
def test_score_pairs_ask_only_for_the_ratio_of_the_weights(fits):
    assert score_pairs(fits, WEIGHTS * 7) == pytest.approx(score_pairs(fits, WEIGHTS))


def test_score_pairs_keep_the_order_of_pairs_that_know_the_same():
    texts = [score_of(text=fit) for fit in (0.05, 0.3, 0.6, 1.0)]

    assert texts == sorted(texts)


def test_score_pairs_put_a_known_good_pair_above_one_that_is_hardly_known():
    assert score_of(material=0.9, amount=0.7, timing=0.8, distance=0.6, text=0.7) > score_of(distance=0.8)
    assert score_of() == pytest.approx(UNKNOWN_FIT)


def test_score_pairs_put_an_unknown_material_above_an_unrelated_one():
    others = {"amount": 0.7, "timing": 0.8, "distance": 0.6, "text": 0.3}

    assert score_of(**others) > score_of(material=0.02, **others)


@pytest.mark.parametrize(
    ("fits", "suggested"),
    [
        ({"material": 1, "amount": 0.6, "timing": 0.6, "distance": 0.22, "text": 0.6}, True),  # same stuff, 300 km
        ({"material": 0.45, "amount": 0.9, "timing": 0.9, "distance": 0.9, "text": 0.3}, True),  # its neighbour, near
        ({"material": 0.45, "amount": 0.6, "timing": 0.6, "distance": 0.3, "text": 0.05}, False),  # neighbour, far
        ({"material": 0.02, "amount": 1, "timing": 1, "distance": 1, "text": 0.05}, False),  # other stuff, all perfect
        ({"text": 1}, False),  # nothing but words
    ],
)
def test_suggest_from_parts_what_it_says(fits, suggested):
    assert (score_of(**fits) >= SUGGEST_FROM) == suggested


def test_no_other_aspect_buys_back_an_unrelated_material():
    assert score_of(material=0.02, amount=1, timing=1, distance=1, text=1) < 0.35


@given(FITS)
def test_aspect_effects_are_the_log_of_what_the_aspect_changes(fits):
    effects = aspect_effects(fits, WEIGHTS)

    for column in range(fits.shape[1]):
        without = fits.copy()
        without[:, column] = np.nan
        expected = np.log(score_pairs(fits, WEIGHTS) / score_pairs(without, WEIGHTS))
        known = ~np.isnan(fits[:, column])
        assert effects[known, column] == pytest.approx(expected[known])
        assert np.isnan(effects[~known, column]).all()


@given(FITS)
def test_aspect_swings_are_above_zero_just_where_the_aspect_is_unknown(fits):
    swings = aspect_swings(fits, WEIGHTS, floors=FLOORS)

    assert np.array_equal(swings > 0, np.isnan(fits) & (WEIGHTS > 0))


def test_aspect_swings_ask_first_for_what_weighs_most():
    swings = aspect_swings(fits_of(text=0.6), WEIGHTS, floors=FLOORS)[0]

    assert ASPECTS[int(swings.argmax())] is Aspect.MATERIAL


def test_approval_chances_rise_with_the_score_and_are_about_even_where_suggestions_begin():
    chances = approval_chances(np.array([0.1, 0.3, SUGGEST_FROM, 0.7, 1.0]))

    assert np.all(np.diff(chances) > 0)
    assert chances[0] < 0.01
    assert 0.4 < chances[2] < 0.7
    assert 0.95 < chances[4] < 1
