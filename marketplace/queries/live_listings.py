"""What is on the market now of some materials or for some uses, on the values that its reader may see."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from marketplace.models import Listing
from marketplace.permissions import Viewer
from marketplace.queries.column_results import ColumnResults
from marketplace.queries.conditions import AllOf, Condition, one_of
from marketplace.queries.listing_cards import ListingCard, listing_cards, month_shares
from marketplace.queries.listings import market
from marketplace.queries.market_columns import large_market

SHOWN_EACH = 6
READ_FOR_SEASON = 200  # of each side, the newest: enough for a bar


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveListings:
    """The newest offers and needs, how many there are, and in which months (heights up to 1, None for none)."""

    offers: list[ListingCard]
    needs: list[ListingCard]
    offer_count: int
    need_count: int
    supply: tuple[float, ...] | None
    demand: tuple[float, ...] | None


def live_listings(viewer: Viewer, *, offers: Condition, needs: Condition) -> LiveListings:
    """Return what the market has: offers and needs that these conditions on material and use hold for.

    Of a very large market the numbers are as they were a minute ago at most.
    """
    offered = _Found(viewer, AllOf((one_of("side", [Listing.Side.OFFER]), offers)))
    needed = _Found(viewer, AllOf((one_of("side", [Listing.Side.NEED]), needs)))
    return LiveListings(
        offers=listing_cards(offered.newest(SHOWN_EACH)),
        needs=listing_cards(needed.newest(SHOWN_EACH)),
        offer_count=offered.number,
        need_count=needed.number,
        supply=_season(offered.newest(READ_FOR_SEASON)),
        demand=_season(needed.newest(READ_FOR_SEASON)),
    )


@dataclass(frozen=True)
class _Found:
    """What a viewer finds on the market that a condition holds for."""

    viewer: Viewer
    condition: Condition

    @cached_property
    def number(self) -> int:
        return self._all.count() if self._in_memory is None else len(self._in_memory)

    def newest(self, number: int) -> QuerySet[Listing]:
        """Return the newest of all, which memory or an index alone finds: of a group there are very many to order."""
        if self._in_memory is None:
            return market(self.viewer).filter(pk__in=self._all.values("pk")[:number])
        return self._all.filter(pk__in=self._in_memory[:number].tolist())

    @cached_property
    def _all(self) -> QuerySet[Listing]:
        return market(self.viewer).filter(self.condition.query)

    @cached_property
    def _in_memory(self) -> NDArray[np.int64] | None:
        columns = large_market(self.viewer)
        return None if columns is None else ColumnResults(columns).pks([self.condition])


def _season(listings: QuerySet[Listing]) -> tuple[float, ...] | None:
    """Return twelve heights: every listing counts alike, as the amounts of most are known in bands alone."""
    as_json = (Cast(name, TextField()) for name in ("months", "month_shares"))
    spread = [
        [number * share for share in _evenly(*told)] for told, number in Counter(listings.values_list(*as_json)).items()
    ]
    totals = [sum(month) for month in zip(*spread, strict=True)]
    return tuple(total / max(totals) for total in totals) if any(totals) else None


@lru_cache(maxsize=4_096)
def _evenly(months: str, shares: str) -> tuple[float, ...]:
    """Return the twelve shares of one listing, as their JSON says them, with 1 as their sum; all 0 where it is 0."""
    told = month_shares(json.loads(months), json.loads(shares))
    total = sum(told)
    return tuple(share / total if total else 0.0 for share in told)
