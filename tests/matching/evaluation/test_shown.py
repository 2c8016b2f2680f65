"""Which pairs are among the first ten."""

import numpy as np

from matching.evaluation import GoldSet, first_ten, grade_table
from tests.matching.made import need, offer

GOLD = GoldSet(
    offers=tuple(offer(f"o{row:02}") for row in range(12)),
    needs=(need("n1"), need("n2")),
    grades={("o00", "n1"): 0, ("o11", "n2"): 3},
    splits={**{f"o{row:02}": "test" for row in range(12)}, "n1": "dev", "n2": "test"},
)


def test_first_ten_counts_both_sides_and_leaves_out_what_is_left_out():
    scores = np.tile(np.arange(12.0)[:, None], (1, 2))
    scores[11, 0] = -1

    asked_by_needs = first_ten(GOLD, scores, split="dev")
    asked_by_all = first_ten(GOLD, scores)

    assert asked_by_needs[:, 0].tolist() == [False, *[True] * 10, False]
    assert not asked_by_needs[:, 1].any()
    assert asked_by_all.sum() == 23  # each offer has two needs to show, but for what is left out


def test_grade_table_tells_a_listed_0_from_an_unlisted_one():
    grades, listed = grade_table(GOLD)

    assert grades.sum() == grades[11, 1] == 3
    assert listed[0, 0]
    assert listed.sum() == 2
