"""Everything that a firm has and needs, in the columns that imports read; photos and files beside, as links."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from geo.places import load_gazetteer
from marketplace.models import Attachment, Country, Firm, Listing, Photo, PropertyValue, Site, User
from marketplace.queries.import_rows import place_label
from marketplace.queries.listings import editable_listings
from marketplace.queries.org_numbers import format_org_number
from matching.amounts import format_months
from matching.tables import LISTING_COLUMNS

Cell = str | int | float | Decimal | tuple[str, ...] | None
_BESIDE = ("kg_each", "abp_category", "quality_notes", "visibility", "state")
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
    columns = (*LISTING_COLUMNS, *_BESIDE, *_PICTURED, *qualities)
    yield columns
    for listing in found:
        cells = {**_cells(listing), **_pictured(listing, absolute=absolute)}
        yield [cells.get(column) for column in columns]


def _cells(listing: Listing) -> dict[str, Cell]:
    """Return what stands in each column. A sole trader's number is not kept, so it cannot be given."""
    firm = listing.firm
    return {
        "id": listing.external_id or f"listing-{listing.pk}",
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
