"""The rows of listings and of firms: what came in, what is on the market, what nobody has been found for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from geo.places import load_gazetteer
from marketplace.models import CandidateList, Listing, Suggestion, SuggestionPart, Symbiosis
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.map_clusters import group_name
from marketplace.queries.overview.scope import Scope, listings_of, sites_of
from marketplace.queries.overview.sheets import Row, Sheet
from marketplace.wording.numbers import language
from matching.records import Dimension, Resource

# What amounts are counted in, and how many base units that is.
UNITS = {
    Dimension.MASS: ("t", 1000),
    Dimension.ENERGY: ("MWh", 1000),
    Dimension.VOLUME: ("m3", 1),
    Dimension.PIECES: ("pcs", 1),
    Dimension.HOURS: ("h", 1),
}
TONNES = "t"
# Classes by size, in tonnes a year or once: code → from how many tonnes on.
SIZES = {"from_1000": 1000.0, "from_100": 100.0, "from_10": 10.0, "from_1": 1.0, "below_1": 0.0}
NOT_IN_TONNES = "not_in_tonnes"
_DIGITS = 6  # of an amount: sums of shares leave less by rounding
_FIELDS = ("pk", "side", "resource", "material", "site__municipality", "state", "rhythm", "quantity", "created_at")
Naming = Callable[[str, str], str]  # of a material and a resource


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of a listing there is, in a unit that people read."""

    number: float | None
    unit: str
    size: str


def read_amount(quantity: float | None, resource: str) -> Amount:
    """Return a quantity in base units as a number, its unit and its class of size."""
    unit, divisor = UNITS[Resource(resource).dimension]
    number = None if quantity is None else round(quantity / divisor, _DIGITS)
    if unit != TONNES or number is None:
        return Amount(number, unit, NOT_IN_TONNES)
    return Amount(number, unit, next(size for size, least in SIZES.items() if number >= least))


def group_of(material: str, resource: str) -> str:
    """Return the group of a material, or the resource where that has none."""
    knowledge = current_knowledge()
    return knowledge.group(material) if material in knowledge.materials else resource


def material_name(material: str, resource: str = "") -> str:
    """Return what a listing is about, with a capital letter."""
    known = material in current_knowledge().materials
    name = current_knowledge().name(material, language()) if known else group_name(resource) if resource else material
    return name[:1].upper() + name[1:]


def municipality_name(code: str | None) -> str:
    places = load_gazetteer().municipalities
    return places[code].name if code in places else code or ""


def listing_sheet(scope: Scope) -> Sheet:
    """Return every listing of the area that has ever been on the market."""
    suggested = SuggestionPart.objects.filter(
        listing=OuterRef("pk"), suggestion__state__in=Suggestion.OPEN_STATES
    ).exclude(suggestion__symbiosis__stage=Symbiosis.Stage.FAILED)
    listings = listings_of(scope).annotate(is_suggested=Exists(suggested))
    candidates = _candidates(listings)
    found = listings.order_by("pk").values_list(*_FIELDS, "firm__hidden_at", "is_suggested")
    named, grouped = cache(material_name), cache(group_of)
    rows = [
        _listing_row(scope, facts, candidates=candidates, named=named, grouped=grouped)
        for facts in found.iterator(chunk_size=5000)
    ]
    return Sheet(code="listings", title=_("Listings"), columns=_listing_columns(), rows=rows)


def _candidates(listings: QuerySet[Listing]) -> dict[int, int]:
    """Return how many counterparts the market's index lists for each listing that no suggestion takes in."""
    alone = listings.filter(state=Listing.State.PUBLISHED, is_suggested=False)
    lists = CandidateList.objects.filter(view=CandidateList.View.SHOWN, listing__in=alone.values("pk"))
    return {listing: len(counterparts) for listing, counterparts in lists.values_list("listing", "counterparts")}


def _listing_row(
    scope: Scope, facts: tuple[object, ...], *, candidates: dict[int, int], named: Naming, grouped: Naming
) -> Row:
    pk, side, resource, material, municipality, state, rhythm, quantity, created_at, hidden_at, is_suggested = facts
    amount, once = read_amount(quantity, resource), rhythm == Listing.Rhythm.ONCE
    is_here = state == Listing.State.PUBLISHED and hidden_at is None
    is_offer, came_in, alone = side == Listing.Side.OFFER, scope.holds(created_at), is_here and not is_suggested
    return {
        "listing": pk,
        "side": side,
        "resource": resource,
        "group": grouped(material, resource),
        "material": material or resource,
        "material_name": named(material, resource),
        "municipality": municipality or "",
        "municipality_name": municipality_name(municipality),
        "state": state,
        "written": str(scope.day(created_at)),
        "month": scope.month(created_at),
        "offer_in": int(came_in and is_offer),
        "need_in": int(came_in and not is_offer),
        "offer": int(is_here and is_offer),
        "need": int(is_here and not is_offer),
        "unit": amount.unit,
        "size": amount.size,
        "rhythm": "once" if once else "year",
        "offered": amount.number if is_here and is_offer else None,
        "needed": amount.number if is_here and not is_offer else None,
        "alone": int(alone),
        "candidates": candidates.get(pk, 0) if alone else None,
    }


def _listing_columns() -> dict[str, str]:
    return {
        "listing": _("Listing"),
        "side": _("Side"),
        "resource": _("Resource"),
        "group": _("Group of materials"),
        "material": _("Material, code"),
        "material_name": _("Material"),
        "municipality": _("Municipality, code"),
        "municipality_name": _("Municipality"),
        "state": _("State"),
        "written": _("Written down on"),
        "month": _("Month it came in"),
        "offer_in": _("Offer that came in"),
        "need_in": _("Need that came in"),
        "offer": _("Offer on the market"),
        "need": _("Need on the market"),
        "unit": _("Unit"),
        "size": _("Size"),
        "rhythm": _("A year or once"),
        "offered": _("Offered"),
        "needed": _("Needed"),
        "alone": _("Without a suggestion"),
        "candidates": _("Could fit"),
    }


def firm_sheet(scope: Scope) -> Sheet:
    """Return each firm once for every municipality in which it has a site; without its name, which is a look."""
    facts = ("firm", "municipality", "firm__created_at", "firm__verified_at")
    rows, seen = [], set()
    for pk, municipality, created_at, verified_at in (
        sites_of(scope).order_by(*facts[:2]).values_list(*facts).distinct()
    ):
        is_first = pk not in seen
        seen.add(pk)
        rows.append(
            {
                "firm": pk,
                "municipality": municipality,
                "municipality_name": municipality_name(municipality),
                "registered": str(scope.day(created_at)),
                "here": 1,
                "counted": int(is_first),
                "verified": int(is_first and verified_at is not None),
                "firm_in": int(is_first and scope.holds(created_at)),
            }
        )
    columns = {
        "firm": _("Firm"),
        "municipality": _("Municipality, code"),
        "municipality_name": _("Municipality"),
        "registered": _("Registered on"),
        "here": _("Firm with a site here"),
        "counted": _("Counted once"),
        "verified": _("Verified"),
        "firm_in": _("Firm that came in"),
    }
    return Sheet(code="firms", title=_("Firms"), columns=columns, rows=rows)
