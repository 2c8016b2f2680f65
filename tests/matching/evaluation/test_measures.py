"""Measures of one list and of two rankers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.evaluation import bootstrap_difference, ndcg, recall, reciprocal_rank

GRADES = st.lists(st.integers(0, 3), max_size=15)


def test_ndcg_discounts_gains_by_their_place():
    perfect, late = ndcg([3, 0], [3, 0]), ndcg([0, 3], [3, 0])

    assert perfect == 1
    assert late == pytest.approx(np.log2(2) / np.log2(3))
    assert ndcg([2, 3], [2, 3]) == pytest.approx((3 + 7 / np.log2(3)) / (7 + 3 / np.log2(3)))


def test_ndcg_counts_what_was_not_ranked_against_the_list():
    assert ndcg([], [3]) == 0
    assert ndcg([0] * 10 + [3], [3]) == 0


@given(GRADES)
def test_ndcg_is_one_for_the_best_order_alone(grades):
    best = ndcg(sorted(grades, reverse=True), grades)

    assert best is None if not any(grades) else best == pytest.approx(1)
    assert best is None or ndcg(grades, grades) <= best + 1e-12


def test_recall_and_reciprocal_rank_begin_at_grade_two():
    assert recall([1, 2, 0], [1, 2, 3]) == 0.5
    assert reciprocal_rank([1, 0, 2], [1, 2]) == pytest.approx(1 / 3)
    assert reciprocal_rank([1], [1, 2]) == 0
    assert recall([1], [1]) is None
    assert reciprocal_rank([1], [1]) is None


def test_bootstrap_difference_holds_the_mean_and_is_repeatable():
    ours, theirs = np.array([0.9, 0.8, 0.7, 0.9]), np.array([0.5, 0.6, 0.7, 0.4])

    mean, low, high = bootstrap_difference(ours, theirs, chance=np.random.default_rng(1))

    assert mean == pytest.approx(0.275)
    assert 0 <= low < mean < high <= 0.5
    assert (mean, low, high) == bootstrap_difference(ours, theirs, chance=np.random.default_rng(1))
