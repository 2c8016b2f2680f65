"""The orders of listings, each by columns that a row can be compared by: what comes beyond it is the next page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, DateField, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from marketplace.models import CandidateList, Listing, SearchTerm
from marketplace.queries.reach import area_minutes
from marketplace.queries.searches import Order, Search

LAST = 2**31 - 1
_NEWEST = ("-published_at", "pk")


@dataclass(frozen=True, slots=True)
class Ordering:
    """names: to order by; the last is pk. keys: by name, those that are no columns; none of them is ever empty."""

    names: tuple[str, ...] = _NEWEST
    keys: Mapping[str, Combinable] = field(default_factory=dict)

    def of(self, listings: QuerySet[Listing]) -> QuerySet[Listing]:
        return listings.alias(**self.keys).order_by(*self.names)


def ordering_of(search: Search, *, points: QuerySet[SearchTerm] | None = None) -> Ordering:
    """Return the order of a search, ties newest first. points: of its words, where it has any."""
    match search.order:
        case Order.WORDS if points is not None:
            of_one = points.filter(listing=OuterRef("pk")).values("points")
            return Ordering(("-points", *_NEWEST), {"points": Subquery(of_one)})
        case Order.NEAREST if search.start:
            return _by_value("shown_area", dict(area_minutes(search.start, day=search.day)))
        case Order.ENDING:
            ends = Coalesce("shown_until", Value(date.max), output_field=DateField())
            return Ordering(("ends", *_NEWEST), {"ends": ends})
        case Order.FIT if search.fit_to:
            return _by_value("pk", _fit_places(search.fit_to))
    return Ordering()


def _fit_places(listing: Listing) -> dict[int, int]:
    """Return the places of the best counterparts of one of the viewer's own listings, as the index found them."""
    lists = CandidateList.objects.filter(listing=listing, view=CandidateList.View.OWN)
    counterparts: list[int] = lists.values_list("counterparts", flat=True).first() or []
    return {pk: place for place, pk in enumerate(counterparts)}


def _by_value(column: str, numbers: Mapping[Any, int]) -> Ordering:
    """Return the order of the numbers that belong to a column's values, others last."""
    if not numbers:  # PostgreSQL refuses to order by what is the same for all
        return Ordering()
    cases = [When(**{column: value}, then=Value(number)) for value, number in numbers.items()]
    rank = Case(*cases, default=Value(LAST), output_field=IntegerField())
    return Ordering(("rank", *_NEWEST), {"rank": rank})
