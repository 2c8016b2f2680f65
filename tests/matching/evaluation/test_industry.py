"""Needs that only name an industry."""

import numpy as np
import pytest

from geo.distance import StraightLine
from matching.evaluation import calibration, industry_recall, load_gold_set, load_industry_set, make_rankers
from matching.evaluation.rankers import OURS
from matching.knowledge import load_knowledge
from tests.matching.made import TODAY

KNOWN = load_industry_set()


@pytest.fixture(scope="module")
def rankers():
    return make_rankers(knowledge=load_knowledge(), distances=StraightLine(), as_of=TODAY, seed=1)


def test_industry_recall_counts_accepted_offers_among_the_first():
    def knowing(offers, needs):
        return np.array([[float(offer.id in KNOWN.accepted[need.id]) for need in needs] for offer in offers])

    assert industry_recall(KNOWN, knowing) == (len(KNOWN.needs), 1.0)
    assert industry_recall(KNOWN, lambda *sides: -knowing(*sides), depth=1)[1] < 1


def test_ours_finds_what_an_industry_takes_in_a_pool_of_250(rankers):
    number, share = industry_recall(KNOWN, rankers[OURS], split="dev")

    assert len(KNOWN.offers) == 250
    assert number >= 30
    assert share >= 0.45
    assert share > industry_recall(KNOWN, rankers["known inputs of the industry"], split="dev")[1]


def test_chances_of_approval_come_true_on_the_families_they_were_fitted_to(rankers):
    tenths, gap = calibration(load_gold_set(), rankers[OURS], split="dev")

    assert gap < 0.08
    assert tenths[0].approved < 0.15 < 0.75 < tenths[-1].approved
