"""Saved searches: kept, changed, paused and deleted by their owner; what they find is noted and told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import changes_between, record
from marketplace.actions.notices import tell
from marketplace.errors import RefusedError, require
from marketplace.models import Event, Find, Listing, Notice, SavedSearch, ToldListing, User
from marketplace.models.saved_searches import MOST_SEARCHES
from marketplace.queries.saved_searches import (
    owners,
    searches_in_wait,
    searches_to_tell,
    told_people,
    untold_finds,
    watching_searches,
)

# Which saved searches find a listing for their owners. Reading an address is for forms, which stand above this layer.
Finding = Callable[[Iterable[SavedSearch], Listing], Iterable[SavedSearch]]


@transaction.atomic
def save_search(search: SavedSearch, *, by: User, now: datetime) -> SavedSearch:
    """Keep an unsaved search of `by`; one that they have already is changed to what is asked now, and goes on.

    Raises RefusedError for one too many, ValidationError.
    """
    _lock(by)  # so that two at once do not both find the last place free
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


@transaction.atomic
def stop_searches(searches: Iterable[SavedSearch], *, by: User, now: datetime) -> None:
    """Pause those searches whose mail somebody does not want any more that are still there. Safe to repeat."""
    pks = [search.pk for search in searches]
    for search in SavedSearch.objects.select_for_update().filter(pk__in=pks).order_by("pk"):
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
    told = told_people(listing)
    rows = (
        Find(search=search, listing=listing, found_at=now, told_at=told.get(search.owner_id))
        for search in finding(watching, listing)
    )
    Find.objects.bulk_create(rows, ignore_conflicts=True)
    for person in owners(searches_in_wait(now=now).filter(finds__listing=listing)):
        tell_of_finds(person, by=None, now=now)


@transaction.atomic
def tell_of_finds(person: User, *, by: User | None, now: datetime) -> None:
    """Tell a person in one notice of all that their searches that are due have found. Safe to repeat.

    Each listing comes once, under the search that found it first. What is told is noted, its finds are marked and the
    notice is written together: neither a second worker nor one that dies in between makes anybody hear of a listing
    twice, or never.
    """
    held = _lock(person)
    if held is None:
        return
    due = searches_to_tell(now=now).filter(owner=held).order_by("pk").select_for_update(of=("self",), no_key=True)
    searches = {search.pk: search for search in due}
    found = _first_finds(held, searches)
    listings = [listing for each in found.values() for listing in each]
    ToldListing.objects.bulk_create(ToldListing(person=held, listing_id=pk, told_at=now) for pk in listings)
    _settle(held, now=now)
    SavedSearch.objects.filter(pk__in=found).update(told_at=now)
    if found:
        _write_notice(held, {searches[pk]: each for pk, each in found.items()}, by=by, now=now)


def _first_finds(person: User, searches: Iterable[int]) -> dict[int, list[int]]:
    """Return by search the listings to tell of: each once, none that the person has been told of."""
    finds = untold_finds().filter(search__in=searches)
    seen = set(person.told_listings.filter(listing__in=finds.values("listing")).values_list("listing", flat=True))
    found: dict[int, list[int]] = {}
    for search, listing in finds.order_by("pk").values_list("search", "listing"):
        if listing not in seen:
            seen.add(listing)
            found.setdefault(search, []).append(listing)
    return found


def _settle(person: User, *, now: datetime) -> None:
    """Mark the finds of all searches of a person whose listings they have been told of by now."""
    waiting = Find.objects.filter(search__owner=person, told_at=None)
    waiting.filter(listing__in=person.told_listings.values("listing")).update(told_at=now)


def _write_notice(person: User, found: Mapping[SavedSearch, Sequence[int]], *, by: User | None, now: datetime) -> None:
    numbers = {search: len(listings) for search, listings in found.items()}
    events = [
        record(Event.Kind.SEARCH_FOUND, search, by=by, now=now, changes={"number": [None, number]})
        for search, number in numbers.items()
    ]
    each = [
        {"search": search.pk, "name": search.name, "number": numbers[search], "listings": listings}
        for search, listings in found.items()
    ]
    if len(each) == 1:
        code, path, values = Notice.Code.SEARCH_FOUND, f"/searches/{each[0]['search']}/", each[0]
    else:
        code, path = Notice.Code.SEARCHES_FOUND, "/searches/"
        values = {"searches": len(each), "number": sum(numbers.values()), "found": each}
    tell([person], code, event=events[0], path=path, values=values, now=now)


def _lock(person: User) -> User | None:
    """Return a person for whom nobody else changes at the same time what they have saved or been told; None: gone.

    no_key: events that name the person can be written meanwhile, else who holds a search and who waits for it would
    wait for each other.
    """
    return User.objects.select_for_update(no_key=True).filter(pk=person.pk, is_active=True).first()


def _locked(search: SavedSearch, *, by: User) -> SavedSearch:
    held = SavedSearch.objects.select_for_update().filter(pk=search.pk).first()
    if held is None:
        raise RefusedError(_("This search has been deleted meanwhile."), code="deleted")
    require(held.owner_id == by.pk, _("Only who has saved a search can change it."))
    return held
