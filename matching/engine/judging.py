"""All gates and aspects of pairs at once: every offer of a chunk with every need, or pair by pair."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.distance import straight_km
from matching.amounts import amount_fits
from matching.compliance import COUNTRY_PAIRS
from matching.economics import border_costs, delivered_value, load_costs, value_fits
from matching.engine.chunks import Chunk
from matching.engine.columns import Ints
from matching.engine.facts import NAMED, ONCE, PIPE, TEXT, WINDOWED
from matching.engine.gates import Gates
from matching.engine.judged import Judged
from matching.engine.law import Law
from matching.engine.pairings import Pairings
from matching.engine.segment import Segment
from matching.knowledge import Knowledge
from matching.legal import pair_places
from matching.meaning import likeness_of_pairs, meaning_fits
from matching.nearness import Trips, distance_fits, trips
from matching.quality import quality_fits
from matching.records import Aspect, Distances, Floats, Side
from matching.scoring import ASPECTS
from matching.timing import Shares, day_number, month_overlaps, timing_fits, window_overlaps
from matching.words import text_fits
from matching.words.letters import likeness_of_pairs as letters_alike
from matching.words.told import likeness_of_pairs as concepts_alike

_MOST_KEPT = 4_000_000
"""How many distances, or overlaps of seasons, are kept once they are known: 32 MB."""

_ACROSS = [place for place, (giver, receiver) in enumerate(COUNTRY_PAIRS) if giver != receiver]


class Judge:
    """Judges pairs of an offer and a need, given by their positions in the columns.

    pairs_judged: how many so far, as a measure of work that does not depend on the machine.
    """

    def __init__(
        self,
        offers: Segment,
        needs: Segment,
        *,
        knowledge: Knowledge,
        distances: Distances,
        rates: Mapping[str, float],
        firms: int,
        today: date,
        is_fast: bool,
    ) -> None:
        self.segments = {Side.OFFER: offers, Side.NEED: needs}
        self.offers, self.needs = offers.columns, needs.columns
        self.offer_texts, self.need_texts = offers.texts, needs.texts
        self.has_meanings = offers.meanings.any_known and needs.meanings.any_known
        self.distances, self.rates, self.is_fast = distances, rates, is_fast
        self.today, self.day = today, day_number(today)
        self.pairings = Pairings(self.offers.told, self.needs.told, self.needs.wants)
        larger = max(offers, needs, key=len)
        self.law = Law(self.offers, self.needs, knowledge=knowledge, today=today, seen=larger.law_seen)
        self.gates = Gates(self.offers, self.needs, law=self.law, firms=firms, today=self.day)
        self.qualities = quality_fits(self.offers.qualities, self.needs.qualities, knowledge=knowledge)
        self.pairs_judged = 0

    def judge_grid(self, rows: Ints, columns: Ints | None = None) -> Judged:
        """Judge these offers with these needs, all when None: arrays of shape (n_rows, n_columns)."""
        chunk = Chunk(self, rows, columns)
        return chunk.judge(np.arange(len(chunk.rows))[:, None], np.arange(len(chunk.columns))[None, :])

    def judge_pairs(self, offer: Ints, need: Ints) -> Judged:
        """Judge pair by pair: arrays of the shape of `offer` and `need`, (n,)."""
        starts, start = np.unique(self.offers.read("point", offer), return_inverse=True)
        ends, end = np.unique(self.needs.read("point", need), return_inverse=True)
        road, straight = self.trips(starts, ends)
        seasons, season = np.unique(self.offers.read("season", offer), return_inverse=True)
        other_seasons, other_season = np.unique(self.needs.read("season", need), return_inverse=True)
        own, other = self.offer_texts, self.need_texts
        return self.judge_all(
            offer,
            need,
            trips=road.at(start, end).but(straight.at(start, end), where=self.offers.has(PIPE, offer)),
            months=self.months(seasons, other_seasons)[season, other_season],
            characters=letters_alike(own.letters, offer, other.letters, need),
            concepts=concepts_alike(own.concepts, offer, other.concepts, need),
            likeness=self.likeness(offer, need),
        )

    def judge_all(
        self,
        offer: Ints,
        need: Ints,
        *,
        trips: Trips,
        months: Floats,
        characters: Floats,
        concepts: Floats,
        likeness: Floats,
    ) -> Judged:
        """Judge pairs whose trips, months and words have been compared. Shapes that broadcast."""
        offers, needs = self.offers, self.needs
        self.pairs_judged += np.broadcast(offer, need).size

        def both(name: str) -> tuple[NDArray[Any], NDArray[Any]]:
            return offers.read(name, offer), needs.read(name, need)

        (offered, needed), (offer_lot, need_lot) = both("quantity"), both("smallest_lot")
        windows = np.where(
            offers.has(WINDOWED, offer) & needs.has(WINDOWED, need),
            window_overlaps(both("starts"), both("ends"), today=self.day),
            np.nan,
        )
        fits = {
            **self.pairings.fits(*both("kind")),
            Aspect.QUALITY: self.qualities[both("quality")],
            Aspect.VALUE: self._value_fits(offer, need, km=trips.costly),
            Aspect.LEGAL: self.law.fits(offer, need),
            Aspect.AMOUNT: amount_fits(
                offered,
                needed,
                rhythm_apart=offers.has(ONCE, offer) != needs.has(ONCE, need),
                lot_apart=(offered < need_lot) | (needed < offer_lot),
            ),
            Aspect.TIMING: timing_fits(months, windows),
            Aspect.DISTANCE: distance_fits(trips.costly, scale_km=offers.read("scale_km", offer)),
            Aspect.TEXT: self.text_fits(offer, need, characters=characters, concepts=concepts),
            Aspect.MEANING: meaning_fits(likeness),
        }
        closed = self.gates.closed(offer, need, km=trips.km)
        stacked = np.stack([fits[aspect] for aspect in ASPECTS], axis=-1)
        return Judged(closed=closed, trips=trips, wording=characters, fits=stacked)

    def _value_fits(self, offer: Ints, need: Ints, *, km: Floats) -> Floats:
        offers, needs = self.offers, self.needs
        pays, asks = needs.read("worth", need), offers.read("worth", offer)
        at_stake = np.where(np.isnan(pays), asks, pays) + offers.read("saved", offer)
        across = np.isin(pair_places(offers.read("country", offer), needs.read("country", need)), _ACROSS)
        papers = border_costs(offers.read("load_t", offer), across=across, border=load_costs()["border"].default)
        treated = self.pairings.treatments(offers.read("kind", offer), needs.read("kind", need))
        value = delivered_value(
            km,
            at_stake=at_stake,
            fixed=offers.read("fixed", offer),
            per_km=offers.read("per_km", offer),
            other=treated + papers,
        )
        return value_fits(value, at_stake=at_stake)

    def text_fits(self, offer: Ints, need: Ints, *, characters: Floats, concepts: Floats) -> Floats:
        """Return the fits of the aspect text alone."""
        return text_fits(
            characters,
            concepts,
            both_told=(self.offers.read("known", offer) & self.needs.read("known", need) & TEXT) > 0,
            both_named=self.offers.has(NAMED, offer) & self.needs.has(NAMED, need),
        )

    def likeness(self, offer: Ints, need: Ints) -> Floats:
        """Return what the model makes of pairs (`meaning.likeness_of_pairs`), shape (n,)."""
        own, other = self.segments[Side.OFFER].meanings, self.segments[Side.NEED].meanings
        return likeness_of_pairs(own.pick(offer), other.pick(need))

    @property
    def keeps_trips(self) -> bool:
        """Return whether all distances are few enough to be kept."""
        return len(self.offers.points) * len(self.needs.points) <= _MOST_KEPT

    def trips(self, starts: Ints, ends: Ints) -> tuple[Trips, Trips]:
        """Return how far it is between points by road and, if anything goes through a pipe, in a straight line."""
        if not self.keeps_trips:
            return self._measured(self.offers.degrees(starts), self.needs.degrees(ends))
        road, straight = self._all_trips
        part = road.at(*np.ix_(starts, ends))
        return part, straight.at(*np.ix_(starts, ends)) if self._any_pipe else part

    def months(self, seasons: Ints, other_seasons: Ints) -> Floats:
        """Return how the months of seasons overlap, shape (n_seasons, n_other_seasons)."""
        if len(self.offers.seasons) * len(self.needs.seasons) <= _MOST_KEPT:
            return self._all_months[np.ix_(seasons, other_seasons)].astype(np.float64)
        keeps, offered = self.offers.keeps_months[seasons], self.offers.seasons[seasons]
        return month_overlaps(offered, self.needs.seasons[other_seasons], keeps_months=keeps).astype(np.float64)

    def trips_with(self, side: Side, own: Ints, rows: Ints) -> Trips:
        """Return the trips that count between one listing of a side, own of shape (1,), and others, shape (n,)."""
        offer, need = (own, rows) if side is Side.OFFER else (rows, own)
        starts, ends = self.offers.read("point", offer), self.needs.read("point", need)
        # Of a market with one listing the rest of the table would never be asked for.
        alone = 1 in (len(self.offers), len(self.needs))
        places = (self.offers.degrees(starts), self.needs.degrees(ends))
        road, straight = self._measured(*places) if alone else self.trips(starts, ends)
        return road.ravel().but(straight.ravel(), where=self.offers.has(PIPE, offer))

    def months_row(self, side: Side, season: int) -> Floats:
        """Return how one season of a side overlaps with each of the other's, shape (n_seasons,)."""
        if len(self.offers.seasons) * len(self.needs.seasons) <= _MOST_KEPT:
            found = self._all_months[season] if side is Side.OFFER else self._all_months[:, season]
            return np.ascontiguousarray(found, dtype=np.float64)
        own, offered, needed = (
            np.array([season]),
            np.arange(len(self.offers.seasons)),
            np.arange(len(self.needs.seasons)),
        )
        found = self.months(own, needed) if side is Side.OFFER else self.months(offered, own)
        return np.ascontiguousarray(found.ravel())

    def trips_row(self, side: Side, point: int) -> Trips | None:
        """Return how far it is from one point of a side to each of the other's, None where no table is kept.

        For what goes by road: through a pipe it is the straight line.
        """
        if not self.keeps_trips:
            return None
        road = self._all_trips[0]
        own = road.at(point) if side is Side.OFFER else road.at(slice(None), point)
        return Trips(*map(np.ascontiguousarray, own))

    @cached_property
    def _all_trips(self) -> tuple[Trips, Trips]:
        return self._measured(self.offers.degrees(slice(None)), self.needs.degrees(slice(None)))

    @cached_property
    def _all_months(self) -> Shares:
        offers, needs = self.offers, self.needs
        if len(offers.seasons) == 1:
            return self.segments[Side.NEED].seasons.overlaps(offers, needs)[None, :]
        if len(needs.seasons) == 1:
            return self.segments[Side.OFFER].seasons.overlaps(needs, offers)[:, None]
        return np.asfortranarray(month_overlaps(offers.seasons, needs.seasons, keeps_months=offers.keeps_months))

    @cached_property
    def _any_pipe(self) -> bool:
        return bool(self.offers.has(PIPE, slice(None)).any())

    def _measured(self, start: Floats, end: Floats) -> tuple[Trips, Trips]:
        km, minutes = self.distances.km_and_minutes(start, end)
        road = Trips(km, km) if self.distances.is_straight else trips(km, minutes)
        if not self._any_pipe:
            return road, road
        straight = straight_km(start, end)
        return road, Trips(straight, straight)
