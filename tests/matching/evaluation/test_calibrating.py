"""Chances of approval beside what came true."""

from dataclasses import replace

import numpy as np
import pytest

from matching.evaluation import calibration, calibration_of_suggested, curve_errors
from matching.evaluation.calibrating import Calibrated
from matching.evaluation.gold import GoldSet
from matching.scoring import approval_chances
from tests.matching.made import need, offer

CHANCE = np.random.default_rng(1)
SCORES = CHANCE.uniform(0.2, 0.9, size=(60, 10))
WORTH = CHANCE.random(SCORES.shape) < approval_chances(SCORES)
GOLD = GoldSet(
    offers=tuple(offer(f"o{row:02}") for row in range(60)),
    needs=tuple(need(f"n{column}") for column in range(10)),
    grades={(f"o{row:02}", f"n{column}"): 2 for row, column in zip(*np.nonzero(WORTH), strict=True)},
    splits={
        **{f"o{row:02}": "dev" if row < 40 else "test" for row in range(60)},
        **{f"n{i}": "test" for i in range(10)},
    },
    families={f"o{row:02}": f"f{row % 8}" for row in range(60)},
)


def ranker(*_):
    return SCORES


def test_calibration_finds_chances_true_that_were_drawn_by_them():
    tenths, gap = calibration(GOLD, ranker, split="dev")

    assert sum(each.n for each in tenths) == 400
    assert gap < 0.1
    assert sum(each.holds for each in tenths) >= len(tenths) - 1
    assert all(each.low < each.approved < each.high or each.approved in (0, 1) for each in tenths)


def test_calibration_of_another_split_leaves_out_what_was_fitted_to():
    tenths, _ = calibration(GOLD, ranker, split="test")

    assert sum(each.n for each in tenths) == 200  # every offer of dev shows all ten needs


def test_calibration_of_suggested_counts_what_scores_enough():
    found = calibration_of_suggested(GOLD, ranker, split="dev")

    assert found.n == (SCORES[:40] >= 0.5).sum()
    assert found.approved == pytest.approx(WORTH[:40][SCORES[:40] >= 0.5].mean())
    assert calibration_of_suggested(GOLD, lambda *_: SCORES / 10, split="dev") is None


def test_a_chance_holds_within_its_interval():
    row = Calibrated(n=10, chance=0.3, approved=0.2, low=0.06, high=0.51)

    assert row.holds
    assert not replace(row, chance=0.6).holds


def test_curve_errors_find_the_right_curve_better_than_one_chance_for_all():
    errors = curve_errors(GOLD, ranker, split="test")

    assert len(errors) == 4
    one_for_all = errors.pop("one chance for all")
    assert all(own < one_for_all[0] and other < one_for_all[1] for own, other in errors.values())
