"""Saved searches: whose they are, what they find, and what is kept of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.actions import saved_searches
from marketplace.actions.accounts import delete_account
from marketplace.actions.saved_searches import change_search, delete_search, save_search, stop_searches
from marketplace.errors import RefusedError
from marketplace.follow_ups import note_new_listing
from marketplace.models import Event, Find, Listing, SavedSearch, ToldListing
from marketplace.queries.accounts import personal_data
from tests.factories import NOON, make_firm, make_member, make_offer, make_saved_search, make_user
from tests.marketplace.finding import LATER, Frequency, a_search, published

pytestmark = pytest.mark.django_db


def test_save_search_keeps_it_for_its_owner():
    person = make_user()

    search = save_search(a_search(), by=person, now=NOON)

    assert (search.owner, search.saved_at, search.paused_at) == (person, NOON, None)
    assert Event.objects.get().kind == Event.Kind.SEARCH_SAVED


def test_save_search_again_changes_the_one_that_is_there():
    person = make_user()
    first = save_search(a_search(), by=person, now=NOON)
    stop_searches([first], by=person, now=NOON)

    again = save_search(a_search(name="Mer bark", frequency=Frequency.WEEKLY), by=person, now=LATER)

    assert again == SavedSearch.objects.get()
    assert (again.name, again.frequency, again.paused_at, again.saved_at) == ("Mer bark", "weekly", None, NOON)


def test_save_search_refuses_one_too_many_and_one_without_a_name(monkeypatch):
    monkeypatch.setattr(saved_searches, "MOST_SEARCHES", 1)
    person = make_user()
    with pytest.raises(ValidationError):
        save_search(a_search(name=""), by=person, now=NOON)
    save_search(a_search(), by=person, now=NOON)

    with pytest.raises(RefusedError, match="1 saved searches are the most"):
        save_search(a_search(query="material=acid_whey"), by=person, now=NOON)


def test_change_stop_and_delete_are_for_the_owner_and_safe_to_repeat():
    search = make_saved_search()
    stranger = make_user()

    for act in (
        lambda by: change_search(search, name="X", frequency="daily", is_paused=False, by=by, now=NOON),
        lambda by: stop_searches([search], by=by, now=NOON),
        lambda by: delete_search(search, by=by, now=NOON),
    ):
        with pytest.raises(PermissionDenied):
            act(stranger)
    for _time in range(2):
        stop_searches([search], by=search.owner, now=NOON)
    for _time in range(2):
        delete_search(search, by=search.owner, now=NOON)
    assert [event.kind for event in Event.objects.order_by("pk")] == ["search.changed", "search.deleted"]
    stop_searches([search], by=search.owner, now=NOON)
    with pytest.raises(RefusedError, match="deleted meanwhile"):
        change_search(search, name="X", frequency="daily", is_paused=False, by=search.owner, now=NOON)


def test_a_new_listing_is_found_by_the_searches_that_it_fits():
    bark, whey, paused = make_saved_search(), make_saved_search(query="material=acid_whey"), make_saved_search()
    stop_searches([paused], by=paused.owner, now=NOON)
    seller = make_firm()
    own = make_saved_search(owner=make_member(seller))
    later = make_saved_search(saved_at=LATER + timedelta(hours=1))

    offer = published(firm=seller)
    note_new_listing(offer, by=None, now=LATER)

    assert [*Find.objects.values_list("search", "listing")] == [(bark.pk, offer.pk)]
    assert not any(each.finds.exists() for each in (whey, paused, own, later))


def test_a_search_that_has_lost_its_meaning_finds_nothing():
    make_saved_search(query="material=bark&site=999999&within=60")
    make_saved_search(query="material=no_such_stuff")

    note_new_listing(published(), by=None, now=LATER)

    assert not Find.objects.exists()


def test_publishing_asks_as_often_for_many_who_were_told_as_for_one():
    def asked(offer):
        with CaptureQueriesContext(connection) as counted:
            note_new_listing(offer, by=None, now=LATER)
        return len(counted)

    offer = published()
    searches = [make_saved_search(), make_saved_search()]
    asked(offer)
    Find.objects.all().delete()
    few = asked(offer)
    for search in [*searches, *(make_saved_search(query="side=offer") for _each in range(9))]:
        ToldListing.objects.create(person=search.owner, listing=offer, told_at=NOON)
    Find.objects.all().delete()

    assert asked(offer) == few
    assert Find.objects.filter(told_at=NOON).count() == 11


def test_searches_are_in_the_data_of_their_owner_and_go_with_the_account():
    search = make_saved_search()
    offer = make_offer()
    ToldListing.objects.create(person=search.owner, listing=offer, told_at=NOON)
    data = personal_data(search.owner)
    assert data["saved_searches"][0]["query"] == "material=bark"
    assert data["told_of_listings"] == [{"listing__pk": offer.pk, "told_at": NOON}]

    delete_account(search.owner, successors={}, by=search.owner, now=NOON)

    assert not SavedSearch.objects.exists()
    assert not ToldListing.objects.exists()
    assert Listing.objects.get() == offer
