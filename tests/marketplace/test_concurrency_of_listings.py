"""Listings with their files, photos and finds at the same moment: nothing is there twice."""

import io
from datetime import timedelta
from functools import partial

from django.core.management import call_command

from marketplace.actions.interests import show_interest
from marketplace.actions.legal_facts import say_legal_fact
from marketplace.actions.listings import move_listings, publish_listing, withdraw_listing
from marketplace.actions.photos import add_photo
from marketplace.actions.reports import report_listing
from marketplace.actions.saved_searches import save_search, stop_searches, tell_of_finds
from marketplace.actions.sites import change_site
from marketplace.actions.staged_imports import start_import
from marketplace.errors import RefusedError, WrongStateError
from marketplace.follow_ups import note_new_listing, run_import
from marketplace.models import (
    Event,
    Find,
    Firm,
    Import,
    Interest,
    Listing,
    Notice,
    Report,
    SavedSearch,
    Suggestion,
    ToldListing,
)
from tests.at_once import errors_of, kinds
from tests.factories import (
    NOON,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_photo,
    make_saved_search,
    make_site,
    make_user,
)
from tests.pictures import make_picture
from tests.spreadsheets import staged_import, uploaded_import
from tests.worker import work_off

Kind = Event.Kind
SOON = NOON + timedelta(minutes=5)


# --- Listings --------------------------------------------------------------------------------------------------------


def test_publishing_and_withdrawing_at_once_end_withdrawn(at_once):
    listing = make_offer(state=Listing.State.PAUSED)
    member = make_member(listing.firm)

    outcomes = at_once(
        lambda: publish_listing(listing, by=member, now=NOON), lambda: withdraw_listing(listing, by=member, now=NOON)
    )
    work_off(now=SOON)

    listing.refresh_from_db()
    assert listing.state == Listing.State.WITHDRAWN
    assert all(isinstance(error, WrongStateError) for error in errors_of(outcomes))
    assert not Suggestion.objects.exists()


def test_two_workers_move_the_listings_of_a_site_once(at_once):
    listing = make_offer()
    change_site(listing.site, facts={"latitude": 63.4}, by=make_member(listing.firm), now=NOON)

    outcomes = at_once(*[lambda: move_listings(listing.site, by=None, now=NOON)] * 2)

    listing.refresh_from_db()
    assert errors_of(outcomes) == []
    assert (listing.version, kinds(Kind.LISTING_CHANGED)) == (2, 1)


def test_a_file_imported_twice_at_once_is_there_once(at_once, tmp_path):
    file = tmp_path / "listings.csv"
    file.write_text(
        "id,side,title,material,quantity,unit,place,country,firm,org_number\n"
        "1,offer,Bark,bark,12,t,Krokom,SE,Nybarkens Såg,\n"
        "2,need,Bark,bark,10,t,Krokom,SE,Nybarkens Gård,\n"
        "3,offer,Spån,sawdust,10,t,Krokom,SE,Spånkompaniet,5560360793\n",
        encoding="utf-8",
    )

    def run():
        call_command("import_listings", str(file), stdout=io.StringIO(), stderr=io.StringIO())

    outcomes = at_once(run, run)

    assert errors_of(outcomes) == []
    assert (Firm.objects.count(), Listing.objects.count()) == (3, 3)
    assert not file.with_suffix(".rejected.csv").exists()


def test_a_staged_import_begun_from_two_places_at_once_is_carried_out_once(at_once):
    firm = make_firm()
    make_site(firm)
    member = make_member(firm)
    staged = staged_import(firm, b"Vad;Material;M\xc3\xa4ngd;Enhet;Ort\nBark;bark;12;ton;Krokom\n", by=member, now=NOON)

    def run():
        run_import(start_import(staged, by=member, now=NOON), by=None, now=NOON)

    outcomes = at_once(run, run)

    assert errors_of(outcomes) == []
    assert (Listing.objects.filter(firm=firm).count(), kinds("import.started"), kinds("import.ended")) == (1, 1, 1)


def test_the_same_file_uploaded_twice_at_once_is_one_import(at_once):
    firm = make_firm()
    member = make_member(firm)

    outcomes = at_once(*[lambda: uploaded_import(firm, b"Vad;Ort\nBark;Krokom\n", by=member, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert (Import.objects.count(), kinds("import.uploaded")) == (1, 1)


def test_a_listing_reported_twice_at_once_is_reported_once(at_once):
    listing, person = make_offer(), make_user()

    outcomes = at_once(*[lambda: report_listing(listing, by=person, now=NOON, reason="spam")] * 2)

    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, RefusedError)
    assert Report.objects.count() == 1


def test_a_listing_asked_about_twice_at_once_is_asked_about_once(at_once):
    need, offer = make_need(firm=make_firm(is_verified=True)), make_offer()
    member = make_member(need.firm)

    outcomes = at_once(*[lambda: show_interest(offer, own=need, by=member, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert (Interest.objects.count(), kinds("interest.shown")) == (1, 1)


def test_a_fact_of_the_law_said_twice_at_once_holds_once(at_once):
    offer = make_offer()
    person = make_member(offer.firm)
    answers = ("yes", "no")

    outcomes = at_once(
        *[partial(say_legal_fact, offer, by=person, now=NOON, code="hazardous", value=each) for each in answers]
    )

    assert errors_of(outcomes) == []
    assert offer.legal_facts.filter(replaced_at=None).count() == 1
    assert offer.legal_facts.count() == 2


# --- Photos ----------------------------------------------------------------------------------------------------------


def test_of_two_who_add_the_fifth_photo_at_once_one_is_told_that_there_are_five(at_once):
    offer = make_offer()
    member = make_member(offer.firm)
    for place in range(1, 5):
        make_photo(offer, shade=place, position=place)
    last, more = make_picture(80), make_picture(90)

    outcomes = at_once(
        lambda: add_photo(offer, picture=last, alt="Bark", by=member, now=NOON),
        lambda: add_photo(offer, picture=more, alt="Flis", by=member, now=NOON),
    )

    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, RefusedError)
    assert offer.photos.count() == 5


def test_a_photo_sent_twice_at_once_is_there_once(at_once):
    offer = make_offer()
    member, picture = make_member(offer.firm), make_picture()

    outcomes = at_once(*[lambda: add_photo(offer, picture=picture, alt="Bark", by=member, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert (offer.photos.count(), kinds(Kind.LISTING_PHOTOS_CHANGED)) == (1, 1)


# --- Saved searches --------------------------------------------------------------------------------------------------


def test_two_workers_who_carry_out_the_same_finds_tell_of_a_listing_once(at_once):
    search = make_saved_search(frequency="at_once")
    offer = make_offer(published_at=SOON)

    outcomes = at_once(*[lambda: note_new_listing(offer, by=None, now=SOON)] * 2)

    assert errors_of(outcomes) == []
    assert [*Find.objects.values_list("search", "listing")] == [(search.pk, offer.pk)]
    assert (kinds(Kind.SEARCH_FOUND), kinds(Kind.NOTICE_WRITTEN)) == (1, 1)


def test_two_workers_tell_a_person_once_of_what_two_of_their_searches_find(at_once):
    person = make_user()
    for query in ("material=bark", "side=offer"):
        make_saved_search(owner=person, query=query, frequency="at_once")
    offers = [make_offer(published_at=SOON) for _each in range(2)]

    outcomes = at_once(*[partial(note_new_listing, offer, by=None, now=SOON) for offer in offers])
    tell_of_finds(person, by=None, now=SOON + timedelta(hours=1))

    assert errors_of(outcomes) == []
    assert ToldListing.objects.count() == 2
    told = [listing for notice in Notice.objects.all() for listing in notice.values["listings"]]
    assert sorted(told) == [offer.pk for offer in offers]


def test_telling_while_a_search_is_stopped_and_another_saved_waits_for_nobody_for_ever(at_once):
    person = make_user()
    search = make_saved_search(owner=person, frequency="at_once")
    Find.objects.create(search=search, listing=make_offer(), found_at=NOON)

    outcomes = at_once(
        lambda: tell_of_finds(person, by=None, now=SOON),
        lambda: stop_searches([search], by=person, now=SOON),
        lambda: save_search(SavedSearch(query=search.query, name="Bark", frequency="daily"), by=person, now=SOON),
    )

    assert errors_of(outcomes) == []


def test_a_search_saved_twice_at_once_is_there_once(at_once):
    person = make_user()

    outcomes = at_once(
        *[lambda: save_search(SavedSearch(query="", name="Allt", frequency="daily"), by=person, now=NOON)] * 2
    )

    assert errors_of(outcomes) == []
    assert SavedSearch.objects.count() == 1
