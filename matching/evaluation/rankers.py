"""Rankers side by side: each a table of scores of every offer with every need, the higher the better.

Baselines are our own writing of well-known ideas, and named as such.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from matching.engine.judging import Judge, Judged
from matching.engine.setting import Setting
from matching.knowledge import Knowledge
from matching.materials import code_fits
from matching.records import Aspect, Distances, Floats, Listing, Side
from matching.scoring import ASPECTS, DEFAULT_WEIGHTS

OURS = "ours"
Ranker = Callable[[Sequence[Listing], Sequence[Listing]], Floats]
"""Takes offers and needs in the order of their ids; returns shape (n_offers, n_needs), below 0 for what is left out."""


def make_rankers(*, knowledge: Knowledge, distances: Distances, as_of: date, seed: int) -> Mapping[str, Ranker]:
    """Return every ranker by its name: baselines, ours, and ours without one aspect at a time."""
    setting = Setting(knowledge=knowledge, distances=distances, weights=DEFAULT_WEIGHTS, rates={}, as_of=as_of)

    def by_judgement(score: Callable[[Judged], Floats]) -> Ranker:
        return lambda offers, needs: score(_judge_all(setting, offers, needs))

    def without(aspect: Aspect) -> Ranker:
        return by_judgement(lambda judged: _scores(judged, setting.weights, leave_out=aspect))

    return {
        "random": lambda offers, needs: np.random.default_rng(seed).random((len(offers), len(needs))),
        "nearest": by_judgement(lambda judged: 1 / (1 + np.nan_to_num(judged.km, nan=1e6))),
        "same waste code": _by_waste_code,
        "wording (character n-grams)": by_judgement(lambda judged: judged.wording),
        "text aspect alone": by_judgement(lambda judged: np.nan_to_num(judged.fits[..., ASPECTS.index(Aspect.TEXT)])),
        OURS: by_judgement(lambda judged: _scores(judged, setting.weights)),
        **{f"{OURS} without {aspect}": without(aspect) for aspect in ASPECTS},
    }


def _judge_all(setting: Setting, offers: Sequence[Listing], needs: Sequence[Listing]) -> Judged:
    judge: Judge = setting.judge(setting.segment(offers, Side.OFFER), setting.segment(needs, Side.NEED))
    return judge.judge_grid(np.arange(len(offers)))


def _scores(judged: Judged, weights: Floats, *, leave_out: Aspect | None = None) -> Floats:
    if leave_out is None:
        return judged.scores(weights)
    fits = judged.fits.copy()
    fits[..., ASPECTS.index(leave_out)] = np.nan
    return Judged(closed=judged.closed, km=judged.km, wording=judged.wording, fits=fits).scores(weights)


def _by_waste_code(offers: Sequence[Listing], needs: Sequence[Listing]) -> Floats:
    codes = [np.array([int(each.waste_code or -1) for each in side], dtype=np.int64) for side in (offers, needs)]
    return np.nan_to_num(code_fits(codes[0][:, None], codes[1][None, :]))
