"""How good a ranking is: graded listings, rankers side by side, measures with their uncertainty."""

from matching.evaluation.gold import GoldSet, load_gold_set
from matching.evaluation.industry import industry_recall, load_industry_set
from matching.evaluation.measures import bootstrap_difference, ndcg, recall, reciprocal_rank
from matching.evaluation.rankers import make_rankers
from matching.evaluation.report import (
    Comparison,
    Direction,
    calibration,
    compare_rankers,
    gate_violations,
    pooled,
    robustness,
)

__all__ = [
    "Comparison",
    "Direction",
    "GoldSet",
    "bootstrap_difference",
    "calibration",
    "compare_rankers",
    "gate_violations",
    "industry_recall",
    "load_gold_set",
    "load_industry_set",
    "make_rankers",
    "ndcg",
    "pooled",
    "recall",
    "reciprocal_rank",
    "robustness",
]
