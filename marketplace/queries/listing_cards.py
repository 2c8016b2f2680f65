"""A listing as one viewer may see it: what is hidden from them never reaches a template or the API."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from geo.places import load_gazetteer
from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.opened import note_opened
from marketplace.queries.places import AreaPoint, area_point
from marketplace.wording.numbers import (
    band_text,
    language,
    months_text,
    period_text,
    price_text,
    typed_amount_text,
)
from matching.amounts import amount_band
from matching.records import BASE_UNITS, Resource

ALL_MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class AmountBand:
    """What everybody may know of an amount: a year's worth, or all of it when once, in the base unit."""

    low: float
    high: float
    unit: str
    once: bool


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """An amount as its firm typed it."""

    amount: Decimal
    unit: str
    rhythm: str


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit costs the receiver; negative: what the receiver is paid."""

    amount: Decimal
    currency: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingCard:
    """A listing as one viewer may see it. What is hidden from them is empty; nothing else goes to templates."""

    pk: int
    side: str
    side_label: str
    resource: str
    material_code: str
    icon: str
    title: str
    material_name: str
    amount: str
    months: tuple[float, ...]  # twelve heights, the highest 1
    months_text: str
    window_text: str
    area_code: str
    area_name: str
    country: str
    latitude: float
    longitude: float
    price: str
    firm_name: str
    firm_pk: int | None
    blind_label: str
    is_open: bool  # to this viewer
    is_blind: bool  # to others
    state: str
    state_label: str
    published_at: object
    url: str
    is_mine: bool
    waste_code: str
    waste_name: str
    is_hazardous: bool
    is_confirmed: bool = True  # False: a coordinator wrote it after a call, and the firm has not confirmed it yet
    use_code: str = ""
    use_name: str = ""
    # The same for programs, with the same things hidden.
    month_numbers: tuple[int, ...] = ALL_MONTHS
    band: AmountBand | None = None
    quantity: float | None = None  # in the band's unit and rhythm; in its middle, where the amount is hidden
    typed_amount: TypedAmount | None = None
    exact_price: Price | None = None
    road_point: tuple[float, float] | None = None  # where its ways begin: its site, or the middle of its area if blind


def listing_cards(listings: Iterable[Listing]) -> list[ListingCard]:
    """Return the cards of listings that came through a query of this file."""
    return [listing_card(listing) for listing in listings]


def listing_card(listing: Listing, *, blind: bool = False, unnamed: bool = False) -> ListingCard:
    """Return one listing's card: open if the viewer may see it so (and `blind` does not forbid it), else blind.

    unnamed: without the firm, for a list that shows none. Who else opens a hidden firm is noted (`queries.opened`).
    """
    knowledge, reader = current_knowledge(), language()
    is_open = listing.is_open_to_viewer and not blind
    material = knowledge.materials.get(listing.material)
    material_name = knowledge.name(listing.material, reader) if material else ""
    area_code = listing.shown_area or (listing.site.municipality if is_open and listing.site else "")
    area = area_point(area_code) if area_code else None
    waste_code = knowledge.waste_codes.get(listing.waste_code)
    names_firm = is_open and not unnamed
    if names_firm and listing.visibility == Listing.Visibility.BLIND and not listing.is_mine:
        note_opened(listing.firm_id)
    shares = month_shares(listing.months, listing.month_shares)
    return ListingCard(
        pk=listing.pk,
        side=listing.side,
        side_label=str(Listing.Side(listing.side).label),
        resource=listing.resource,
        material_code=listing.material,
        icon=knowledge.group(listing.material) if material else listing.resource,
        title=listing.title if is_open else _blind_title(listing, material_name),
        material_name=material_name,
        use_code=listing.use,
        use_name=knowledge.use_name(listing.use, reader) if listing.use in knowledge.uses else "",
        amount=_amount(listing, is_open=is_open),
        months=tuple(share / max(shares) for share in shares),
        months_text=months_text(listing.months),
        window_text=period_text(listing.available_from, listing.available_until) if is_open else "",
        area_code=area_code,
        area_name=_place_name(listing, is_open=is_open) or (area.name if area else ""),
        country=area.country if area else listing.firm.country,
        latitude=area.latitude if area else 0.0,
        longitude=area.longitude if area else 0.0,
        price=_price(listing) if is_open else "",
        firm_name=listing.firm.name if names_firm else "",
        firm_pk=listing.firm_id if names_firm else None,
        blind_label=_("a firm, %(area)s") % {"area": area.name} if area else _("a firm"),
        is_open=is_open,
        is_blind=listing.visibility == Listing.Visibility.BLIND,
        state=listing.state,
        state_label=str(Listing.State(listing.state).label),
        published_at=listing.published_at,
        url=reverse("listing-detail", args=[listing.pk]),
        is_mine=listing.is_mine,
        is_confirmed=listing.is_confirmed,
        waste_code=listing.waste_code if is_open else "",
        waste_name=knowledge.waste_name(listing.waste_code, reader) if is_open and waste_code else "",
        is_hazardous=bool(is_open and waste_code and waste_code.hazardous),
        month_numbers=tuple(sorted(listing.months)) or ALL_MONTHS,
        band=_band(listing),
        quantity=listing.quantity if is_open else middle_of_band(listing.quantity),
        typed_amount=_typed_amount(listing) if is_open else None,
        exact_price=_exact_price(listing) if is_open else None,
        road_point=_road_point(listing, area, is_open=is_open),
    )


def _road_point(listing: Listing, area: AreaPoint | None, *, is_open: bool) -> tuple[float, float] | None:
    place = listing.site if is_open and listing.site else area
    return (place.latitude, place.longitude) if place else None


def month_shares(months: list[int], shares: list[float]) -> list[float]:
    """Return the twelve shares; where the amount is not comparable, the months that were told, evenly."""
    told = months or range(1, 13)
    return shares or [float(month in told) for month in range(1, 13)]


def _blind_title(listing: Listing, material_name: str) -> str:
    """Return a title made from facts: the firm's own words could name it."""
    name = material_name or listing.get_resource_display()
    return name[:1].upper() + name[1:]


def _amount(listing: Listing, *, is_open: bool) -> str:
    if is_open and listing.amount is not None:
        return typed_amount_text(listing.amount, listing.unit, listing.rhythm)
    band = _band(listing)
    return band_text(band.low, band.high, Resource(listing.resource).dimension, once=band.once) if band else ""


def _band(listing: Listing) -> AmountBand | None:
    if listing.quantity is None:
        return None
    low, high = amount_band(listing.quantity)
    unit = BASE_UNITS[Resource(listing.resource).dimension]
    return AmountBand(low, high, unit, listing.rhythm == Listing.Rhythm.ONCE)


def middle_of_band(quantity: float | None) -> float | None:
    """Return the amount that stands for a hidden one: the middle of its band, by ratio."""
    if quantity is None:
        return None
    low, high = amount_band(quantity)
    return (low * high) ** 0.5


def _typed_amount(listing: Listing) -> TypedAmount | None:
    return None if listing.amount is None else TypedAmount(listing.amount, listing.unit, listing.rhythm)


def _exact_price(listing: Listing) -> Price | None:
    return None if listing.price is None else Price(listing.price, listing.currency, listing.unit)


def _price(listing: Listing) -> str:
    return price_text(listing.price, listing.currency, listing.unit) if listing.price is not None else ""


def _place_name(listing: Listing, *, is_open: bool) -> str:
    if not is_open or listing.site is None:
        return ""
    municipality = load_gazetteer().municipalities[listing.site.municipality].name
    locality = listing.site.locality
    return f"{locality}, {municipality}" if locality and locality != municipality else municipality
