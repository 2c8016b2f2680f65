"""A listing posted in answer to another: what of that one is filled in before anybody types."""

from urllib.parse import urlencode

from django.urls import reverse

from marketplace.models import Listing
from marketplace.queries.listing_cards import ALL_MONTHS, ListingCard, listing_card
from marketplace.queries.listings import Viewer, market

_UNITS = {"kg": "t", "kWh": "MWh"}  # what people count a year's worth in; other base units they count in as they are


def answering_url(card: ListingCard) -> str:
    """Return where a listing is posted in answer to another one."""
    side = Listing.Side.NEED if card.side == Listing.Side.OFFER else Listing.Side.OFFER
    return f"{reverse('listing-new')}?{urlencode({'side': side, 'about': card.pk})}"


def answered_card(viewer: Viewer, about: str, *, side: str) -> ListingCard | None:
    """Return the listing that one of this side answers, as the viewer may see it; None where there is none."""
    if not about.isdecimal() or len(about) > 18:
        return None
    listing = market(viewer).filter(pk=about).exclude(side=side).first()
    return None if listing is None or listing.is_mine else listing_card(listing)


def answering_facts(card: ListingCard) -> dict[str, object]:
    """Return what an answer has in common with a listing, as far as its card shows that; how much is the firm's."""
    name = card.material_name
    facts: dict[str, object] = {"title": f"{name[:1].upper()}{name[1:]}", "material": card.material_code}
    if card.typed_amount:
        facts |= {"unit": card.typed_amount.unit, "rhythm": card.typed_amount.rhythm}
    elif card.band:
        facts |= {"unit": _UNITS.get(card.band.unit, card.band.unit), "rhythm": _rhythm(card)}
    return facts if card.month_numbers == ALL_MONTHS else {**facts, "months": list(card.month_numbers)}


def _rhythm(card: ListingCard) -> str:
    return Listing.Rhythm.ONCE if card.band and card.band.once else Listing.Rhythm.YEAR
