"""What everybody may know of a listing, as columns to filter, count and order by.

Of what a blind listing hides nothing goes in here: neither its price, its waste code nor its last day.
"""

from math import floor, log10

from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from matching.records import Dimension

ALL_YEAR = (1 << 12) - 1
_LEAST_BAND, _LARGEST_BAND = 2, 7  # under a tonne, and from ten thousand on


def coarse_facts(listing: Listing) -> dict[str, object]:
    """Return the columns `shown_…` of a listing, but for its area."""
    is_open = listing.visibility == Listing.Visibility.OPEN
    return {
        "shown_months": month_bits(listing.months),
        "shown_band": _band(listing),
        "shown_hazard": _hazard(listing, is_open=is_open),
        "shown_price": _price(listing) if is_open else "",
        "shown_until": listing.available_until if is_open else None,
    }


def month_bits(months: list[int]) -> int:
    """Return months as bits, the lowest for January; all for none told."""
    return sum(1 << (month - 1) for month in set(months)) or ALL_YEAR


def _band(listing: Listing) -> int | None:
    """Return the power of ten of kilograms: coarser than the bands that cards show, which end at the same edges."""
    if listing.quantity is None or listing.dimension != Dimension.MASS or listing.quantity <= 0:
        return None
    return min(max(floor(log10(listing.quantity)), _LEAST_BAND), _LARGEST_BAND)


def _hazard(listing: Listing, *, is_open: bool) -> str:
    """Return what is known of the hazard: by the code where that is shown, else where all codes of a material agree."""
    knowledge = current_knowledge()
    material = knowledge.materials.get(listing.material)
    codes = [listing.waste_code] if is_open and listing.waste_code else getattr(material, "waste_codes", ())
    told = {knowledge.waste_codes[code].hazardous for code in codes if code in knowledge.waste_codes}
    if told == {True}:
        return Listing.ShownHazard.YES
    return Listing.ShownHazard.NO if told == {False} else ""


def _price(listing: Listing) -> str:
    if listing.price is None:
        return ""
    if listing.price == 0:
        return Listing.ShownPrice.FREE
    return Listing.ShownPrice.COST if listing.price > 0 else Listing.ShownPrice.PAID
