"""The part of the evaluation page on ranking: rankers side by side, directions, safety, robustness, calibration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from geo.roads import RoadDistances
from matching.economics import usual_rates
from matching.embedding import Embedder, NoModelError, load_embedder
from matching.engine.setting import Setting
from matching.evaluation import (
    Direction,
    GoldSet,
    calibration,
    compare_rankers,
    gate_violations,
    industry_recall,
    load_gold_set,
    load_industry_set,
    make_rankers,
    pooled,
    robustness,
)
from matching.evaluation.rankers import MEANINGS_WEIGH, OURS, WITH_MEANINGS, Ranker
from matching.evaluation.report import Lead
from matching.knowledge import Knowledge
from matching.records import Side
from matching.scoring import DEFAULT_WEIGHTS

_SEED = 2026
_SHORT = (OURS, "text aspect alone", "wording (character n-grams)", "nearest", "random")
_DIRECTIONS = [(giver, receiver) for giver in ("SE", "NO") for receiver in ("SE", "NO")]
_LABELS = "Grades are labels by the authors, not by coordinators: they order rankers and promise nothing more."


@dataclass(frozen=True)
class Trial:
    """What rankers are tried on. split: dev or test."""

    gold: GoldSet
    rankers: Mapping[str, Ranker]
    split: str


def ranking_part(knowledge: Knowledge, *, as_of: date, split: str = "test") -> Iterator[str]:
    """Yield all sections on ranking."""
    facts = {"knowledge": knowledge, "distances": RoadDistances(), "as_of": as_of}
    embedder, why_not = _embedder()
    rankers = make_rankers(**facts, seed=_SEED, embedder=embedder)
    trial = Trial(load_gold_set(), rankers, split)
    known = Trial(trial.gold, {name: on_one_set(ranker, trial.gold) for name, ranker in rankers.items()}, split)
    yield from set_section(known, why_not=why_not)
    yield from ranking_section(known)
    yield from direction_section(known)
    yield from safety_section(trial, setting=Setting(**facts, weights=DEFAULT_WEIGHTS, rates=usual_rates()))
    yield from robustness_section(trial)
    yield from calibration_section(trial)
    yield from industry_section(trial)
    yield from in_each_direction(known)


def _embedder() -> tuple[Embedder | None, str]:
    """Return the language model, or why there is none."""
    try:
        return load_embedder(), ""
    except NoModelError as error:
        return None, str(error)


def on_one_set(ranker: Ranker, gold: GoldSet) -> Ranker:
    """Return a ranker that has ranked a set once and for all: it is asked in ten directions."""
    scores = ranker(gold.offers, gold.needs)
    return lambda offers, needs: scores


def set_section(trial: Trial, *, why_not: str) -> Iterator[str]:
    """Yield what is ranked, who is not, and how it was graded."""
    shown, listed = pooled(trial.gold, trial.rankers, split=trial.split)
    yield from (
        f"## The gold set ({trial.split})",
        "",
        f"{len(trial.gold.offers)} offers and {len(trial.gold.needs)} needs. Every pair was read by two readers, apart",
        f"from each other and from all rankers (Cohen's kappa, weighted by squares: {trial.gold.agreement():.3f}), and",
        f"the {trial.gold.disputed} on which they differed by a third; the grade is the middle one. So the pool of all",
        f"rankers, {shown} pairs among the first ten of a query, was read whole: {listed} of these pairs stand in the",
        "table of grades, the others were 0 to both.",
        "",
    )
    if why_not:
        yield from (f"Not run: {WITH_MEANINGS} (weight {MEANINGS_WEIGH}), as {why_not}.", "")
    else:
        yield from (f"{WITH_MEANINGS.capitalize()}: the aspect meaning weighs {MEANINGS_WEIGH}, as shipped 0.", "")


def ranking_section(trial: Trial) -> Iterator[str]:
    """Yield the lines on offers and needs ranked for each other, every ranker by either side."""
    for side in (Side.NEED, Side.OFFER):
        yield from _comparison(trial, Direction(side), f"Ranking, asked by {side}s", level="##")


def in_each_direction(trial: Trial) -> Iterator[str]:
    """Yield the same by the countries of giver and receiver."""
    yield from ("## Ranking in each direction", "")
    for giver, receiver in _DIRECTIONS:
        for side in (Side.NEED, Side.OFFER):
            direction = Direction(side, giver, receiver)
            yield from _comparison(trial, direction, f"{giver} → {receiver}, asked by {side}s", level="###")


def _comparison(trial: Trial, direction: Direction, title: str, *, level: str) -> Iterator[str]:
    found = compare_rankers(trial.gold, trial.rankers, direction=direction, split=trial.split, seed=_SEED)
    yield from (
        f"{level} {title} ({trial.split}, n = {found[0].queries})",
        "",
        *((_LABELS, "") if level == "##" else ()),
        "| ranker | nDCG@10 | our lead (95 %) | recall@10 | our lead (95 %) | MRR | our lead (95 %) |",
        "|---|---|---|---|---|---|---|",
    )
    for each in found:
        values = (each.ndcg, each.recall, each.reciprocal_rank)
        cells = (f"{value:.3f} | {_lead(lead)}" for value, lead in zip(values, each.leads or (None,) * 3, strict=True))
        yield f"| {each.ranker} | {' | '.join(cells)} |"
    yield ""


def _lead(lead: Lead | None) -> str:
    return f"{lead[0]:+.3f} ({lead[1]:+.3f} to {lead[2]:+.3f})" if lead else ""


def direction_section(trial: Trial) -> Iterator[str]:
    """Yield nDCG@10 by the countries of giver and receiver: across the border the languages differ as well."""
    rankers = {name: trial.rankers[name] for name in _SHORT}
    yield from (
        f"## Ranking by direction ({trial.split}), nDCG@10",
        "",
        "All rankers and measures stand at the end of this part.",
        "",
        f"| from → to | asked by | n | {' | '.join(_SHORT)} |",
        f"|---|---|---|{'---|' * len(_SHORT)}",
    )
    for giver, receiver in _DIRECTIONS:
        for side in (Side.NEED, Side.OFFER):
            direction = Direction(side, giver, receiver)
            found = compare_rankers(trial.gold, rankers, direction=direction, split=trial.split, seed=_SEED)
            reached = {each.ranker: f"{each.ndcg:.3f}" for each in found}
            row = " | ".join(reached[name] for name in _SHORT)
            yield f"| {giver} → {receiver} | {side}s | {found[0].queries} | {row} |"
    yield ""


def safety_section(trial: Trial, *, setting: Setting) -> Iterator[str]:
    """Yield how many pairs that a gate closes stand among anybody's first ten."""
    violations = gate_violations(trial.gold, trial.rankers[OURS], setting=setting)
    yield from ("## Gates", "", f"Pairs that a gate closes among the first ten of all listings: {violations}.", "")


def robustness_section(trial: Trial) -> Iterator[str]:
    """Yield what ours reaches without one kind of fact, or with slips of the pen."""
    yield from (
        f"## Robustness ({trial.split}), nDCG@10 of ours",
        "",
        "In the other language: words that the tables know are replaced one by one, Swedish by bokmål and the other",
        "way round, in the listings that ask; the rest stays. Our own tables translate, so this row flatters.",
        "",
        "| listings with | asked by needs | asked by offers |",
        "|---|---|---|",
    )
    reached = [
        robustness(trial.gold, trial.rankers[OURS], side=side, split=trial.split, seed=_SEED)
        for side in (Side.NEED, Side.OFFER)
    ]
    for name, ndcg in reached[0].items():
        yield f"| {name} | {ndcg:.3f} | {reached[1][name]:.3f} |"
    yield ""


def industry_section(trial: Trial) -> Iterator[str]:
    """Yield how often a need that only names an industry finds what such a firm takes."""
    known = load_industry_set()
    yield from (
        "## Needs that only name an industry",
        "",
        f"English, in a pool of {len(known.offers)} offers: the share with an accepted offer among the first ten.",
        "",
        "| ranker | dev | test | all |",
        "|---|---|---|---|",
    )
    further = [name for name in ("known inputs of the industry", WITH_MEANINGS) if name in trial.rankers]
    for name in (*_SHORT, *further):
        shares = [industry_recall(known, trial.rankers[name], split=split)[1] for split in ("dev", "test", "")]
        yield f"| {name} | {' | '.join(f'{share:.3f}' for share in shares)} |"
    yield ""


def calibration_section(trial: Trial) -> Iterator[str]:
    """Yield how often pairs of a chance of approval were worth a call."""
    found, gap = calibration(trial.gold, trial.rankers[OURS], split=trial.split)
    yield from (
        f"## Chance of approval ({trial.split})",
        "",
        "Scores as chances that a coordinator would approve, against grade 2 or 3. Fitted to the authors' labels of",
        f"the dev families until coordinators have decided 200 suggestions. Mean gap: {gap:.3f}.",
        "",
        "| pairs | mean chance | share approved |",
        "|---|---|---|",
    )
    yield from (f"| {each.n} | {each.chance:.2f} | {each.approved:.2f} |" for each in found)
    yield ""
