"""What is on the market now of some materials or for some uses, on the values that its reader may see."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from marketplace.models import Listing
from marketplace.permissions import Viewer
from marketplace.queries.listing_cards import ListingCard, listing_cards, month_shares
from marketplace.queries.listings import market

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


def live_listings(viewer: Viewer, *, offers: Q, needs: Q) -> LiveListings:
    """Return what the market has: offers and needs that these conditions on material and use hold for."""
    on_market, side = market(viewer), Listing.Side
    offered, needed = on_market.filter(offers, side=side.OFFER), on_market.filter(needs, side=side.NEED)
    return LiveListings(
        offers=listing_cards(_newest(offered, on_market, number=SHOWN_EACH)),
        needs=listing_cards(_newest(needed, on_market, number=SHOWN_EACH)),
        offer_count=offered.count(),
        need_count=needed.count(),
        supply=_season(_newest(offered, on_market, number=READ_FOR_SEASON)),
        demand=_season(_newest(needed, on_market, number=READ_FOR_SEASON)),
    )


def _newest(chosen: QuerySet[Listing], on_market: QuerySet[Listing], *, number: int) -> QuerySet[Listing]:
    """Return the newest of those chosen, which an index alone finds: of a group there are very many to order."""
    return on_market.filter(pk__in=chosen.values("pk")[:number])


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
