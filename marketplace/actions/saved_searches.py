"""Saved searches: kept, changed, paused and deleted by their owner; what they find is noted and told."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import changes_between, record
from marketplace.actions.notices import tell
from marketplace.errors import RefusedError, require
from marketplace.models import Event, Find, Listing, Notice, SavedSearch, User
from marketplace.models.saved_searches import MOST_SEARCHES
from marketplace.queries.saved_searches import searches_to_tell, untold_finds, watching_searches

# Which saved searches find a listing for their owners. Reading an address is for forms, which stand above this layer.
Finding = Callable[[Iterable[SavedSearch], Listing], Iterable[SavedSearch]]


@transaction.atomic
def save_search(search: SavedSearch, *, by: User, now: datetime) -> SavedSearch:
    """Keep an unsaved search of `by`; one that they have already is changed to what is asked now, and goes on.

    Raises RefusedError for one too many, ValidationError.
    """
    User.objects.select_for_update().get(pk=by.pk)  # so that two at once do not both find the last place free
    if held := SavedSearch.objects.filter(owner=by, query=search.query).first():
        return change_search(held, name=search.name, frequency=search.frequency, is_paused=False, by=by, now=now)
    if by.saved_searches.count() >= MOST_SEARCHES:
        raise RefusedError(
            _("%(number)d saved searches are the most. Delete one first.") % {"number": MOST_SEARCHES},
            code="too_many_searches",
        )
    search.owner, search.saved_at = by, now
    search.full_clean()
    search.save()
    record(Event.Kind.SEARCH_SAVED, search, by=by, now=now)
    return search


@transaction.atomic
def change_search(
    search: SavedSearch, *, name: str, frequency: str, is_paused: bool, by: User, now: datetime
) -> SavedSearch:
    """Give a search another name or frequency, pause it or let it go on. Safe to repeat.

    Raises PermissionDenied, RefusedError for one that is gone, ValidationError.
    """
    before = _locked(search, by=by)
    search = SavedSearch.objects.get(pk=before.pk)
    search.name, search.frequency = name, frequency
    search.paused_at = (before.paused_at or now) if is_paused else None
    changes = changes_between(before, search, fields=["name", "frequency", "paused_at"])
    if not changes:
        return search
    search.full_clean()
    search.save(update_fields=[*changes])
    changes.pop("name", None)  # a person's own words, which are to go with the search
    record(Event.Kind.SEARCH_CHANGED, search, by=by, now=now, changes=changes)
    return search


def stop_search(search: SavedSearch, *, by: User, now: datetime) -> None:
    """Pause a search whose mail somebody does not want any more. Safe to repeat."""
    change_search(search, name=search.name, frequency=search.frequency, is_paused=True, by=by, now=now)


@transaction.atomic
def delete_search(search: SavedSearch, *, by: User, now: datetime) -> None:
    """Forget a search with all that it has found. Safe to repeat. Raise PermissionDenied."""
    require(search.owner_id == by.pk, _("Only who has saved a search can change it."))
    held = SavedSearch.objects.select_for_update().filter(pk=search.pk).first()
    if held is None:
        return
    record(Event.Kind.SEARCH_DELETED, held, by=by, now=now)
    held.delete()


def note_finds(listing: Listing, *, finding: Finding, now: datetime) -> None:
    """Note which saved searches find a listing that is new on the market, and tell those who wait for it.

    Safe to repeat: a search finds a listing once, however often it is published.
    """
    if listing.state != Listing.State.PUBLISHED:
        return
    watching = watching_searches().filter(saved_at__lte=listing.published_at).exclude(finds__listing=listing)
    watching = watching.exclude(owner__membership__firm=listing.firm_id)
    rows = (Find(search=search, listing=listing, found_at=now) for search in finding(watching, listing))
    Find.objects.bulk_create(rows, ignore_conflicts=True)
    at_once = searches_to_tell(now=now).filter(frequency=SavedSearch.Frequency.AT_ONCE, finds__listing=listing)
    for search in at_once:
        tell_of_finds(search, by=None, now=now)


@transaction.atomic
def tell_of_finds(search: SavedSearch, *, by: User | None, now: datetime) -> None:
    """Tell the owner of all that a search has found and they have not been told of. Safe to repeat.

    The finds are marked and the notice is written together: neither a second worker nor one that dies in between
    makes anybody hear of a listing twice, or never.
    """
    search = SavedSearch.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=search.pk).first()
    if search is None or search.paused_at:
        return
    untold = untold_finds().filter(search=search).order_by("pk")
    listings = list(untold.values_list("listing", flat=True))
    if not listings:
        return
    search.finds.filter(listing__in=listings).update(told_at=now)
    search.told_at = now
    search.save(update_fields=["told_at"])
    event = record(Event.Kind.SEARCH_FOUND, search, by=by, now=now, changes={"listings": [None, listings]})
    values = {"search": search.pk, "name": search.name, "number": len(listings), "listings": listings}
    path = f"/searches/{search.pk}/"
    tell([search.owner], Notice.Code.SEARCH_FOUND, event=event, path=path, values=values, now=now)


def _locked(search: SavedSearch, *, by: User) -> SavedSearch:
    held = SavedSearch.objects.select_for_update().filter(pk=search.pk).first()
    if held is None:
        raise RefusedError(_("This search has been deleted meanwhile."), code="deleted")
    require(held.owner_id == by.pk, _("Only who has saved a search can change it."))
    return held
