"""What is shown high is not mistaken for good: each decision counts as many as it stands for."""

import numpy as np
import pytest

from matching.exposure import MOST_WEIGHT, Exposure, decision_weights, looked_at


def test_looked_at_falls_with_how_deep_sittings_went():
    # Of three sittings, and the imagined one, all reached place 1, three place 2, two place 3 and one the last.
    assert looked_at([1, 2, 3], places=4).tolist() == [1, 0.75, 0.5, 0.25]


def test_looked_at_makes_no_place_impossible():
    assert looked_at([], places=2).tolist() == [1, 1]
    assert looked_at([1] * 99, places=3) == pytest.approx([1, 0.01, 0.01])


def test_decision_weights_are_one_over_the_chance_of_being_decided():
    chances = np.array([1, 0.5])
    shown = [Exposure(1, 1.0), Exposure(2, 1.0), Exposure(1, 0.25), None]

    weights = decision_weights(shown, chances=chances)

    assert weights == pytest.approx(np.array([1, 2, 4, 1]) / 2)
    assert decision_weights([], chances=chances).tolist() == []


def test_decision_weights_are_cut_off():
    weights = decision_weights([Exposure(1, 0.001), Exposure(1, 1.0)], chances=np.ones(1))

    assert weights[0] / weights[1] == pytest.approx(MOST_WEIGHT)


def test_weighing_takes_back_what_the_order_of_the_list_has_done():
    """Half of what is shown is good, more of it on top; people seldom reach the end. The weighted share is right."""
    chance = np.random.default_rng(7)
    deepest = chance.integers(3, 11, 4000)
    good = chance.random((4000, 10)) < np.linspace(0.9, 0.1, 10)
    rows, places = np.nonzero(np.arange(10) < deepest[:, None])
    exposures = [Exposure(int(place) + 1, 1.0) for place in places]

    weights = decision_weights(exposures, chances=looked_at(deepest.tolist(), places=10))

    assert good[rows, places].mean() > 0.58
    assert np.average(good[rows, places], weights=weights) == pytest.approx(0.5, abs=0.03)
