"""The part of the evaluation page on listings whose form is filled in, beside the same ones with their text alone."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from marketplace.management.bench.measuring import table, told_number
from marketplace.management.ranking_trial import SEED, SIDES, Trial, on_one_set, paragraph, told_lead
from matching.engine.setting import Setting
from matching.evaluation import Direction, GoldSet, lead_over
from matching.evaluation.rankers import OURS
from matching.records import Aspect, Side
from matching.scoring import ASPECTS

_BASELINES = (
    "text aspect alone, behind our gates",
    "text aspect alone",
    "wording (character n-grams)",
    "same material, newest first",
    "same waste code",
    "case-based",
    "known inputs of the industry",
)
_FEW = (Aspect.QUALITY, Aspect.NOVELTY)


def stated_section(trial: Trial, stated: GoldSet, *, setting: Setting) -> Iterator[str]:
    """Yield what ranking reaches where material, use, industry and qualities are stated. stated: the same pairs so."""
    rankers = {name: on_one_set(trial.rankers[name], stated) for name in _names(trial)}
    told = replace(trial, gold=stated, rankers=rankers)
    yield from (f"## Listings as a form would have them ({trial.split}), nDCG@10", "")
    yield from paragraph(
        "The gold listings have a text and little else: a waste code, an amount, months, a place, at times a price.",
        "Here are the same pairs with what a form asks for besides; one reader, an author, filled it in from the",
        "texts,",
        f"not from grades (`gold/stated.csv`). {_counts(stated)} What is counted in pieces gets a weight by its",
        "material.",
        *_known(trial.gold, stated, setting=setting),
    )
    leads = [_lead_over_text(trial, told, side) for side in SIDES]
    gains = " and ".join(f"{told_lead(lead)} asked by {side}s" for side, lead in zip(SIDES, leads, strict=True))
    yield from paragraph(f"By what is stated ours gains {gains}.")
    yield from table(
        *("ranker", "asked by needs: text", "stated", "our lead (95 %)"),
        *("asked by offers: text", "stated", "our lead (95 %)"),
        rows=list(_rows(trial, told)),
    )


def _names(trial: Trial) -> tuple[str, ...]:
    own = [name for name in trial.rankers if name.startswith(f"{OURS} without ")]
    return (OURS, *own, *(name for name in _BASELINES if name in trial.rankers))


def _counts(stated: GoldSet) -> str:
    listings = [*stated.offers, *stated.needs]
    counted = {
        "a material": sum(bool(each.material) for each in listings),
        "a use": sum(bool(each.use) for each in listings),
        "an industry": sum(bool(each.nace) for each in listings),
        "a quality as a figure": sum(bool(each.properties) for each in listings),
    }
    return f"Of {len(listings)} listings " + ", ".join(f"{n} state {what}" for what, n in counted.items()) + "."


def _known(text: GoldSet, stated: GoldSet, *, setting: Setting) -> Iterator[str]:
    """Yield of how many graded pairs the aspects that hang on stated facts know anything."""
    before, after = (_pairs_known(gold, setting=setting) for gold in (text, stated))
    graded = sum(grade > 0 for grade in text.grades.values())
    told = (
        f"{aspect} of {told_number(after[aspect])}, by texts alone of {told_number(before[aspect])}" for aspect in _FEW
    )
    yield f"Of the {graded} pairs graded above 0 the engine then knows " + "; ".join(told) + "."


def _pairs_known(gold: GoldSet, *, setting: Setting) -> dict[Aspect, int]:
    judge = setting.judge(setting.segment(gold.offers, Side.OFFER), setting.segment(gold.needs, Side.NEED))
    fits = judge.judge_grid(np.arange(len(gold.offers))).fits
    places = [{each.id: place for place, each in enumerate(side)} for side in (gold.offers, gold.needs)]
    rows, columns = zip(
        *((places[0][offer], places[1][need]) for (offer, need), grade in gold.grades.items() if grade), strict=True
    )
    return {aspect: int((~np.isnan(fits[rows, columns, ASPECTS.index(aspect)])).sum()) for aspect in _FEW}


def _lead_over_text(text: Trial, told: Trial, side: Side) -> tuple[float, float, float]:
    ranker = text.rankers[OURS]
    sets = told.gold, text.gold
    return lead_over(sets, ranker, direction=Direction(side), split=text.split, seed=SEED)


def _rows(text: Trial, told: Trial) -> Iterator[tuple[str, ...]]:
    names = tuple(told.rankers)
    before, after = (
        {side: {each.ranker: each for each in trial.compared(Direction(side), names=names)} for side in SIDES}
        for trial in (text, told)
    )
    for name in after[Side.NEED]:
        cells = []
        for side in SIDES:
            found = after[side][name]
            cells += [f"{before[side][name].ndcg:.3f}", f"{found.ndcg:.3f}", told_lead(found.lead)]
        yield name, *cells
