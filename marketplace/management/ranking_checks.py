"""The parts of the evaluation page on robustness, chances and needs that only name an industry."""

from collections.abc import Iterator

from marketplace.management.bench.measuring import table
from marketplace.management.ranking_trial import SEED, SHORT, SIDES, Trial, paragraph
from matching.evaluation import (
    calibration,
    calibration_of_suggested,
    curve_errors,
    industry_recall,
    load_industry_set,
    robustness,
)
from matching.evaluation.calibrating import TAUGHT, Calibrated
from matching.evaluation.rankers import OURS, WITH_MEANINGS
from matching.scoring import SUGGEST_FROM

_SPLITS = ("dev", "test", "")


def robustness_section(trial: Trial) -> Iterator[str]:
    """Yield what ours reaches without one kind of fact, or with slips of the pen."""
    yield from (f"## Robustness ({trial.split}), nDCG@10 of ours", "")
    yield from paragraph(
        "A fact is left out of all listings, of those that ask and of those that are found. In the other language:",
        "words that the tables know are replaced one by one, Swedish by bokmål and the other way round, in the",
        "listings that ask; the rest stays. Our own tables translate, so this row flatters.",
    )
    by_needs, by_offers = (
        robustness(trial.gold, trial.rankers[OURS], side=side, split=trial.split, seed=SEED) for side in SIDES
    )
    rows = [(name, f"{ndcg:.3f}", f"{by_offers[name]:.3f}") for name, ndcg in by_needs.items()]
    yield from table("listings with", "asked by needs", "asked by offers", rows=rows)


def industry_section(trial: Trial) -> Iterator[str]:
    """Yield how often a need that only names an industry finds what such a firm takes."""
    known = load_industry_set()
    further = [name for name in ("known inputs of the industry", WITH_MEANINGS) if name in trial.rankers]
    numbers = [industry_recall(known, trial.rankers[OURS], split=split)[0] for split in _SPLITS]
    yield from ("## Needs that only name an industry", "")
    yield from paragraph(
        f"English, in a pool of {len(known.offers)} offers: the share with an accepted offer among the first ten.",
        "The authors wrote the needs, what counts as accepted, and the table of what industries take.",
    )
    headings = [f"{split or 'all'}, n = {number}" for split, number in zip(_SPLITS, numbers, strict=True)]
    rows = []
    for name in (*SHORT, *further):
        shares = [industry_recall(known, trial.rankers[name], split=split)[1] for split in _SPLITS]
        rows.append((name, *(f"{share:.3f}" for share in shares)))
    yield from table("ranker", *headings, rows=rows)


def calibration_section(trial: Trial) -> Iterator[str]:
    """Yield how often pairs of a chance of approval were worth a call, and whether another curve would tell better."""
    ours = trial.rankers[OURS]
    tenths, gap = calibration(trial.gold, ours, split=trial.split)
    suggested = calibration_of_suggested(trial.gold, ours, split=trial.split)
    held = sum(each.holds for each in tenths)
    yield from (f"## Chance of approval ({trial.split})", "")
    yield from paragraph(
        "Scores as chances that a coordinator would approve. No coordinator has decided on these pairs: approved is a",
        "grade of 2 or 3, a label by the authors, until coordinators have decided 200 suggestions. Pairs are those",
        "among the first ten of either side"
        + ("." if trial.split == TAUGHT else ", but for those that the chances were fitted to."),
        f"Mean gap: {gap:.3f}; the first row holds {tenths[0].n} of {sum(each.n for each in tenths)} pairs.",
    )
    yield from paragraph(
        "The chance rises with the score everywhere. The shares go up and down where rows have few pairs: the mean",
        f"chance lies in the interval in {held} of {len(tenths)} rows. Pairs share listings, so the intervals are",
        "rather too narrow.",
    )
    rows = [_calibration_row(f"{each.n}", each) for each in tenths]
    if suggested:
        rows.append(_calibration_row(f"{suggested.n} that score {SUGGEST_FROM:g} or more", suggested))
    yield from table("pairs", "mean chance", "share approved", "95 %", rows=rows)
    yield from _curves(trial)


def _calibration_row(name: str, each: Calibrated) -> tuple[str, ...]:
    return name, f"{each.chance:.2f}", f"{each.approved:.2f}", f"{each.low:.2f} to {each.high:.2f}"


def _curves(trial: Trial) -> Iterator[str]:
    yield from paragraph(
        "Would another curve tell better? Mean squared error of chances (Brier), the lower the better. The curve as",
        f"shipped was fitted to {TAUGHT}, to the first reader's grades. The others are fitted to the grades of today,",
        f"and for {TAUGHT} to four fifths of the families at a time. What is shipped is chosen by {TAUGHT}.",
    )
    errors = curve_errors(trial.gold, trial.rankers[OURS], split=trial.split)
    rows = [(name, *(f"{error:.4f}" for error in each)) for name, each in errors.items()]
    yield from table("chances by", TAUGHT, trial.split, rows=rows)
