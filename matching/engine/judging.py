"""All gates and aspects of pairs at once: every offer of a chunk with every need, or pair by pair."""

from dataclasses import dataclass

import numpy as np

from geo.distance import straight_km
from matching.amounts import amount_fits
from matching.engine.columns import Columns, Ints
from matching.engine.gates import Gates
from matching.knowledge import Knowledge
from matching.materials import MaterialTree, material_fits
from matching.nearness import distance_fits
from matching.records import Aspect, Bools, Distances, Floats, Gate
from matching.scoring import ASPECTS, score_pairs
from matching.timing import month_overlaps, timing_fits, window_overlaps
from matching.words import Texts, text_fits

SCORE_DIGITS = 6
"""Scores are rounded before they are ranked: the last bits depend on the order of summing, and ties go by id."""


@dataclass(frozen=True)
class Judged:
    """What was found of some pairs.

    closed: by gate; km: NaN where unknown; wording: how alike the characters are, in [0, 1]; fits: one more axis, in
    the order of `ASPECTS`.
    """

    closed: dict[Gate, Bools]
    km: Floats
    wording: Floats
    fits: Floats

    def scores(self, weights: Floats) -> Floats:
        """Return the rounded score of each pair, -1 where a gate is closed."""
        flat = score_pairs(self.fits.reshape(-1, len(ASPECTS)), weights).reshape(self.km.shape)
        closed = np.logical_or.reduce(list(self.closed.values())) if self.closed else False
        return np.where(closed, -1, np.round(flat, SCORE_DIGITS))


class Judge:
    """Judges pairs of an offer and a need, given by their positions in the columns."""

    def __init__(
        self,
        offers: Columns,
        needs: Columns,
        *,
        texts: tuple[Texts, Texts],
        knowledge: Knowledge,
        tree: MaterialTree,
        distances: Distances,
        today: int,
    ) -> None:
        self.offers, self.needs = offers, needs
        self.offer_texts, self.need_texts = texts
        self._distances, self._today = distances, today
        self._gates = Gates(offers, needs, today=today)
        typical = {code: material.waste_codes for code, material in knowledge.materials.items()}
        self._materials = material_fits(offers.kinds, needs.kinds, tree=tree, typical_codes=typical)
        self._any_pipe = bool(offers.pipe.any())

    def judge_grid(self, rows: Ints, columns: Ints | None = None) -> Judged:
        """Judge these offers with these needs, all when None: arrays of shape (n_rows, n_columns)."""
        chosen = np.arange(len(self.needs)) if columns is None else columns
        offer, need = rows[:, None], chosen[None, :]
        starts, start = np.unique(self.offers.point[rows], return_inverse=True)
        ends, end = np.unique(self.needs.point[chosen], return_inverse=True)
        road, straight = self._km(starts, ends, any_pipe=self._any_pipe)
        km = road[start][:, end]
        if self._any_pipe:
            km = np.where(self.offers.pipe[offer], straight[start][:, end], km)
        seasons, season = np.unique(self.offers.season[rows], return_inverse=True)
        other_seasons, other_season = np.unique(self.needs.season[chosen], return_inverse=True)
        own, other = self.offer_texts, self.need_texts
        by_term = other.by_term if columns is None else (other.characters[chosen].T, other.concepts[chosen].T)
        return self._judge(
            offer,
            need,
            km=km,
            months=self._months(seasons, other_seasons)[season][:, other_season],
            characters=(own.characters[rows] @ by_term[0]).toarray(),
            concepts=(own.concepts[rows] @ by_term[1]).toarray(),
        )

    def judge_pairs(self, offer: Ints, need: Ints) -> Judged:
        """Judge pair by pair: arrays of the shape of `offer` and `need`, (n,)."""
        starts, start = np.unique(self.offers.point[offer], return_inverse=True)
        ends, end = np.unique(self.needs.point[need], return_inverse=True)
        km = self._km(starts, ends, any_pipe=self._any_pipe)
        seasons, season = np.unique(self.offers.season[offer], return_inverse=True)
        other_seasons, other_season = np.unique(self.needs.season[need], return_inverse=True)
        own, other = self.offer_texts, self.need_texts
        return self._judge(
            offer,
            need,
            km=np.where(self.offers.pipe[offer], km[1][start, end], km[0][start, end]),
            months=self._months(seasons, other_seasons)[season, other_season],
            characters=np.asarray(own.characters[offer].multiply(other.characters[need]).sum(axis=1)).ravel(),
            concepts=np.asarray(own.concepts[offer].multiply(other.concepts[need]).sum(axis=1)).ravel(),
        )

    def _judge(
        self, offer: Ints, need: Ints, *, km: Floats, months: Floats, characters: Floats, concepts: Floats
    ) -> Judged:
        offers, needs = self.offers, self.needs
        windows = np.where(
            offers.windowed[offer] & needs.windowed[need],
            window_overlaps(
                (offers.starts[offer], needs.starts[need]), (offers.ends[offer], needs.ends[need]), today=self._today
            ),
            np.nan,
        )
        fits = {
            Aspect.MATERIAL: self._materials[offers.kind[offer], needs.kind[need]],
            Aspect.AMOUNT: amount_fits(
                offers.quantity[offer],
                needs.quantity[need],
                rhythm_apart=offers.once[offer] != needs.once[need],
                lot_apart=(offers.quantity[offer] < needs.smallest_lot[need])
                | (needs.quantity[need] < offers.smallest_lot[offer]),
            ),
            Aspect.TIMING: timing_fits(months, windows),
            Aspect.DISTANCE: distance_fits(km, scale_km=offers.scale_km[offer]),
            Aspect.TEXT: text_fits(
                characters,
                concepts,
                both_told=self.offer_texts.told[offer] & self.need_texts.told[need],
                both_named=self.offer_texts.named[offer] & self.need_texts.named[need],
            ),
        }
        closed = self._gates.closed(offer, need, km=km)
        stacked = np.stack([fits[aspect] for aspect in ASPECTS], axis=-1)
        return Judged(closed=closed, km=km, wording=characters, fits=stacked)

    def _km(self, starts: Ints, ends: Ints, *, any_pipe: bool) -> tuple[Floats, Floats]:
        """Return kilometres by road and, if anything goes through a pipe, in a straight line."""
        start, end = self.offers.points[starts], self.needs.points[ends]
        road = self._distances.km(start, end)
        return road, straight_km(start, end) if any_pipe else road

    def _months(self, seasons: Ints, other_seasons: Ints) -> Floats:
        keeps = self.offers.keeps_months[seasons]
        return month_overlaps(self.offers.seasons[seasons], self.needs.seasons[other_seasons], keeps_months=keeps)
