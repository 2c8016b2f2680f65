"""Saved searches: whose they are, what they find, and that nobody hears of a listing twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from marketplace.actions import saved_searches
from marketplace.actions.accounts import delete_account
from marketplace.actions.listings import pause_listing, publish_listing
from marketplace.actions.saved_searches import change_search, delete_search, save_search, stop_search, tell_of_finds
from marketplace.errors import RefusedError
from marketplace.follow_ups import note_new_listing
from marketplace.models import Event, Find, Listing, Notice, SavedSearch
from marketplace.queries.accounts import personal_data
from marketplace.queries.saved_searches import searches_to_tell
from marketplace.tasks import daily_task
from tests.factories import NOON, make_firm, make_member, make_offer, make_saved_search, make_user
from tests.worker import work_off

pytestmark = pytest.mark.django_db
Frequency = SavedSearch.Frequency
LATER = NOON + timedelta(hours=1)


def a_search(**fields):
    return SavedSearch(**{"query": "material=bark", "name": "Bark", "frequency": Frequency.DAILY, **fields})


def published(*, at=LATER, **fields):
    """Return an offer that a firm has just put on the market."""
    offer = make_offer(state="draft", **fields)
    return publish_listing(offer, by=None, now=at)


def told_listings(search):
    return [
        each
        for event in Event.objects.filter(kind="search.found", subject_id=search.pk).order_by("pk")
        for each in event.changes["listings"][1]
    ]


def test_save_search_keeps_it_for_its_owner():
    person = make_user()

    search = save_search(a_search(), by=person, now=NOON)

    assert (search.owner, search.saved_at, search.paused_at) == (person, NOON, None)
    assert Event.objects.get().kind == Event.Kind.SEARCH_SAVED


def test_save_search_again_changes_the_one_that_is_there():
    person = make_user()
    first = save_search(a_search(), by=person, now=NOON)
    stop_search(first, by=person, now=NOON)

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
        lambda by: stop_search(search, by=by, now=NOON),
        lambda by: delete_search(search, by=by, now=NOON),
    ):
        with pytest.raises(PermissionDenied):
            act(stranger)
    for _time in range(2):
        stop_search(search, by=search.owner, now=NOON)
    for _time in range(2):
        delete_search(search, by=search.owner, now=NOON)
    assert [event.kind for event in Event.objects.order_by("pk")] == ["search.changed", "search.deleted"]
    with pytest.raises(RefusedError, match="deleted meanwhile"):
        stop_search(search, by=search.owner, now=NOON)


def test_a_new_listing_is_found_by_the_searches_that_it_fits():
    bark, whey, paused = make_saved_search(), make_saved_search(query="material=acid_whey"), make_saved_search()
    stop_search(paused, by=paused.owner, now=NOON)
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


def test_at_once_is_told_by_the_follow_up_and_never_twice():
    search = make_saved_search(frequency=Frequency.AT_ONCE)
    offer = published()

    for _time in range(2):
        note_new_listing(offer, by=None, now=LATER)
    pause_listing(offer, by=None, now=LATER)
    again = publish_listing(offer, by=None, now=LATER + timedelta(days=1))
    note_new_listing(again, by=None, now=LATER + timedelta(days=1))

    assert told_listings(search) == [offer.pk]
    assert Notice.objects.filter(code="search_found").count() == 1


def test_of_many_at_once_comes_one_mail_and_the_rest_with_the_next():
    search = make_saved_search(frequency=Frequency.AT_ONCE)
    offers = [published() for _each in range(4)]
    for offer in offers:
        note_new_listing(offer, by=None, now=LATER)
    assert told_listings(search) == [offers[0].pk]

    after = LATER + timedelta(hours=1)
    for due in searches_to_tell(now=after):
        tell_of_finds(due, by=None, now=after)

    assert told_listings(search) == [offer.pk for offer in offers]
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(("frequency", "days"), [(Frequency.DAILY, 1), (Frequency.WEEKLY, 7)])
def test_digests_come_when_their_time_has_come(frequency, days):
    search = make_saved_search(frequency=frequency)
    offers = [published(), published()]
    for offer in offers:
        note_new_listing(offer, by=None, now=LATER)
    assert told_listings(search) == []

    assert not searches_to_tell(now=NOON + timedelta(days=days) - timedelta(hours=1)).exists()
    due = searches_to_tell(now=NOON + timedelta(days=days))
    assert [*due] == [search]
    for _time in range(2):
        tell_of_finds(search, by=None, now=NOON + timedelta(days=days))

    assert told_listings(search) == [offer.pk for offer in offers]
    assert not searches_to_tell(now=NOON + timedelta(days=30)).exists()


def test_what_has_left_the_market_is_told_when_it_is_back():
    search = make_saved_search()
    gone, stays = published(), published()
    for offer in (gone, stays):
        note_new_listing(offer, by=None, now=LATER)
    pause_listing(gone, by=None, now=LATER)

    tell_of_finds(search, by=None, now=LATER)

    assert told_listings(search) == [stays.pk]
    assert not searches_to_tell(now=LATER + timedelta(days=9)).exists()
    publish_listing(gone, by=None, now=LATER + timedelta(days=9))
    assert [*searches_to_tell(now=LATER + timedelta(days=9))] == [search]


def test_the_mail_names_what_everybody_sees_and_how_to_stop(settings):
    settings.BASE_URL = "https://torget.example"
    search = make_saved_search(frequency=Frequency.AT_ONCE, name="Bark till strö", owner=make_user(language="sv"))
    offer = make_offer(state="draft", title="Kvistbergets egen bark", firm=make_firm(name="Kvistbergets Såg"))
    publish_listing(offer, by=None, now=timezone.now())

    work_off()
    work_off()

    (letter,) = [message for message in mail.outbox if search.owner.email in message.to]
    assert "Bark till strö" in letter.subject
    assert f"https://torget.example/listings/{offer.pk}/" in letter.body
    assert "Utbud: Bark" in letter.body
    assert "Kvistberget" not in letter.subject + letter.body
    stop = letter.extra_headers["List-Unsubscribe"]
    assert stop.startswith("<https://torget.example/searches/stop/")
    assert stop.strip("<>") in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_hourly_task_sends_what_is_due():
    search = make_saved_search(saved_at=timezone.now() - timedelta(days=2))
    Find.objects.create(search=search, listing=make_offer(), found_at=timezone.now())

    for _time in range(2):
        daily_task()

    assert len(told_listings(search)) == 1


def test_searches_are_in_the_data_of_their_owner_and_go_with_the_account():
    search = make_saved_search()
    assert personal_data(search.owner)["saved_searches"][0]["query"] == "material=bark"

    delete_account(search.owner, successors={}, by=search.owner, now=NOON)

    assert not SavedSearch.objects.exists()
    assert Listing.objects.count() == 0
