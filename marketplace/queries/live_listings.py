"""What is on the market now of some materials or for some uses, on the values that its reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

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
    chosen = {side.OFFER: on_market.filter(offers, side=side.OFFER), side.NEED: on_market.filter(needs, side=side.NEED)}
    given = on_market.order_by().aggregate(
        offers=Count("pk", filter=offers & Q(side=side.OFFER)), needs=Count("pk", filter=needs & Q(side=side.NEED))
    )
    return LiveListings(
        offers=listing_cards(chosen[side.OFFER][:SHOWN_EACH]),
        needs=listing_cards(chosen[side.NEED][:SHOWN_EACH]),
        offer_count=given["offers"],
        need_count=given["needs"],
        supply=_season(chosen[side.OFFER].values_list("months", "month_shares")[:READ_FOR_SEASON]),
        demand=_season(chosen[side.NEED].values_list("months", "month_shares")[:READ_FOR_SEASON]),
    )


def _season(rows: Sequence[tuple[list[int], list[float] | None]]) -> tuple[float, ...] | None:
    """Return twelve heights: every listing counts alike, as the amounts of most are known in bands alone."""
    spread = [month_shares(months, shares) for months, shares in rows]
    evenly = [[share / sum(shares) for share in shares] for shares in spread if sum(shares)]
    totals = [sum(month) for month in zip(*evenly, strict=True)]
    return tuple(total / max(totals) for total in totals) if totals else None
