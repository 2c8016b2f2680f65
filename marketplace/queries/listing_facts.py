"""All that the card of a listing is made of, as plain values in one row; and what is made of such rows, kept.

A row is its own key. What is kept by row, language and version of the tables is made of nothing else, so it cannot be
out of date, in this process or in another: a listing, firm, site or photo that changes is another row, which nobody has
asked for yet, and what nobody asks for any more goes when room is needed. Which listings are shown, the query says anew
each time. Kept is what everybody sees; what somebody sees by a right of their own is made for each answer.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Aggregate, F, Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONArray

from marketplace.models import Firm, Listing, Photo, Site
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.photos import ShownPhoto, shown_photo
from marketplace.wording.numbers import language


class Facts(NamedTuple):
    """One row. Text where databases tell the same in different ways; photos: as JSON, also those not shown to all."""

    pk: int
    side: str
    resource: str
    state: str
    visibility: str
    is_confirmed: bool
    title: str
    material: str
    waste_code: str
    use: str
    amount: str | None
    unit: str
    rhythm: str
    months: str
    month_shares: str
    quantity: float | None
    available_from: date | None
    available_until: date | None
    price: str | None
    currency: str
    shown_area: str
    published_at: datetime | None
    firm_pk: int
    firm_name: str
    firm_country: str
    site_pk: int | None
    municipality: str | None
    locality: str | None
    latitude: float | None
    longitude: float | None
    photos: str | None
    is_mine: bool
    is_open: bool  # to the viewer

    @property
    def is_for_everybody(self) -> bool:
        """Whether its viewer sees of it what everybody sees."""
        return not self.is_mine and bool(self.is_open) == (self.visibility == Listing.Visibility.OPEN)


class _JSONRows(Aggregate):
    """Rows as one JSON text, which each database makes by a function of its own."""

    function = "JSON_GROUP_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: object, connection: object, **context: object) -> tuple[str, list[object]]:
        return self.as_sql(compiler, connection, template="JSONB_AGG(%(expressions)s)::text", **context)


_PHOTO = ("pk", "alt", "is_open", "width", "height", "position")
_ELSEWHERE: dict[str, Combinable] = {
    **{name: Cast(name, TextField()) for name in ("amount", "months", "month_shares", "price")},
    "firm_pk": F("firm_id"),
    "firm_name": F("firm__name"),
    "firm_country": F("firm__country"),
    "site_pk": F("site_id"),
    "municipality": F("site__municipality"),
    "locality": F("site__locality"),
    "latitude": F("site__latitude"),
    "longitude": F("site__longitude"),
    "photos": Subquery(
        Photo.objects.filter(listing=OuterRef("pk"))
        .order_by()
        .values("listing")
        .annotate(rows=_JSONRows(JSONArray(*_PHOTO)))
        .values("rows")
    ),
    "is_open": F("is_open_to_viewer"),
}


def listing_facts(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Have a query of `queries.listings` tell the values of `Facts`, in their order, instead of listings."""
    return listings.values_list(*(_ELSEWHERE.get(name, name) for name in Facts._fields))


class Kept:
    """What is made of facts, by language and tables, and by further values that it is told with them."""

    def __init__(self, make: Callable[..., str], *, most: int) -> None:
        """most: how many are kept; those of which the last question is the longest ago go first."""
        self._make = make
        self._kept = lru_cache(maxsize=most)(lambda facts, _reader, _tables, *told: make(facts, *told))

    def of(self, rows: Iterable[tuple[object, ...]], *told: object) -> list[str]:
        """Return what is made of each row."""
        reader, tables = language(), current_knowledge().version
        return [
            self._kept(facts, reader, tables, *told) if facts.is_for_everybody else self._make(facts, *told)
            for facts in map(Facts._make, rows)
        ]


def facts_card(facts: Facts) -> ListingCard:
    """Return the card of a listing as the viewer of its facts may see it."""
    return listing_card(_listing(facts))


def facts_photos(facts: Facts) -> list[ShownPhoto]:
    """Return its photos as the viewer of its facts may see them, in their order."""
    told = [dict(zip(_PHOTO, each, strict=True)) for each in json.loads(facts.photos or "[]")]
    in_order = sorted(told, key=lambda photo: (photo["position"], photo["pk"]))
    return [
        shown_photo(_only(Photo, id=photo.pop("pk"), **photo))
        for photo in in_order
        if photo["is_open"] or facts.is_open
    ]


def _listing(facts: Facts) -> Listing:
    """Return a listing that knows its facts alone: it asks the database for whatever else is read of it."""
    same = [name for name in Facts._fields if name not in _ELSEWHERE and name not in ("pk", "published_at", "is_mine")]
    listing = _only(
        Listing,
        id=facts.pk,
        firm_id=facts.firm_pk,
        site_id=facts.site_pk,
        amount=_decimal(facts.amount),
        price=_decimal(facts.price),
        months=json.loads(facts.months),
        month_shares=json.loads(facts.month_shares),
        published_at=_aware(facts.published_at),
        **{name: getattr(facts, name) for name in same},
    )
    listing.firm = _only(Firm, id=facts.firm_pk, name=facts.firm_name, country=facts.firm_country)
    if facts.site_pk:
        site = {name: getattr(facts, name) for name in ("municipality", "locality", "latitude", "longitude")}
        listing.site = _only(Site, id=facts.site_pk, **site)
    listing.is_mine, listing.is_open_to_viewer = bool(facts.is_mine), bool(facts.is_open)
    return listing


def _only(model: type[Model], **values: object) -> Model:
    names = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    return model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _aware(moment: datetime | None) -> datetime | None:
    """Return a moment as a field would: SQLite tells it without its zone, which is UTC."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
