"""Keeping listings findable: their coarse values and the terms that lead to them."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from marketplace.models import Firm, Listing, SearchTerm, TableCorrection, User
from marketplace.queries.coarse_facts import coarse_facts
from marketplace.queries.search_terms import index_version, listing_leads

AT_ONCE = 20_000  # listings that one task indexes: some 40 s


@transaction.atomic
def index_listing(listing: Listing) -> None:
    """Write the coarse values of a listing and the terms that lead to it. Safe to repeat.

    Part of the actions that put a listing on the market or change it there, which have locked it: what becomes hidden
    is found no more from that moment on.
    """
    values = {**coarse_facts(listing), "indexed_by": index_version()}
    Listing.objects.filter(pk=listing.pk).update(**values)
    for name, value in values.items():
        setattr(listing, name, value)
    SearchTerm.objects.filter(listing=listing).delete()
    SearchTerm.objects.bulk_create(
        SearchTerm(listing=listing, term=lead.term, weight=lead.weight, is_public=lead.is_public)
        for lead in listing_leads(listing)
    )


def index_listings_of_firm(firm: Firm, *, by: User | None, now: datetime) -> None:
    """Index the listings of a firm that may have a new name. Safe to repeat."""
    for pk in firm.listings.exclude(indexed_by="").order_by("pk").values_list("pk", flat=True):
        _index_anew(pk)


def index_outdated(*, most: int | None = AT_ONCE, each: Callable[[], None] = lambda: None) -> int:
    """Index the open listings that were indexed by older tables or code, or never, and return how many.

    most: so many of them, the others the next time; all when None.
    """
    outdated = Listing.objects.filter(state__in=Listing.OPEN_STATES).exclude(indexed_by=index_version())
    pks = list(outdated.order_by("pk").values_list("pk", flat=True)[:most])
    for pk in pks:
        _index_anew(pk)
        each()
    return len(pks)


def index_by_tables(correction: TableCorrection, *, by: User | None, now: datetime) -> None:
    """Have listings found by the words of the tables as they are by now; what is left over, hour by hour."""
    index_outdated()


@transaction.atomic
def _index_anew(pk: int) -> None:
    found = Listing.objects.select_for_update(of=("self",)).select_related("firm", "site").filter(pk=pk)
    for listing in found:  # none, where it was deleted meanwhile
        index_listing(listing)
