"""Pages of listings: the query of what is asked for, and each listing written as JSON.

What is the same for everybody is made once and kept: reading the parameters and making the query takes longer than the
database does to answer it, and writing a listing longer than finding it.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from rest_framework.renderers import JSONRenderer

from api.asked import Asked, asked_of, read_asked
from api.listed import ListedOut, listed
from api.orders import OrderIn
from api.pagination import first_rows
from marketplace.forms.searches import SearchFilter
from marketplace.models import Listing
from marketplace.queries.column_results import FoundListings
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_facts import Facts, Kept, listing_facts
from marketplace.queries.listings import Viewer
from marketplace.queries.market_columns import large_market
from marketplace.queries.orderings import Ordering, ordering_of
from marketplace.queries.prepared import Prepared, prepared
from marketplace.queries.search_results import results
from marketplace.queries.searches import Order

_PARAMETERS = (*SearchFilter.base_filters, *OrderIn().fields)
_FIRST_PAGES_KEPT, _LISTINGS_KEPT = 500, 5_000


def page_asked_of(parameters: Mapping[str, str], *, side: str) -> Asked:
    """Return what is asked for by the parameters of an address. side: the only one, whatever they say."""
    return asked_of(parameters, _PARAMETERS, side=side)


def page_query(asked: Asked, *, viewer: Viewer) -> tuple[QuerySet[Listing], Ordering]:
    """Return the facts of the listings that are asked for, and their order. Raise ValidationError for no sense."""
    search, _ = read_asked(asked, OrderIn, viewer=viewer)
    return listing_facts(results(viewer, search).found()), ordering_of(search)


def first_page(asked: Asked, *, size: int) -> Prepared:
    """Return the query of the first page of so many listings, as everybody who is not logged in asks it."""
    tables, order = current_knowledge().version, dict(asked.values).get("order", Order.NEWEST)
    if order != Order.NEWEST and (in_memory := large_market(AnonymousUser())):
        key = "first_page", asked, size, tables
        return in_memory.once(key, partial(_first_page_in_memory, asked, size))
    return _first_page(asked, size, tables)


def _first_page_in_memory(asked: Asked, size: int) -> Prepared:
    """Return the query of what memory finds first: to put a whole market in order takes a database long."""
    search, _ = read_asked(asked, OrderIn, viewer=AnonymousUser())
    found = results(AnonymousUser(), search)
    listed = found.listed()
    first = listed.among(slice(size + 1)) if isinstance(listed, FoundListings) else found.found()
    return prepared(first_rows(listing_facts(first), ordering_of(search), size=size))


@lru_cache(maxsize=_FIRST_PAGES_KEPT)
def _first_page(asked: Asked, size: int, _tables: object) -> Prepared:
    found, ordering = page_query(asked, viewer=AnonymousUser())
    return prepared(first_rows(found, ordering, size=size))


def written_listings(rows: Iterable[tuple[object, ...]], *, origin: str) -> list[str]:
    """Return each listing as JSON, of rows that a query of facts has told; origin: of its address."""
    return _written.of(rows, origin)


def _write(facts: Facts, origin: str) -> str:
    return JSONRenderer().render(ListedOut(listed(facts), context={"origin": origin}).data).decode()


_written = Kept(_write, most=_LISTINGS_KEPT)
