"""The market in memory, kept exact one change at a time: of the process that owns the index."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType

from django.conf import settings

from marketplace.models import CandidateList, Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.matching import (
    BEST,
    NO_BLOCKS,
    blocked_firms,
    engine_setting,
    matching_record,
    published_listings,
)
from marketplace.queries.rankings import current_ranking
from matching import records
from matching.engine import LiveMarket, fact_swings
from matching.engine.live import Lists
from matching.records import Match, MissingFact, Side

LISTED = 20  # counterparts in each list that pages read
_NO_CHANGE = (0.0, 0.0)

_Variants = dict[str, records.Listing]  # one listing in each of the ways that a market may see it
Changed = set[tuple[Side, str]]

# Market → how the two sides are seen in it. A firm's own lists see its listing whole and all others coarsely.
_SEEN: Mapping[str, Mapping[Side, str]] = MappingProxyType(
    {
        "exact": {Side.OFFER: "exact", Side.NEED: "exact"},
        "shown": {Side.OFFER: "shown", Side.NEED: "shown"},
        "own_offers": {Side.OFFER: "own", Side.NEED: "named"},
        "own_needs": {Side.OFFER: "named", Side.NEED: "own"},
    }
)
_OWN = {Side.OFFER: "own_offers", Side.NEED: "own_needs"}


class LiveMarkets:
    """Every published listing as suggestions, strangers and its own firm see it, with the best counterparts of each.

    `update` brings it up to the state of the database; the lists are then those of a market made anew.
    kept: the listings of an earlier time, and lists: what their market came to (`LiveMarket.lists`); else both are made
        from what the database says.
    """

    def __init__(
        self, *, as_of: date, kept: dict[int, _Variants] | None = None, lists: Mapping[str, Lists] | None = None
    ) -> None:
        self.as_of = as_of
        self.knowledge, self.ranking = current_knowledge(), current_ranking()
        self._setting = engine_setting(as_of)
        self.kept = _all_variants() if kept is None else kept
        self.markets = {name: self._make(name, lists[name] if lists else None) for name in _SEEN}
        self._asked: dict[int, tuple[list[records.Listing], dict[MissingFact, tuple[float, float]]]] = {}

    def is_current(self, as_of: date) -> bool:
        return self.as_of == as_of and self.knowledge is current_knowledge() and self.ranking == current_ranking()

    def listings(self) -> frozenset[int]:
        """Return the listings that are on the market."""
        return frozenset(self.kept)

    def update(self, pks: Collection[int] | None = None) -> tuple[set[int], set[int]]:
        """Take in what the database says of these listings, of all when None.

        Returns the listings whose counterparts in suggestions are others now, and those whose lists for pages are.
        """
        now = _all_variants(pks)
        looked_at = self.kept.keys() | now.keys() if pks is None else set(pks)
        changed: dict[str, set[int]] = {name: set() for name in _SEEN}
        for pk in sorted(looked_at):
            before, after = self.kept.pop(pk, None), now.get(pk)
            if after is not None:
                self.kept[pk] = after
            for name in _SEEN:
                changed[name] |= self._update_one(name, before=before, after=after)
        of_suggestions = changed.pop("exact")
        return of_suggestions, set().union(*changed.values())

    def counterparts(self, pk: int, *, view: CandidateList.View) -> list[int]:
        """Return a listing's best counterparts in what its page shows, best first. Raises KeyError."""
        side = _side(self.kept[pk])
        name = _OWN[side] if view == CandidateList.View.OWN else "shown"
        return [int(other) for other, _score in self.markets[name].best(side, str(pk))]

    def judge(self, offer: int, need: int) -> Match | None:
        """Return a pair, judged on all that is known; None where a gate is closed or one has left the market."""
        if offer not in self.kept or need not in self.kept:
            return None
        match = self.markets["exact"].pair(str(offer), str(need))
        return self._most_telling_first(match) if match else None

    def matches_to_suggest(self, pks: Collection[int]) -> tuple[Match, ...]:
        """Return the good matches of these listings, each among the best of either of its sides, best first."""
        exact, found = self.markets["exact"], {}
        matches_for = cache(exact.matches_for)  # a listing is asked as itself and as whoever has another in its list
        for pk in self.listings().intersection(pks):
            side = _side(self.kept[pk])
            holders = exact.holders(side, str(pk), best=BEST)
            own = matches_for(side, str(pk))
            theirs = (match for holder in holders for match in matches_for(_other(side), holder))
            mine = (match for match in theirs if str(pk) in (match.offer_id, match.need_id))
            found |= {(match.offer_id, match.need_id): match for match in (*own, *mine)}
        good = [match for match in found.values() if match.score >= settings.SUGGEST_FROM]
        ordered = sorted(good, key=lambda match: (-match.score, match.offer_id, match.need_id))
        return tuple(self._most_telling_first(match) for match in ordered)

    def _most_telling_first(self, match: Match) -> Match:
        """Return a match with the missing fact first that would change the list of either listing most."""
        if len(match.missing) < 2:
            return match
        changes = self._telling(int(match.offer_id)) | self._telling(int(match.need_id))
        telling = sorted(match.missing, key=lambda fact: changes.get(fact, _NO_CHANGE), reverse=True)
        return replace(match, missing=tuple(telling))

    def _telling(self, pk: int) -> dict[MissingFact, tuple[float, float]]:
        """Return the facts that a listing lacks with how far each would change its list, and the scores in it.

        Tried out on what its page lists, all facts counted; remembered until one of these changes.
        """
        others = [self.kept[other]["exact"] for other in self.counterparts(pk, view=CandidateList.View.SHOWN)]
        tried = [self.kept[pk]["exact"], *others]
        if self._asked.get(pk, ([], {}))[0] != tried:
            swings = fact_swings(tried[0], others, **self._setting) if others else ()
            self._asked[pk] = tried, {each.fact: (each.list_change, each.score_change) for each in swings}
        return self._asked[pk][1]

    def _make(self, name: str, lists: Lists | None) -> LiveMarket:
        seen = _SEEN[name]
        sides = {side: [each[seen[side]] for each in self.kept.values() if _side(each) is side] for side in seen}
        return LiveMarket(
            sides[Side.OFFER],
            sides[Side.NEED],
            **self._setting,
            top=BEST if name == "exact" else LISTED,
            lists=lists,
        )

    def _update_one(self, name: str, *, before: _Variants | None, after: _Variants | None) -> set[int]:
        """Bring one listing in one market up to date. Return whose best counterparts changed."""
        market, seen = self.markets[name], _SEEN[name]
        changed: Changed = set()
        # A database that was restored or emptied may give a known number to a listing of the other side.
        if before is not None and (after is None or _side(after) is not _side(before)):
            changed |= market.withdraw(_side(before), before["exact"].id)
            before = None
        if after is not None:
            record = after[seen[_side(after)]]
            if before is None or record != before[seen[_side(before)]]:
                changed |= market.put(record)
        return {int(listing_id) for _side_of, listing_id in changed}


def _side(variants: _Variants) -> Side:
    return variants["exact"].side


def _other(side: Side) -> Side:
    return Side.NEED if side is Side.OFFER else Side.OFFER


def _all_variants(pks: Collection[int] | None = None) -> dict[int, _Variants]:
    """Return each published listing in every way that a market sees it."""
    rows, blocks = published_listings(), blocked_firms()
    found = rows if pks is None else rows.filter(pk__in=pks)
    return {row.pk: _variants(row, blocks=blocks) for row in found}


def _variants(listing: Listing, *, blocks: dict[int, frozenset[str]]) -> _Variants:
    return {
        "exact": matching_record(listing, blocks=blocks),
        "own": matching_record(listing, blocks=NO_BLOCKS),
        "shown": matching_record(listing, blocks=NO_BLOCKS, coarse=True),
        # Its firm is told apart, so that a firm's own listings are not matched with each other.
        "named": matching_record(listing, blocks=NO_BLOCKS, coarse=True, reader_firm=listing.firm_id),
    }
