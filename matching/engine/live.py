"""A market whose lists stay exact while listings come, change and go, one at a time."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import compress
from typing import Any

import numpy as np

from matching.engine.asking import keys_of_one, other_side
from matching.engine.bounds import Bounds
from matching.engine.candidates import CandidateLists, Key
from matching.engine.columns import Ints
from matching.engine.judged import SCORE_DIGITS
from matching.engine.lists import Pairs, best_lists
from matching.engine.live_side import LiveSide
from matching.engine.segment import Segment
from matching.engine.setting import Setting
from matching.engine.top import KEY_SHIFT, NOBODY, read_keys
from matching.knowledge import Knowledge
from matching.records import Aspect, Distances, Listing, Match, Side

Changed = set[tuple[Side, str]]
"""Listings whose best `top` are others than before."""

# By side and owner: the keys of its list, and its floor; as JSON keeps them.
Lists = Mapping[Side, Mapping[str, tuple[list[Any], list[Any] | None]]]

_SPARE = 10
_SCALE = 10**SCORE_DIGITS


class LiveMarket:
    """Offers and needs with the best `top` counterparts of each, kept up to date by `put` and `withdraw`.

    The lists always equal those of a fresh `Market` with the same listings. A change judges one listing with the other
    side and touches the lists that it enters or leaves; only a list that has lost more than its spare members is made
    anew. Newcomers are added at the end, each a block of its own, and who goes is struck out, until all are packed anew
    beside the work (`rebuild`; begun by itself now and then).
    lists: those of a market of the same listings, weights, tables and day (`LiveMarket.lists`), instead of judging all.
    Raises ValueError as `Market` does.
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
        top: int,
        spare: int = _SPARE,
        is_fast: bool = True,
        lists: Lists | None = None,
    ) -> None:
        if top < 1:
            raise ValueError(f"The best {top} are none: ask for 1 or more.")
        self._setting = Setting(
            knowledge=knowledge, distances=distances, weights=weights, rates=rates, as_of=as_of, is_fast=is_fast
        )
        self._sides = {
            Side.OFFER: LiveSide(self._setting, offers, Side.OFFER),
            Side.NEED: LiveSide(self._setting, needs, Side.NEED),
        }
        self._lists = {side: CandidateLists(top=top, capacity=top + spare) for side in Side}
        if lists is None:
            self._fill()
        else:
            self._restore(lists)

    def put(self, listing: Listing) -> Changed:
        """Take in a new listing, or a changed one in the place of the old. Return whose best counterparts changed."""
        side, other = listing.side, other_side(listing.side)
        changed = self.withdraw(side, listing.id) if listing.id in self._sides[side] else set()
        alone = self._setting.segment([listing], side)
        best, entered = self._counterparts(alone, side)
        self._sides[side].add(alone)
        self._put_list(side, listing.id, best)
        theirs = self._lists[other]
        changed |= {(other, owner) for owner in theirs.enter(listing.id, entered)}
        self._sides[other].set_floors({owner: theirs.floor_score(owner) for _, owner in entered})
        self._sides[side].rebuild_when_due()
        return changed | {(side, listing.id)}

    def withdraw(self, side: Side, listing_id: str) -> Changed:
        """Take a listing out. Return whose best counterparts changed. Raises KeyError."""
        self._sides[side].remove(listing_id)
        self._lists[side].drop_owner(listing_id)
        changed, short = self._lists[other_side(side)].drop_member(listing_id)
        for owner in short:
            alone = self._setting.segment([self._sides[other_side(side)].listing(owner)], other_side(side))
            best, _ = self._counterparts(alone, other_side(side))
            self._put_list(other_side(side), owner, best)
        self._sides[side].rebuild_when_due()
        return {(other_side(side), owner) for owner in changed}

    def best(self, side: Side, listing_id: str) -> tuple[tuple[str, float], ...]:
        """Return the ids and scores of a listing's best counterparts, best first. Raises KeyError."""
        return tuple((other, -score / _SCALE) for score, other in self._lists[side].best(listing_id))

    def matches_for(self, side: Side, listing_id: str) -> tuple[Match, ...]:
        """Return a listing's best counterparts, best first, explained, with both ranks. Raises KeyError."""
        keys = self._lists[side].best(listing_id)
        if not keys:
            return ()
        others = self._setting.segment(
            [self._sides[other_side(side)].listing(other) for _, other in keys], other_side(side)
        )
        alone = self._setting.segment([self._sides[side].listing(listing_id)], side)
        places = {listing.id: place for place, listing in enumerate(others.listings)}
        theirs = self._lists[other_side(side)]
        ranks = np.array([theirs.rank(other, (score, listing_id)) or 0 for score, other in keys])
        positions = np.array([places[other] for _, other in keys])
        scores = np.array([-score / _SCALE for score, _ in keys])
        nought, own_ranks = np.zeros(len(keys), dtype=np.int64), np.arange(1, len(keys) + 1)
        if side is Side.OFFER:
            pairs = Pairs(nought, positions, scores, own_ranks, ranks)
            return self._setting.explained(self._setting.judge(alone, others), pairs)
        pairs = Pairs(positions, nought, scores, ranks, own_ranks)
        return self._setting.explained(self._setting.judge(others, alone), pairs)

    def holders(self, side: Side, listing_id: str, *, best: int) -> frozenset[str]:
        """Return the counterparts among whose first `best` (`top` at most) a listing is. Raises KeyError."""
        theirs, own = self._lists[other_side(side)], self._sides[side].listing(listing_id).id
        return frozenset(
            owner for owner in theirs.owners_of(own) if any(member == own for _, member in theirs.best(owner)[:best])
        )

    def pair(self, offer_id: str, need_id: str) -> Match | None:
        """Return one pair as a match without ranks, None where a gate is closed. Raises KeyError."""
        offers = self._setting.segment([self._sides[Side.OFFER].listing(offer_id)], Side.OFFER)
        needs = self._setting.segment([self._sides[Side.NEED].listing(need_id)], Side.NEED)
        judge = self._setting.judge(offers, needs)
        nought = np.zeros(1, dtype=np.int64)
        scores = judge.judge_pairs(nought, nought).scores(self._setting.weights)
        pairs = Pairs(nought, nought, scores, nought, nought)
        return self._setting.explained(judge, pairs)[0] if scores[0] >= 0 else None

    @property
    def lists(self) -> Lists:
        """Return every list, for a snapshot: given back with the same listings, nothing need be judged anew."""
        return {
            side: {
                owner: ([list(key) for key in keys], list(floor) if floor else None)
                for owner, (keys, floor) in held.held().items()
            }
            for side, held in self._lists.items()
        }

    def rebuild(self) -> None:
        """Join the newcomers with the rest and forget the withdrawn. Changes no list."""
        for side in self._sides.values():
            side.rebuild()

    def _fill(self) -> None:
        """Make every list from nothing, all pairs at once."""
        offers, needs = self._sides[Side.OFFER].segment, self._sides[Side.NEED].segment
        longest = self._lists[Side.OFFER].capacity + 1
        keys = best_lists(self._setting.judge(offers, needs), self._setting.weights, top=longest)
        for side, own, other, of_own in ((Side.OFFER, offers, needs, keys[0]), (Side.NEED, needs, offers, keys[1])):
            for listing, row in zip(own.listings, of_own, strict=True):
                self._lists[side].put_list(listing.id, _named(row, other))
            self._sides[side].set_floors({each.id: self._lists[side].floor_score(each.id) for each in own.listings})

    def _restore(self, lists: Lists) -> None:
        for side, of_side in ((Side(name), of_side) for name, of_side in lists.items()):
            for owner, (keys, floor) in of_side.items():
                held = [(int(score), str(member)) for score, member in keys]
                self._lists[side].put_held(owner, held, (int(floor[0]), str(floor[1])) if floor else None)
            self._sides[side].set_floors({owner: self._lists[side].floor_score(owner) for owner in of_side})

    def _put_list(self, side: Side, owner: str, keys: list[Key]) -> None:
        self._lists[side].put_list(owner, keys)
        self._sides[side].set_floors({owner: self._lists[side].floor_score(owner)})

    def _counterparts(self, alone: Segment, side: Side) -> tuple[list[Key], list[Key]]:
        """Judge a segment of one listing with the whole other side.

        Returns the keys of its best counterparts, as many as a list needs to know its floor, and of those whose lists
        it may enter.
        """
        others = self._sides[other_side(side)]
        limits = others.limits()
        if not len(others.segment):
            return [], []
        judge = self._setting.judge(*((alone, others.segment) if side is Side.OFFER else (others.segment, alone)))
        keys = keys_of_one(
            judge,
            Bounds(judge, self._setting.weights),
            side=side,
            place=0,
            top=self._lists[side].capacity + 1,
            limits=limits,
        )
        keys = keys[keys != NOBODY]
        scores, length = keys >> KEY_SHIFT, self._lists[side].capacity + 1
        enters = scores >= limits.floors[read_keys(keys)[1]]
        # Of equal scores the lower id is the better: all of the last score are named before the list is cut.
        last = np.partition(scores, -length)[-length] if len(scores) > length else -1
        chosen = enters | (scores >= last)
        named = _named(keys[chosen], others.segment)
        return sorted(named)[:length], list(compress(named, enters[chosen].tolist()))


def _named(keys: Ints, segment: Segment) -> list[Key]:
    """Return keys of positions in a segment as keys of ids; places that nobody holds are left out."""
    held, listings = keys[keys != NOBODY], segment.listings
    scores, positions = (-(held >> KEY_SHIFT)).tolist(), read_keys(held)[1].tolist()
    return [(score, listings[place].id) for score, place in zip(scores, positions, strict=True)]
