"""How far it is between the two sides of an exchange, and what carrying it takes, as their reader may know."""

from dataclasses import dataclass
from datetime import date

from geo.place_records import PlaceError
from geo.places import load_gazetteer
from geo.transport_tables import LoadKind
from marketplace.models import Listing, Site
from marketplace.queries.distance_cards import FreightRow, WayCard, freight_rows, way_card
from marketplace.queries.distances import WayMap, find_way, freight, way_map
from marketplace.queries.ends import End, end_of_area
from marketplace.queries.firm_pages import site_place
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_cards import ListingCard
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
    """The way between two listings. Between areas, unless both are open to the reader.

    freight: of the smaller of the two amounts; none for what goes through a pipe or does not travel.
    drawing: the same way on the map, so as coarse as it; None for a pipe, and inside one place.
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

    Nothing of the listings counts that their cards do not show: a site only if both cards are open.
    """
    travel = Resource(giver.card.resource).travel
    is_exact = all(side.card.is_open and side.listing.site for side in (giver, receiver))
    if travel not in (Travel.ROAD, Travel.PIPE) or not (giver.card.area_code and receiver.card.area_code):
        return None
    start, end = (
        _end_of_site(side.listing.site) if is_exact else end_of_area(side.card.area_code) for side in (giver, receiver)
    )
    way = find_way(start, end, on=on)
    rows: list[FreightRow] = []
    material = current_knowledge().materials.get(giver.card.material_code)
    if travel is Travel.ROAD:
        kind = _KINDS.get(material.form if material else "", LoadKind.DRY_BULK)
        density = material.density_kg_m3 if material else None
        rows = freight_rows(
            freight(way, quantity_kg=_quantity_kg(giver.card, receiver.card), kind=kind, density=density)
        )
    drawing = way_map(way) if travel is Travel.ROAD and start.point != end.point else None
    return ExchangeWay(
        way=way_card(way), drawing=drawing, freight=rows, is_exact=is_exact, by_pipe=travel is Travel.PIPE
    )


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
