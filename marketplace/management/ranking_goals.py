"""What the ranking is to reach, and whether it did in this run."""

from collections.abc import Iterator

from marketplace.management.bench.measuring import table, told_number
from marketplace.management.goals import GOAL_HEADINGS, Goal
from marketplace.management.ranking_trial import SIDES, Trial, is_baseline, paragraph
from marketplace.management.safety_page import Safety
from matching.evaluation import Direction, industry_recall, load_industry_set
from matching.evaluation.rankers import OURS

_NDCG, _LEAD, _BREACHES, _RECALL = 0.75, 0.0, 0, 0.45
_TELL, _TELL_LEAD = "{:.3f}".format, "{:+.3f}".format


def goal_section(known: Trial, asked: Trial, safety: Safety) -> Iterator[str]:
    """Yield the table of goals. known: rankers that have ranked the gold set. asked: those that can rank others."""
    yield from ("## What the ranking is to reach", "")
    yield from paragraph(
        f"Found on the {known.split} families where nothing else is said. A lead is that over the baseline that comes",
        "nearest to ours. For robustness a table is asked for and no figure: it stands below.",
    )
    goals = [*_ranking_goals(known), *_safety_goals(safety), *_industry_goals(asked)]
    yield from table(*GOAL_HEADINGS, rows=[goal.row() for goal in goals])


def _ranking_goals(trial: Trial) -> Iterator[Goal]:
    for side in SIDES:
        ours, *others = trial.compared(Direction(side))
        asked = f"asked by {side}s, n = {ours.queries}"
        yield Goal(f"nDCG@10, {asked}", "≥", _NDCG, ours.ndcg, _TELL)
        lows = [(other.leads[0][1], other.ranker) for other in others if other.leads and is_baseline(other.ranker)]
        low, name = min(lows, default=(None, "none"))
        goal = f"nDCG@10 above every baseline, {asked}: low end of the lead over {name}"
        yield Goal(goal, ">", _LEAD, low, _TELL_LEAD)


def _safety_goals(safety: Safety) -> Iterator[Goal]:
    shown = "among the first ten of ours, all families"
    yield Goal(f"pairs that our gates close, {shown}", "≤", _BREACHES, safety.by_gates, told_number)
    yield Goal(f"pairs that break a hard rule to a reader, {shown}", "≤", _BREACHES, safety.by_rules, told_number)
    name = "those of them that score enough to be suggested"
    yield Goal(name, "≤", _BREACHES, safety.suggested, told_number)


def _industry_goals(trial: Trial) -> Iterator[Goal]:
    known = load_industry_set()
    for split, told in ((trial.split, trial.split), ("", "dev and test")):
        n, share = industry_recall(known, trial.rankers[OURS], split=split)
        name = f"recall@10 of needs that only name an industry, {told}, n = {n}"
        yield Goal(name, "≥", _RECALL, share, _TELL)
