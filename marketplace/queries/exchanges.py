"""How far it is between the two sides of an exchange, and what carrying it takes, as their reader may know."""

from dataclasses import dataclass, replace
from datetime import date

from geo.place_records import PlaceError
from geo.places import load_gazetteer
from geo.transport_tables import LoadKind
from marketplace.models import Listing, Site
from marketplace.queries.distance_cards import FreightRow, WayCard, freight_rows, way_card
from marketplace.queries.distances import Way, WayMap, find_way, freight, way_map
from marketplace.queries.ends import AREA, End, end_of_area
from marketplace.queries.firm_pages import site_place
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_cards import ListingCard
from matching.nearness import STAYING
from matching.records import Resource, Travel

# What a material is carried as, by how it comes; what comes by pipe is not carried.
_KINDS = {
    "bulk": LoadKind.DRY_BULK,
    "powder": LoadKind.DRY_BULK,
    "pieces": LoadKind.PIECE,
    "baled": LoadKind.PIECE,
    "sheet": LoadKind.PIECE,
    "rolls": LoadKind.PIECE,
    "paste": LoadKind.PASTY,
    "liquid": LoadKind.LIQUID,
}
_FULL_LOAD_KG = 20_000.0  # where no amount in kilograms is known


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeWay:
    """The way between two listings: from a side that is open to the reader itself, from another's area.

    freight: of the smaller of the two amounts; none for what goes through a pipe, or is used where it is.
    drawing: the same way on the map, so as coarse as it; None for a pipe, and inside one place.
    is_exact: both sides are open.
    """

    way: WayCard
    drawing: WayMap | None
    freight: list[FreightRow]
    is_exact: bool
    by_pipe: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One listing of an exchange with its card for the reader."""

    listing: Listing
    card: ListingCard


def exchange_way(giver: Side, receiver: Side, *, on: date) -> ExchangeWay | None:
    """Return how far it is, None where one has no place or the thing does not travel.

    Nothing of the listings counts that their cards do not show: a site only if its card is open.
    """
    resource = Resource(giver.card.resource)
    if resource.travel is Travel.NONE or not (giver.card.area_code and receiver.card.area_code):
        return None
    start, end = _end(giver), _end(receiver)
    way = find_way(start, end, on=on)
    by_pipe, is_exact = resource.travel is Travel.PIPE, not (_is_area(giver) or _is_area(receiver))
    # Which pass it is going to be nobody can tell of an area as wide as half a county, nor from area to area.
    is_vague = AREA in (start.precision, end.precision) or (_is_area(giver) and _is_area(receiver))
    has_drawing = not by_pipe and start.point != end.point
    return ExchangeWay(
        way=_without_roads(way_card(way)) if is_vague else way_card(way),
        drawing=way_map(_straight(way) if is_vague else way) if has_drawing else None,
        freight=[] if by_pipe or resource in STAYING else _freight(way, giver=giver.card, receiver=receiver.card),
        is_exact=is_exact,
        by_pipe=by_pipe,
    )


def _is_area(side: Side) -> bool:
    """Return whether the reader knows no more of the place than its area."""
    return not (side.card.is_open and side.listing.site)


def _end(side: Side) -> End:
    return end_of_area(side.card.area_code) if _is_area(side) else _end_of_site(side.listing.site)


def _without_roads(card: WayCard) -> WayCard:
    return replace(card, roads=(), border_crossings=(), ferries_text="", closures=[], rail_text="")


def _straight(way: Way) -> Way:
    return replace(way, leg=replace(way.leg, line=()))


def _freight(way: Way, *, giver: ListingCard, receiver: ListingCard) -> list[FreightRow]:
    material = current_knowledge().materials.get(giver.material_code)
    kind = _KINDS.get(material.form if material else "", LoadKind.DRY_BULK)
    density = material.density_kg_m3 if material else None
    return freight_rows(freight(way, quantity_kg=_quantity_kg(giver, receiver), kind=kind, density=density))


def _quantity_kg(giver: ListingCard, receiver: ListingCard) -> float:
    """Return the smaller of the amounts that the cards show, as they show them."""
    amounts = [card.quantity for card in (giver, receiver) if card.quantity and card.band and card.band.unit == "kg"]
    return min(amounts, default=_FULL_LOAD_KG)


def _end_of_site(site: Site) -> End:
    """Return an open site; the link asks for its locality, for addresses of pages are kept and sent on."""
    municipality = load_gazetteer().municipalities[site.municipality].name
    name = site_place(site)
    try:
        query = load_gazetteer().find_place(name).label
    except PlaceError:
        query = municipality
    return End(
        name=name,
        query=query,
        latitude=site.latitude,
        longitude=site.longitude,
        precision=site.location_precision,
    )
