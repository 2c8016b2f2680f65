"""Everything that a firm has and needs, in the columns that imports read; what imports do not read beside and behind.

Beside: more columns of the listings, photos and files as links. Behind: its sites, used or not, and what it has said
about the law.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from geo.places import load_gazetteer
from marketplace.models import Attachment, Country, Firm, LegalFact, Listing, Photo, PropertyValue, Site, User
from marketplace.queries.import_rows import place_label
from marketplace.queries.listings import editable_listings
from marketplace.queries.org_numbers import format_org_number
from marketplace.wording.law_questions import QUESTIONS
from matching.amounts import format_months
from matching.tables import LISTING_COLUMNS

Cell = str | int | float | Decimal | tuple[str, ...] | None
_BESIDE = ("abp_category", "quality_notes", "visibility", "state")
_TOLD_ELSEWHERE = ("shelf_life_days", "smallest_lot", "largest_lot", "disposal_route", "disposal_cost")
_PICTURED = (
    "photos",
    "photo_texts",
    "files",
    "file_kinds",
    "file_names",
)  # no column of an import, which passes over them


def firm_listings(viewer: User, firm: Firm) -> QuerySet[Listing]:
    """Return the listings of a firm that this viewer may change, in every state, the oldest first."""
    listings = editable_listings(viewer).filter(firm=firm).prefetch_related(None)
    photos = Prefetch("photos", Photo.objects.order_by("position", "pk"))
    files = Prefetch("attachments", Attachment.objects.order_by("kind", "pk"))
    return listings.prefetch_related("property_values", photos, files).order_by("pk")


def export_rows(listings: Iterable[Listing], *, absolute: Callable[[str], str] = str) -> Iterator[Sequence[Cell]]:
    """Yield the heading, then each listing, in the columns that imports read, and its photos and files.

    absolute: makes whole addresses of our paths.
    """
    found = list(listings)
    qualities = sorted({value.code for listing in found for value in listing.property_values.all()})
    columns = (*LISTING_COLUMNS, *_BESIDE, *_TOLD_ELSEWHERE, *_PICTURED, *qualities)
    yield columns
    for listing in found:
        cells = {**_cells(listing), **_pictured(listing, absolute=absolute)}
        yield [cells.get(column) for column in columns]


def export_sites(firm: Firm) -> Iterator[Sequence[Cell]]:
    """Yield the heading, then each site of a firm, with or without a listing. For a viewer inside the firm."""
    place = ("place", "latitude", "longitude", "country")
    told = ("name", "address", "municipality", "locality", "location_precision", "loading_notes")
    yield (*place, *told, "listings")
    for site in firm.sites.annotate(count=Count("listings")).order_by("pk"):
        where = {**_place(site), "latitude": site.latitude, "longitude": site.longitude}
        yield [*(where[name] for name in place), *(getattr(site, name) for name in told), site.count]


def export_law_answers(firm: Firm, listings: Iterable[Listing]) -> Iterator[Sequence[Cell]]:
    """Yield the heading, then what holds of what was said about the law: of the firm, and of these of its listings."""
    yield ("id", "title", "code", "question", "value", "evidence", "said_at")
    by_pk = {listing.pk: listing for listing in listings}
    holding = LegalFact.objects.filter(Q(firm=firm) | Q(listing__in=by_pk), replaced_at=None)
    for fact in holding.order_by("listing", "code", "pk"):
        listing = by_pk.get(fact.listing_id or 0)
        about = (_id(listing), listing.title) if listing else ("", "")
        question = next((each.text for each in QUESTIONS.values() if fact.code in (each.code, each.firm_code)), "")
        yield [*about, fact.code, str(question), fact.value, fact.evidence, fact.said_at.isoformat()]


def _id(listing: Listing) -> str:
    return listing.external_id or f"listing-{listing.pk}"


def _cells(listing: Listing) -> dict[str, Cell]:
    """Return what stands in each column. A sole trader's number is not kept, so it cannot be given."""
    firm = listing.firm
    return {
        "id": _id(listing),
        "side": listing.side,
        "resource": listing.resource,
        "title": listing.title,
        "description": listing.description,
        "language": listing.language,
        "material": listing.material,
        "ewc_code": listing.waste_code,
        "use": listing.use,
        **_amount(listing),
        "available_from": _day(listing.available_from),
        "available_until": _day(listing.available_until),
        **(_place(listing.site) if listing.site else {"country": firm.country}),
        "price": listing.price,
        "currency": listing.currency,
        "firm": firm.name,
        "org_number": format_org_number(firm),
        "nace": firm.nace,
        "max_km": listing.max_km,
        "kg_each": listing.kg_each,
        "abp_category": listing.abp_category,
        "quality_notes": listing.quality_notes,
        "visibility": listing.visibility,
        "state": listing.state,
        **{name: getattr(listing, name) for name in _TOLD_ELSEWHERE},
        **{value.code: _ends(value) for value in listing.property_values.all()},
    }


def _pictured(listing: Listing, *, absolute: Callable[[str], str]) -> dict[str, Cell]:
    """Return where photos and files lie and what they are, one line each: a login of the firm opens them."""
    photos, files = listing.photos.all(), listing.attachments.all()
    return {
        "photos": tuple(absolute(reverse("photo", args=[photo.pk, "large"])) for photo in photos),
        "photo_texts": tuple(photo.alt for photo in photos),
        "files": tuple(absolute(reverse("listing-file", args=[file.pk])) for file in files),
        "file_kinds": tuple(file.kind for file in files),
        "file_names": tuple(file.name for file in files),
    }


def _amount(listing: Listing) -> dict[str, Cell]:
    plain = listing.amount.normalize() if listing.amount is not None else None
    return {
        "quantity": plain,
        "unit": listing.unit,
        "rhythm": listing.rhythm,
        "months": format_months(tuple(listing.months)),
    }


def _place(site: Site) -> Mapping[str, Cell]:
    """Return where a site is: a point that somebody has set by its figures, another by its name."""
    is_point = site.location_precision == Site.Precision.PIN
    country = load_gazetteer().municipalities[site.municipality].country
    return {
        "place": place_label(site),
        "latitude": site.latitude if is_point else None,
        "longitude": site.longitude if is_point else None,
        "country": str(Country(country)),
    }


def _day(day: object) -> str:
    return str(day) if day else ""


def _ends(value: PropertyValue) -> str:
    """Return a quality as `parse_range` reads it."""
    if value.low is None:
        return f"<={value.high:.12g}"
    if value.high is None:
        return f">={value.low:.12g}"
    return f"{value.low:.12g}" if value.low == value.high else f"{value.low:.12g}-{value.high:.12g}"
