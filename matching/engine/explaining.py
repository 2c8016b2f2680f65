"""Pairs by position made into matches: fits, reasons and missing facts."""

from collections.abc import Iterator

import numpy as np

from matching.amounts import AMOUNT_FLOOR
from matching.economics import VALUE_FLOOR
from matching.engine.judged import SCORE_DIGITS, Judged
from matching.engine.judging import Judge
from matching.engine.lists import Pairs
from matching.engine.missing import find_missing
from matching.engine.pair import Pair
from matching.engine.reasons import explain
from matching.engine.worth import value_of_pair
from matching.hierarchy import HIERARCHY_FLOOR
from matching.kinds import kind_reader
from matching.knowledge import Knowledge
from matching.legal import LEGAL_FLOOR
from matching.materials import MATERIAL_FLOOR
from matching.meaning import MEANING_FLOOR
from matching.nearness import DISTANCE_FLOOR
from matching.novelty import NOVELTY_FLOOR
from matching.precedents import CASES_FLOOR, similar_case
from matching.quality import QUALITY_FLOOR
from matching.records import Aspect, Floats, Match, Travel
from matching.scoring import ASPECTS, aspect_effects, aspect_swings
from matching.timing import TIMING_FLOOR
from matching.ways import way_tables
from matching.words.texts import TEXT_FLOOR, text_model

_PAIRS_AT_ONCE = 2_000
_FLOORS = {
    Aspect.MATERIAL: MATERIAL_FLOOR,
    Aspect.AMOUNT: AMOUNT_FLOOR,
    Aspect.TIMING: TIMING_FLOOR,
    Aspect.DISTANCE: DISTANCE_FLOOR,
    Aspect.TEXT: TEXT_FLOOR,
    Aspect.QUALITY: QUALITY_FLOOR,
    Aspect.VALUE: VALUE_FLOOR,
    Aspect.LEGAL: LEGAL_FLOOR,
    Aspect.HIERARCHY: HIERARCHY_FLOOR,
    Aspect.CASES: CASES_FLOOR,
    Aspect.NOVELTY: NOVELTY_FLOOR,
    Aspect.MEANING: MEANING_FLOOR,
}
FLOORS = np.array([_FLOORS[aspect] for aspect in ASPECTS])
"""The lowest fit of each aspect, in the order of `ASPECTS`."""


def explain_pairs(judge: Judge, pairs: Pairs, *, weights: Floats, knowledge: Knowledge) -> Iterator[Match]:
    """Yield a match for each pair, in their order."""
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        part = pairs.part(start, start + _PAIRS_AT_ONCE)
        judged = judge.judge_pairs(part.offer, part.need)
        effects = np.round(aspect_effects(judged.fits, weights), SCORE_DIGITS)
        swings = aspect_swings(judged.fits, weights, floors=FLOORS)
        for row in range(len(part)):
            pair = _pair(judge, part, row=row, judged=judged, effects=effects, knowledge=knowledge)
            yield _match(pair, part, row=row, swings=swings[row])


def _pair(judge: Judge, pairs: Pairs, *, row: int, judged: Judged, effects: Floats, knowledge: Knowledge) -> Pair:
    offer, need = judge.offers.listings[int(pairs.offer[row])], judge.needs.listings[int(pairs.need[row])]
    read, mentions = kind_reader(knowledge).read, text_model(knowledge).mentions
    offer_kind, trip = read(offer), judged.trips.at(row)
    is_driven = offer.resource.travel is Travel.ROAD and not judge.distances.is_straight
    kinds = judge.offers.read("kind", pairs.offer[row]), judge.needs.read("kind", pairs.need[row])
    return Pair(
        offer=offer,
        need=need,
        offer_kind=offer_kind,
        need_kind=read(need),
        fits=judged.fits[row],
        effects=effects[row],
        km=float(trip.km),
        minutes=float(trip.minutes) if is_driven else float("nan"),
        value=value_of_pair(
            offer,
            need,
            offer_kind=offer_kind,
            km=float(trip.costly),
            treated=float(judge.pairings.treatments(*kinds)),
            knowledge=knowledge,
            rates=judge.rates,
        ),
        offer_mentions=mentions(offer),
        need_mentions=mentions(need),
        wording=float(judged.wording[row]),
        tables=way_tables(knowledge),
        today=judge.today,
    )


def _match(pair: Pair, pairs: Pairs, *, row: int, swings: Floats) -> Match:
    reasons_for, reasons_against = explain(pair)
    known = zip(ASPECTS, pair.fits.tolist(), strict=True)
    return Match(
        offer_id=pair.offer.id,
        need_id=pair.need.id,
        score=float(pairs.scores[row]),
        fits={aspect: round(fit, SCORE_DIGITS) for aspect, fit in known if not np.isnan(fit)},
        reasons_for=reasons_for,
        reasons_against=reasons_against,
        missing=find_missing(pair, swings),
        value=pair.value,
        similar_case=case.code if (case := similar_case(pair.offer_kind, pair.need_kind, tables=pair.tables)) else "",
        distance_km=None if np.isnan(pair.km) else pair.km,
        rank_for_offer=int(pairs.offer_ranks[row]) or None,
        rank_for_need=int(pairs.need_ranks[row]) or None,
    )
