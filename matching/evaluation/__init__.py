"""How good a ranking is: graded listings, rankers side by side, measures with their uncertainty."""

from matching.evaluation.calibrating import calibration, calibration_of_suggested, curve_errors
from matching.evaluation.gold import GoldSet, load_gold_set
from matching.evaluation.hard_rules import HardRule, broken_rules, load_hard_facts
from matching.evaluation.industry import industry_recall, load_industry_set
from matching.evaluation.measures import bootstrap_difference, ndcg, recall, reciprocal_rank
from matching.evaluation.rankers import make_rankers
from matching.evaluation.report import Comparison, Direction, compare_rankers, lead_over, robustness
from matching.evaluation.rule_cases import load_rule_cases, told_apart
from matching.evaluation.shown import closed_pairs, first_ten, gate_violations, grade_table, pooled

__all__ = [
    "Comparison",
    "Direction",
    "GoldSet",
    "HardRule",
    "bootstrap_difference",
    "broken_rules",
    "calibration",
    "calibration_of_suggested",
    "closed_pairs",
    "compare_rankers",
    "curve_errors",
    "first_ten",
    "gate_violations",
    "grade_table",
    "industry_recall",
    "lead_over",
    "load_gold_set",
    "load_hard_facts",
    "load_industry_set",
    "load_rule_cases",
    "make_rankers",
    "ndcg",
    "pooled",
    "recall",
    "reciprocal_rank",
    "robustness",
    "told_apart",
]
