"""The demo's listings as a market to try searches on: all open, so that any search has all of their words."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings

from geo.places import find_place
from marketplace.actions.search_index import index_listing
from marketplace.models import Firm, Listing, Site
from matching.amounts import parse_months

_ROWS = settings.BASE_DIR / "marketplace" / "data" / "demo_listings.csv"
_PUBLISHED = datetime(2026, 11, 28, tzinfo=UTC)


def make_search_market() -> list[Listing]:
    """Write the demo's listings, with their words, into the database that is connected, and return them."""
    with _ROWS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    firms = _firms(rows)
    Listing.objects.bulk_create(_listings(rows, firms=firms))
    listings = list(Listing.objects.select_related("firm", "site").order_by("pk"))
    for listing in listings:
        index_listing(listing)
    return listings


def _firms(rows: list[dict[str, str]]) -> dict[str, Firm]:
    named = {row["firm"]: row for row in rows}
    Firm.objects.bulk_create(
        Firm(name=name, country=row["country"], org_number=row["org_number"], created_at=_PUBLISHED)
        for name, row in named.items()
    )
    return {firm.name: firm for firm in Firm.objects.all()}


def _listings(rows: list[dict[str, str]], *, firms: dict[str, Firm]) -> Iterator[Listing]:
    sites: dict[tuple[str, str], Site] = {}
    for row in rows:
        firm, key = firms[row["firm"]], (row["firm"], row["place"])
        if key not in sites:
            sites[key] = _site(firm, row["place"])
        yield Listing(
            firm=firm,
            site=sites[key],
            state=Listing.State.PUBLISHED,
            visibility=Listing.Visibility.OPEN,
            months=list(parse_months(row["months"])) if row["months"] else [],
            amount=row["quantity"],
            shown_area=sites[key].municipality,
            external_id=row["id"],
            waste_code=row["ewc_code"],
            created_at=_PUBLISHED,
            published_at=_PUBLISHED,
            **{name: row[name] for name in ("side", "resource", "title", "description", "language", "material")},
            **{name: row[name] for name in ("use", "unit", "rhythm")},
        )


def _site(firm: Firm, name: str) -> Site:
    place = find_place(name)
    return Site.objects.create(
        firm=firm,
        municipality=place.municipality.code,
        locality=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        location_precision=Site.Precision.PLACE,
    )
