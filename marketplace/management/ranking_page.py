"""The part of the evaluation page on ranking: goals, rankers side by side, directions; further parts of their own."""

from collections.abc import Iterator
from datetime import date

from geo.roads import RoadDistances
from marketplace.management.ranking_checks import calibration_section, industry_section, robustness_section
from marketplace.management.ranking_goals import goal_section
from marketplace.management.ranking_trial import SEED, SHORT, SIDES, Trial, on_one_set, paragraph, told_lead
from marketplace.management.safety_page import Safety, safety_section
from marketplace.management.stated_page import stated_section
from matching.economics import usual_rates
from matching.embedding import Embedder, NoModelError, load_embedder
from matching.engine.setting import Setting
from matching.evaluation import Direction, load_gold_set, make_rankers, pooled
from matching.evaluation.rankers import MEANINGS_WEIGH, WITH_MEANINGS
from matching.knowledge import Knowledge
from matching.scoring import DEFAULT_WEIGHTS

_DIRECTIONS = [(giver, receiver) for giver in ("SE", "NO") for receiver in ("SE", "NO")]
_LABELS = "Grades are labels by the authors, not by coordinators: they order rankers and promise nothing more."


def ranking_part(knowledge: Knowledge, *, as_of: date, split: str = "test") -> Iterator[str]:
    """Yield all sections on ranking."""
    facts = {"knowledge": knowledge, "distances": RoadDistances(), "as_of": as_of}
    setting = Setting(**facts, weights=DEFAULT_WEIGHTS, rates=usual_rates())
    embedder, why_not = _embedder()
    rankers = make_rankers(**facts, seed=SEED, embedder=embedder)
    trial = Trial(load_gold_set(), rankers, split)
    known = Trial(trial.gold, {name: on_one_set(ranker, trial.gold) for name, ranker in rankers.items()}, split)
    safety = Safety(known, setting, facts["distances"])
    yield from goal_section(known, trial, safety)
    yield from set_section(known, why_not=why_not)
    yield from ranking_section(known)
    yield from direction_section(known)
    yield from stated_section(trial, load_gold_set(stated=True), setting=setting)
    yield from safety_section(safety)
    yield from robustness_section(trial)
    yield from calibration_section(known)
    yield from industry_section(trial)
    yield from in_each_direction(known)


def _embedder() -> tuple[Embedder | None, str]:
    """Return the language model, or why there is none."""
    try:
        return load_embedder(), ""
    except NoModelError as error:
        return None, str(error)


def set_section(trial: Trial, *, why_not: str) -> Iterator[str]:
    """Yield what is ranked, who is not, and how it was graded."""
    shown, listed = pooled(trial.gold, trial.rankers, split=trial.split)
    gold = trial.gold
    yield from (f"## The gold set ({trial.split})", "")
    yield from paragraph(
        f"{len(gold.offers)} offers and {len(gold.needs)} needs. Every pair was read by two readers, apart from each",
        f"other and from all rankers, and the {gold.disputed} on which they differed by a third; the grade is the",
        f"middle one. Cohen's kappa, weighted by squares, is {gold.agreement():.3f} over all pairs, but most of these",
        f"have nothing to do with each other; over the {len(gold.grades)} that stand in the table of grades it is",
        f"{gold.agreement(listed_alone=True):.3f}. The pool of all rankers, {shown} pairs among the first ten of a",
        f"query, was read whole: {listed} of these pairs stand in the table, the others were 0 to both.",
    )
    yield from paragraph(
        "Baselines are our own writing of well-known ideas. Ours obeys our gates; of the baselines only the one that",
        "says so does. Needs state no waste code, so those stand in that are usual for the material in their words.",
        "The set tells no days: newest is by id. Recall and MRR count the queries that have a grade of 2 or more to",
        "find. Intervals come of drawing queries again. Queries share listings and families, and many leads stand",
        "side by side: one that just leaves out 0 proves little.",
    )
    if why_not:
        yield from (f"Not run: {WITH_MEANINGS} (weight {MEANINGS_WEIGH}), as {why_not}.", "")
    else:
        yield from (f"{WITH_MEANINGS.capitalize()}: the aspect meaning weighs {MEANINGS_WEIGH}, as shipped 0.", "")


def ranking_section(trial: Trial) -> Iterator[str]:
    """Yield the lines on offers and needs ranked for each other, every ranker by either side."""
    for side in SIDES:
        yield from _comparison(trial, Direction(side), f"Ranking, asked by {side}s", level="##")


def in_each_direction(trial: Trial) -> Iterator[str]:
    """Yield the same by the countries of giver and receiver."""
    yield from ("## Ranking in each direction", "")
    for giver, receiver in _DIRECTIONS:
        for side in SIDES:
            direction = Direction(side, giver, receiver)
            yield from _comparison(trial, direction, f"{giver} → {receiver}, asked by {side}s", level="###")


def _comparison(trial: Trial, direction: Direction, title: str, *, level: str) -> Iterator[str]:
    found = trial.compared(direction)
    yield from (
        f"{level} {title} ({trial.split}, n = {found[0].queries})",
        "",
        *((_LABELS, "") if level == "##" else ()),
        "| ranker | nDCG@10 | our lead (95 %) | recall@10 | our lead (95 %) | MRR | our lead (95 %) |",
        "|---|---|---|---|---|---|---|",
    )
    for each in found:
        values = (each.ndcg, each.recall, each.reciprocal_rank)
        cells = (
            f"{value:.3f} | {told_lead(lead)}" for value, lead in zip(values, each.leads or (None,) * 3, strict=True)
        )
        yield f"| {each.ranker} | {' | '.join(cells)} |"
    yield ""


def direction_section(trial: Trial) -> Iterator[str]:
    """Yield nDCG@10 by the countries of giver and receiver: across the border the languages differ as well."""
    yield from (
        f"## Ranking by direction ({trial.split}), nDCG@10",
        "",
        "All rankers and measures stand at the end of this part.",
        "",
        f"| from → to | asked by | n | {' | '.join(SHORT)} |",
        f"|---|---|---|{'---|' * len(SHORT)}",
    )
    for giver, receiver in _DIRECTIONS:
        for side in SIDES:
            direction = Direction(side, giver, receiver)
            found = trial.compared(direction, names=SHORT)
            reached = {each.ranker: f"{each.ndcg:.3f}" for each in found}
            row = " | ".join(reached[name] for name in SHORT)
            yield f"| {giver} → {receiver} | {side}s | {found[0].queries} | {row} |"
    yield ""
