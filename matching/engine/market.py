"""All offers and needs, prepared once, for the whole market's matches or for one listing's."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from operator import attrgetter

import numpy as np

from matching.engine.asking import list_of_one, other_side
from matching.engine.bounds import Bounds
from matching.engine.columns import Ints
from matching.engine.compiled import best_search
from matching.engine.judging import Judge
from matching.engine.lists import Pairs, Progress, best_lists, pairs_of, pairs_of_one
from matching.engine.searching import BlockSearch
from matching.engine.segment import Segment
from matching.engine.setting import Setting
from matching.engine.top import NOBODY, read_keys
from matching.knowledge import Knowledge
from matching.records import Aspect, Distances, Gate, Listing, Match, Side


class Market:
    """Offers and needs, ready to be matched. Answers are exact: every pair is judged.

    What a pair scores depends on the two listings alone, not on who else is here. Build one market per state of the
    listings; most of the time goes into their words. Raises ValueError for a listing on the
    wrong side, an id that comes twice on one side, a weight or an exchange rate that is not positive.
    """

    def __init__(
        self,
        offers: Sequence[Listing],
        needs: Sequence[Listing],
        *,
        knowledge: Knowledge,
        distances: Distances,
        weights: Mapping[Aspect, float],
        rates: Mapping[str, float],
        as_of: date,
        is_fast: bool = True,
    ) -> None:
        self._setting = Setting(
            knowledge=knowledge, distances=distances, weights=weights, rates=rates, as_of=as_of, is_fast=is_fast
        )
        self._segments = {
            Side.OFFER: self._setting.segment(offers, Side.OFFER),
            Side.NEED: self._setting.segment(needs, Side.NEED),
        }
        self._weights = self._setting.weights
        self._judge = self._judge_of(self._segments)
        self._judged_alone = 0

    def size(self, side: Side) -> int:
        """Return how many listings a side has."""
        return len(self._segments[side])

    @property
    def pairs_judged(self) -> int:
        """Return how many pairs lists and `best_for` have judged so far: the rest could enter no list."""
        return self._judge.pairs_judged + self._judged_alone

    def matches(self, *, top: int, score_from: float = 0) -> tuple[Match, ...]:
        """Return every pair of this score or more that is among the best `top` of its offer or need, best first.

        Ranks count from 1, ties go to the lower id; pairs that a gate closes are in no list. ValueError for a top below
        1.
        """
        of_offers, of_needs = best_lists(self._judge, self._weights, top=_checked(top))
        pairs = pairs_of(of_offers, of_needs, n_needs=len(self._segments[Side.NEED]))
        return self._setting.explained(self._judge, pairs.pick(np.flatnonzero(pairs.scores >= score_from)))

    def lists(
        self, side: Side, *, top: int, progress: Progress = lambda done, total: None
    ) -> Iterator[tuple[str, tuple[Match, ...]]]:
        """Yield each listing of a side, by id, with its best `top` counterparts, best first.

        For large markets: matches are explained list by list, and only the ranks of this side are set.
        progress: told now and then how many offers are done, of how many, before the first list comes.
        Raises ValueError for a top below 1.
        """
        both = best_lists(self._judge, self._weights, top=_checked(top), progress=progress)
        keys = both[0 if side is Side.OFFER else 1]
        for position, listing in enumerate(self._segments[side].listings):
            pairs = pairs_of_one(keys[position], side=side, position=position)
            yield listing.id, self._setting.explained(self._judge, pairs)

    def best_for(self, listing: Listing, *, top: int) -> tuple[tuple[str, float], ...]:
        """Return the ids and scores of the best `top` counterparts of one listing, best first.

        The listing as in `matches_for`, which tells ranks and reasons as well. Raises ValueError for a top below 1.
        """
        _, _, keys = self._asked(listing, top=_checked(top))
        scores, positions = read_keys(keys[keys != NOBODY])
        others = self._segments[other_side(listing.side)].listings
        return tuple(
            (others[position].id, score) for score, position in zip(scores.tolist(), positions.tolist(), strict=True)
        )

    def matches_for(self, listing: Listing, *, top: int) -> tuple[Match, ...]:
        """Return the best `top` counterparts of one listing, best first, with its rank in each counterpart's own list.

        The listing may be new, changed (it stands in for the one of its side with the same id) or as it is in the
        market, which stays as it is. The rank in the counterpart's list is None beyond `top`. For an unchanged listing
        these are the matches of `matches(top=top)` that are in its own list. ValueError for a top below 1.
        """
        judge, place, keys = self._asked(listing, top=_checked(top))
        pairs = pairs_of_one(keys, side=listing.side, position=place)
        ranks = self._ranks_with_others(listing, pairs, top=top)
        known = replace(pairs, need_ranks=ranks) if listing.side is Side.OFFER else replace(pairs, offer_ranks=ranks)
        return self._setting.explained(judge, known)

    def closed_gates(self, offer_id: str, need_id: str) -> tuple[Gate, ...]:
        """Return the gates that this pair fails; none when it may match. Raises KeyError for an id that is not here."""
        offer, need = self._position(Side.OFFER, offer_id), self._position(Side.NEED, need_id)
        judged = self._judge.judge_pairs(np.array([offer]), np.array([need]))
        return tuple(gate for gate, closed in judged.closed.items() if closed[0])

    def judge(self, offer_id: str, need_id: str) -> Match:
        """Return one pair as a match without ranks, whatever its gates. Raises KeyError for an id that is not here."""
        offer = np.array([self._position(Side.OFFER, offer_id)])
        need = np.array([self._position(Side.NEED, need_id)])
        scores = replace(self._judge.judge_pairs(offer, need), closed={}).scores(self._weights)
        unranked = np.zeros(1, dtype=np.int64)
        return self._setting.explained(self._judge, Pairs(offer, need, scores, unranked, unranked))[0]

    def _position(self, side: Side, listing_id: str) -> int:
        position, listings = self._place(side, listing_id), self._segments[side].listings
        if position == len(listings) or listings[position].id != listing_id:
            raise KeyError(f"No {side} has the id {listing_id}.")
        return position

    def _place(self, side: Side, listing_id: str) -> int:
        """Return where a listing of a side stands, or would."""
        return bisect_left(self._segments[side].listings, listing_id, key=attrgetter("id"))

    def _asked(self, listing: Listing, *, top: int) -> tuple[Judge, int, Ints]:
        """Return a judge of the listing with the other side, its place in that, and the keys of its best `top`."""
        side = listing.side
        place = self._place(side, listing.id)
        own = self._segments[side].listings[place : place + 1]
        if own == (listing,):  # as it is here: nothing about it has to be read again
            return self._judge, place, self._list_here(side, place, top=top)
        judge = self._judge_of({**self._segments, side: self._setting.segment([listing], side)})
        keys = list_of_one(best_search(judge, Bounds(judge, self._weights), side=side), place=0, top=top)
        self._judged_alone += judge.pairs_judged
        return judge, 0, keys

    def _list_here(self, side: Side, place: int, *, top: int) -> Ints:
        """Return the keys of the best `top` counterparts of a listing of this market."""
        return list_of_one(self._searches[side], place=place, top=top)

    @cached_property
    def _searches(self) -> Mapping[Side, BlockSearch]:
        bounds = Bounds(self._judge, self._weights)
        return {side: best_search(self._judge, bounds, side=side) for side in Side}

    def _judge_of(self, segments: Mapping[Side, Segment]) -> Judge:
        return self._setting.judge(segments[Side.OFFER], segments[Side.NEED])

    def _ranks_with_others(self, listing: Listing, pairs: Pairs, *, top: int) -> Ints:
        """Return the rank that the listing has for each of its counterparts, 0 beyond `top`."""
        side, other = listing.side, other_side(listing.side)
        place = self._place(side, listing.id)
        is_here = [each.id for each in self._segments[side].listings[place : place + 1]] == [listing.id]
        ranks = np.zeros(len(pairs), dtype=np.int64)
        places = pairs.need if side is Side.OFFER else pairs.offer
        for number, (score, of_other) in enumerate(zip(pairs.scores, places.tolist(), strict=True)):
            # One more than `top`: the listing may be in the list as it was before, and does not stand in its own way.
            keys = self._list_here(other, of_other, top=top + 1)
            scores, positions = read_keys(keys[keys != NOBODY])
            ahead = (scores > score) | ((scores == score) & (positions < place))
            rank = 1 + int((ahead & ~(is_here & (positions == place))).sum())
            ranks[number] = rank if rank <= top else 0
        return ranks


def _checked(top: int) -> int:
    if top < 1:
        raise ValueError(f"The best {top} are none: ask for 1 or more.")
    return top
