"""Rankers side by side: each a table of scores of every offer with every need, the higher the better.

Baselines are our own writing of well-known ideas, and named as such.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from matching.economics import usual_rates
from matching.embedding import Embedder
from matching.engine.judged import Judged, any_closed
from matching.engine.judging import Judge
from matching.engine.setting import Setting
from matching.kinds import Kind, kind_reader
from matching.knowledge import Knowledge
from matching.materials import code_fits
from matching.records import Aspect, Distances, Floats, Listing, Side
from matching.scoring import ASPECTS, DEFAULT_WEIGHTS
from matching.ways import WayTables, by_material, way_fits, way_tables

OURS = "ours"
WITH_MEANINGS = "ours with meanings"
MEANINGS_WEIGH = 0.05
"""Chosen on the dev families (November 2026)."""
Ranker = Callable[[Sequence[Listing], Sequence[Listing]], Floats]
"""Takes offers and needs in the order of their ids; returns shape (n_offers, n_needs), below 0 for what is left out."""


def make_rankers(
    *, knowledge: Knowledge, distances: Distances, as_of: date, seed: int, embedder: Embedder | None = None
) -> Mapping[str, Ranker]:
    """Return every ranker by its name: baselines, ours, and ours without one aspect at a time.

    embedder: with one, also ours with what the language model makes of the texts.
    """
    setting = Setting(
        knowledge=knowledge, distances=distances, weights=DEFAULT_WEIGHTS, rates=usual_rates(), as_of=as_of
    )

    def by_judgement(score: Callable[[Judged], Floats]) -> Ranker:
        return lambda offers, needs: score(_judge_all(setting, offers, needs))

    def without(aspect: Aspect) -> Ranker:
        return by_judgement(lambda judged: _scores(judged, setting.weights, leave_out=aspect))

    def alone(aspect: Aspect) -> Ranker:
        return by_judgement(lambda judged: np.nan_to_num(judged.fits[..., ASPECTS.index(aspect)]))

    tables = way_tables(knowledge)
    return {
        "random": lambda offers, needs: np.random.default_rng(seed).random((len(offers), len(needs))),
        "nearest": by_judgement(lambda judged: 1 / (1 + np.nan_to_num(judged.trips.km, nan=1e6))),
        "same material, newest first": lambda offers, needs: _by_material(offers, needs, tables=tables),
        "same waste code": lambda offers, needs: _by_waste_code(offers, needs, tables=tables),
        "waste code to sector table": lambda offers, needs: _by_sector_codes(offers, needs, tables=tables),
        "known inputs of the industry": lambda offers, needs: _by_inputs(offers, needs, tables=tables),
        "case-based": alone(Aspect.CASES),
        "profit only": alone(Aspect.VALUE),
        "wording (character n-grams)": by_judgement(lambda judged: judged.wording),
        "text aspect alone": alone(Aspect.TEXT),
        "text aspect alone, behind our gates": by_judgement(_text_behind_gates),
        OURS: by_judgement(lambda judged: _scores(judged, setting.weights)),
        **{f"{OURS} without {aspect}": without(aspect) for aspect in ASPECTS if DEFAULT_WEIGHTS[aspect]},
        **(_with_meanings(setting, embedder) if embedder else {}),
    }


def _with_meanings(setting: Setting, embedder: Embedder) -> Mapping[str, Ranker]:
    """Return ours with meanings, and meanings alone."""
    weights = setting.weights.copy()
    weights[ASPECTS.index(Aspect.MEANING)] = MEANINGS_WEIGH

    def read(listings: Sequence[Listing]) -> list[Listing]:
        vectors = embedder.meanings([(each.title, each.description, each.language) for each in listings])
        return [replace(each, meaning=vector) for each, vector in zip(listings, vectors, strict=True)]

    def judged(offers: Sequence[Listing], needs: Sequence[Listing]) -> Judged:
        return _judge_all(setting, read(offers), read(needs))

    def alone(offers: Sequence[Listing], needs: Sequence[Listing]) -> Floats:
        return np.nan_to_num(judged(offers, needs).fits[..., ASPECTS.index(Aspect.MEANING)])

    return {
        WITH_MEANINGS: lambda offers, needs: judged(offers, needs).scores(weights),
        "meanings alone": alone,
    }


def _text_behind_gates(judged: Judged) -> Floats:
    text = np.nan_to_num(judged.fits[..., ASPECTS.index(Aspect.TEXT)])
    return np.where(any_closed(judged.closed), -1, text)


def _judge_all(setting: Setting, offers: Sequence[Listing], needs: Sequence[Listing]) -> Judged:
    judge: Judge = setting.judge(setting.segment(offers, Side.OFFER), setting.segment(needs, Side.NEED))
    return judge.judge_grid(np.arange(len(offers)))


def _scores(judged: Judged, weights: Floats, *, leave_out: Aspect | None = None) -> Floats:
    if leave_out is None:
        return judged.scores(weights)
    fits = judged.fits.copy()
    fits[..., ASPECTS.index(leave_out)] = np.nan
    return Judged(closed=judged.closed, trips=judged.trips, wording=judged.wording, fits=fits).scores(weights)


def _kinds(listings: Sequence[Listing], tables: WayTables) -> list[Kind]:
    return [kind_reader(tables.knowledge).read(each) for each in listings]


def _by_material(offers: Sequence[Listing], needs: Sequence[Listing], *, tables: WayTables) -> Floats:
    """Return 1 for the same material and more for later ids, which stand for newer listings here."""
    rows = [tables.arrays(_kinds(side, tables)).first for side in (offers, needs)]
    same = (rows[0][:, None] == rows[1][None, :]) & (rows[0] >= 0)[:, None]
    newness = np.add.outer(np.arange(len(offers)), np.arange(len(needs))) / (len(offers) + len(needs))
    return np.where(same, 1 + newness, 0.0)


def _by_inputs(offers: Sequence[Listing], needs: Sequence[Listing], *, tables: WayTables) -> Floats:
    """Return how well each offer is among what firms of the need's industry usually take."""
    asked = [Kind(sectors=kind.sectors) for kind in _kinds(needs, tables)]
    accepted, along = by_material(asked, tables.accepted, tables=tables), np.arange(len(asked))
    given = tables.arrays(_kinds(offers, tables)).down
    return np.nan_to_num(way_fits(given, tables.arrays(asked).along, accepted=lambda rows: accepted[along, rows]))


def _by_sector_codes(offers: Sequence[Listing], needs: Sequence[Listing], *, tables: WayTables) -> Floats:
    """Return 1 where an offer's waste code is usual for an input of the need's industry, half where its heading is."""
    scores = np.zeros((len(offers), len(needs)))
    for column, kind in enumerate(_kinds(needs, tables)):
        inputs = {code for told in kind.sectors for code in tables.knowledge.sectors.by_code[told.code].inputs}
        codes = {code for material in inputs for code in tables.knowledge.materials[material].waste_codes}
        headings = {code[:4] for code in codes}
        for row, offer in enumerate(offers):
            scores[row, column] = 1.0 if offer.waste_code in codes else 0.5 * (offer.waste_code[:4] in headings)
    return scores


def _by_waste_code(offers: Sequence[Listing], needs: Sequence[Listing], *, tables: WayTables) -> Floats:
    """Return how near an offer's waste code is to the need's, or to the nearest of those usual for its material.

    Who needs something seldom knows the code under which others throw it away.
    """
    given = np.array([int(each.waste_code or -1) for each in offers], dtype=np.int64)
    usual = tables.arrays(_kinds(needs, tables)).codes
    fits = np.nan_to_num(code_fits(given[:, None, None], usual[None, :, :]))
    return np.asarray(fits.max(axis=-1, initial=0.0))
