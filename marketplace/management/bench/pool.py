"""A made-up market as arrays, and its score as one plain formula: what peers compute, and what all are held to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from geo.distance import StraightLine
from matching.amounts import amount_fits
from matching.engine.columns import Columns, Ints
from matching.engine.facts import WINDOWED
from matching.engine.judged import SCORE_DIGITS
from matching.engine.setting import Setting
from matching.evaluation.workload import Workload
from matching.knowledge import Knowledge
from matching.nearness import distance_fits
from matching.records import Aspect, Bools, Floats, Listing, Side
from matching.scoring import DEFAULT_WEIGHTS, combine_fits
from matching.timing import day_number, timing_fits, window_overlaps
from matching.words import Texts, text_fits

FIVE = (Aspect.MATERIAL, Aspect.AMOUNT, Aspect.TIMING, Aspect.DISTANCE, Aspect.TEXT)
"""The aspects that peers compute as well."""

TOP = 20
_NEXT_TO_NOTHING = 1e-12


def five_weights() -> dict[Aspect, float]:
    """Return weights by which the engine judges as its peers do: what they leave out weighs next to nothing."""
    return {aspect: DEFAULT_WEIGHTS[aspect] if aspect in FIVE else _NEXT_TO_NOTHING for aspect in Aspect}


@dataclass(frozen=True)
class PlainColumns:
    """One side's listings in the order of their ids, an array for each fact, of shape (n,); points: (n, 2)."""

    listings: Sequence[Listing]
    points: Floats
    kind: Ints
    season: Ints
    quantity: Floats
    starts: Ints
    ends: Ints
    windowed: Bools
    firm: Ints
    scale_km: Floats
    max_km: Floats
    refusals: Ints

    def __len__(self) -> int:
        return len(self.listings)


@dataclass(frozen=True)
class Pool:
    """Offers and needs, in the order of their ids, with tables of the fits of what they are and when they come.

    materials: shape (offered kinds, needed kinds); months: shape (offers' seasons, needs' seasons).
    """

    offers: PlainColumns
    needs: PlainColumns
    offer_texts: Texts
    need_texts: Texts
    materials: Floats
    months: Floats
    today: int

    def scores(self, need: int, offers: Ints | None = None) -> Floats:
        """Return the scores of these offers (None: all) for a need, shape (n,); -1 where a gate is closed."""
        own = np.arange(len(self.offers)) if offers is None else offers
        km = StraightLine().km(self.offers.points[own], self.needs.points[[need]])[:, 0]
        apart = np.array(False)
        fits = {
            Aspect.MATERIAL: self.materials[self.offers.kind[own], self.needs.kind[need]],
            Aspect.AMOUNT: amount_fits(
                self.offers.quantity[own], self.needs.quantity[need], rhythm_apart=apart, lot_apart=apart
            ),
            Aspect.TIMING: self._timing(own, need),
            Aspect.DISTANCE: distance_fits(km, scale_km=self.offers.scale_km[own]),
            Aspect.TEXT: self._texts(own, need),
        }
        weights = np.array([DEFAULT_WEIGHTS[aspect] for aspect in FIVE])
        scores = combine_fits(np.stack([fits[aspect] for aspect in FIVE], axis=-1), weights)
        return np.where(self._closed(own, need, km=km), -1, np.round(scores, SCORE_DIGITS))

    def best(self, need: int, offers: Ints | None = None) -> list[int]:
        """Return the best `TOP` of these offers (None: all) for a need, best first; ties go to the earlier."""
        scores = self.scores(need, offers)
        places = np.argsort(-scores, kind="stable")[:TOP]
        places = places[scores[places] >= 0]
        best: list[int] = (places if offers is None else offers[places]).tolist()
        return best

    def recall(self, need: int, found: Sequence[int], *, truth: Sequence[int]) -> float:
        """Return which part of the true list was found, 1 where it is empty. Who scores as its last does is as good."""
        if not truth:
            return 1.0
        last = self.scores(need, np.array(truth[-1:]))[0]
        good = self.scores(need, np.array(found, dtype=np.int64)) >= last
        return min(float(good.sum()) / len(truth), 1.0)

    def _timing(self, own: Ints, need: int) -> Floats:
        offers, needs = self.offers, self.needs
        met = window_overlaps(
            (offers.starts[own], needs.starts[need]), (offers.ends[own], needs.ends[need]), today=self.today
        )
        windows = np.where(offers.windowed[own] & needs.windowed[need], met, np.nan)
        return timing_fits(self.months[offers.season[own], needs.season[need]], windows)

    @cached_property
    def _letters(self) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Return the vectors of n-grams of both sides, which the engine does not hold."""
        return self.offer_texts.characters, self.need_texts.characters

    @cached_property
    def _concepts(self) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        return self.offer_texts.concepts.matrix(), self.need_texts.concepts.matrix()

    @cached_property
    def _told(self) -> tuple[Bools, Bools]:
        return self.offer_texts.told, self.need_texts.told

    def _texts(self, own: Ints, need: int) -> Floats:
        offered, needed = self.offer_texts, self.need_texts
        letters, needed_letters = self._letters
        characters = letters[own] @ needed_letters[need].T
        concepts = self._concepts[0][own] @ self._concepts[1][need].T
        return text_fits(
            characters.toarray().ravel(),
            concepts.toarray().ravel(),
            both_told=self._told[0][own] & self._told[1][need],
            both_named=offered.named[own] & needed.named[need],
        )

    def _closed(self, own: Ints, need: int, *, km: Floats) -> Bools:
        offers, needs = self.offers, self.needs
        latest = np.maximum(np.maximum(offers.starts[own], needs.starts[need]), self.today)
        apart: Bools = np.minimum(offers.ends[own], needs.ends[need]) < latest
        refused = (offers.refusals[own] & needs.refusals[need]) > 0
        return apart | (km > needs.max_km[need]) | (offers.firm[own] == needs.firm[need]) | refused


def make_pool(workload: Workload, *, knowledge: Knowledge, as_of: date) -> Pool:
    """Return a made-up market as arrays."""
    setting = Setting(
        knowledge=knowledge, distances=StraightLine(), weights=five_weights(), rates={"SEK": 1.0}, as_of=as_of
    )
    offers, needs = setting.segment(workload.offers, Side.OFFER), setting.segment(workload.needs, Side.NEED)
    judge = setting.judge(offers, needs)
    kinds = np.arange(len(offers.columns.told)), np.arange(len(needs.columns.told))
    return Pool(
        offers=_plain(offers.columns),
        needs=_plain(needs.columns),
        offer_texts=offers.texts,
        need_texts=needs.texts,
        materials=judge.pairings.fits(*np.ix_(*kinds))[Aspect.MATERIAL],
        months=judge.months(np.arange(len(offers.columns.seasons)), np.arange(len(needs.columns.seasons))),
        today=day_number(as_of),
    )


def word_lists(columns: PlainColumns, texts: Texts) -> list[str]:
    """Return what an index of words holds of each listing: its title, and the concepts that we read in it."""
    held = texts.concepts.arrays
    return [
        " ".join([listing.title, *(f"concept{number}" for number in held.columns[start:end])])
        for listing, start, end in zip(columns.listings, held.ends[:-1], held.ends[1:], strict=True)
    ]


def _plain(columns: Columns) -> PlainColumns:
    everybody = slice(None)
    names = ("kind", "season", "quantity", "starts", "ends", "firm", "scale_km", "max_km", "refusals")
    facts: dict[str, Any] = {name: np.ascontiguousarray(columns.read(name, everybody)) for name in names}
    points = columns.degrees(columns.read("point", everybody))
    return PlainColumns(columns.listings, points, windowed=columns.has(WINDOWED, everybody), **facts)
