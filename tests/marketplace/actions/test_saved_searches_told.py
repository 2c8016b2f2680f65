"""What saved searches find is told once, when its time has come, in one mail."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone

from marketplace.actions.listings import pause_listing, publish_listing
from marketplace.actions.saved_searches import delete_search, save_search, tell_of_finds
from marketplace.follow_ups import note_new_listing
from marketplace.models import Event, Find, Firm, Notice, SavedSearch, ToldListing
from marketplace.queries.saved_searches import searches_in_wait, searches_to_stop, searches_to_tell
from marketplace.tasks import daily_task, sweep_task, tell_of_finds_task
from tests.factories import NOON, make_firm, make_need, make_offer, make_saved_search, make_user
from tests.marketplace.finding import LATER, Frequency, a_search, published, tell_all, told_listings
from tests.worker import work_off

pytestmark = pytest.mark.django_db


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

    tell_all(now=LATER + timedelta(minutes=9))
    assert Notice.objects.count() == 1
    tell_all(now=LATER + timedelta(minutes=10))

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
        tell_of_finds(search.owner, by=None, now=NOON + timedelta(days=days))

    assert told_listings(search) == [offer.pk for offer in offers]
    assert not searches_to_tell(now=NOON + timedelta(days=30)).exists()


def test_what_has_left_the_market_is_told_when_it_is_back():
    search = make_saved_search()
    gone, stays = published(), published()
    for offer in (gone, stays):
        note_new_listing(offer, by=None, now=LATER)
    pause_listing(gone, by=None, now=LATER)

    tell_all(now=LATER + timedelta(days=1))

    assert told_listings(search) == [stays.pk]
    assert not searches_to_tell(now=LATER + timedelta(days=9)).exists()
    publish_listing(gone, by=None, now=LATER + timedelta(days=9))
    assert [*searches_to_tell(now=LATER + timedelta(days=9))] == [search]


def test_what_a_hidden_firm_has_is_told_when_it_is_shown_again():
    search, offer = make_saved_search(), published()
    note_new_listing(offer, by=None, now=LATER)
    Firm.objects.update(hidden_at=LATER)

    assert not searches_to_tell(now=LATER + timedelta(days=1)).exists()
    Firm.objects.update(hidden_at=None)
    tell_all(now=LATER + timedelta(days=2))

    assert told_listings(search) == [offer.pk]


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


def test_a_listing_that_two_searches_find_comes_once_under_the_first():
    person = make_user()
    first = make_saved_search(owner=person, frequency=Frequency.AT_ONCE)
    second = make_saved_search(owner=person, frequency=Frequency.AT_ONCE, query="side=offer")
    other = make_saved_search(owner=person, frequency=Frequency.WEEKLY, query="")
    offer = published()

    note_new_listing(offer, by=None, now=LATER)
    for days in (1, 8):
        tell_all(now=LATER + timedelta(days=days))

    assert [told_listings(each) for each in (first, second, other)] == [[offer.pk], [], []]
    assert Notice.objects.get().code == "search_found"
    assert not Find.objects.filter(told_at=None).exists()


def test_searches_due_at_the_same_time_are_told_in_one_notice_and_others_when_they_are_due():
    person = make_user()
    bark, whey, weekly = (
        make_saved_search(owner=person, query=query, frequency=frequency)
        for query, frequency in (("material=bark", "daily"), ("material=acid_whey", "daily"), ("side=need", "weekly"))
    )
    offers = [published(), published(material="acid_whey"), published()]
    need = publish_listing(make_need(state="draft", material="straw"), by=None, now=LATER)
    for listing in (*offers, need):
        note_new_listing(listing, by=None, now=LATER)

    tell_all(now=NOON + timedelta(days=1))

    notice = Notice.objects.get()
    assert (notice.code, notice.path) == ("searches_found", "/searches/")
    assert (notice.values["searches"], notice.values["number"]) == (2, 3)
    told = [told_listings(each) for each in (bark, whey, weekly)]
    assert told == [[offers[0].pk, offers[2].pk], [offers[1].pk], []]
    assert Event.objects.filter(kind="search.found").count() == 2
    tell_all(now=NOON + timedelta(days=7))
    assert told_listings(weekly) == [need.pk]


def test_what_a_person_was_told_of_outlives_the_search():
    first = make_saved_search(frequency=Frequency.AT_ONCE)
    person, offer = first.owner, published()
    note_new_listing(offer, by=None, now=LATER)
    delete_search(first, by=person, now=LATER)

    again = save_search(a_search(frequency=Frequency.AT_ONCE), by=person, now=LATER)
    pause_listing(offer, by=None, now=LATER)
    republished = publish_listing(offer, by=None, now=LATER + timedelta(days=1))
    note_new_listing(republished, by=None, now=LATER + timedelta(days=1))
    tell_all(now=LATER + timedelta(days=2))

    assert told_listings(again) == []
    assert Notice.objects.count() == 1
    assert [*ToldListing.objects.values_list("person", "listing", "told_at")] == [(person.pk, offer.pk, LATER)]


def test_what_waits_is_sent_by_the_sweep_once_the_pause_is_over(monkeypatch):
    asked = []
    monkeypatch.setattr("marketplace.tasks.ask_for", lambda task, **values: asked.append((task, values)))
    now = timezone.now()
    search = make_saved_search(frequency=Frequency.AT_ONCE)
    daily = make_saved_search(saved_at=now)
    told = ToldListing.objects.create(person=search.owner, listing=make_offer(), told_at=now - timedelta(minutes=9))
    waiting = make_offer()
    for each in (search, daily):
        Find.objects.create(search=each, listing=waiting, found_at=now)

    sweep_task()
    assert asked == []
    ToldListing.objects.filter(pk=told.pk).update(told_at=now - timedelta(minutes=11))
    sweep_task()

    assert asked == [("marketplace.tell_of_finds", {"person_id": search.owner_id})]
    for _time in range(2):
        tell_of_finds_task(person_id=search.owner_id)
    assert told_listings(search) == [waiting.pk]
    assert Notice.objects.count() == 1
    assert not searches_in_wait(now=now + timedelta(days=1)).exists()


def test_the_mail_of_several_searches_says_which_and_stops_each_or_those_alone(settings, client):
    settings.BASE_URL = "https://torget.example"
    person = make_user(language="sv")
    bark = make_saved_search(owner=person, name="Barken")
    whey = make_saved_search(owner=person, name="Vasslen", query="material=acid_whey")
    other = make_saved_search(owner=person, name="Allt annat", query="")
    offers = [published(), published(material="acid_whey")]
    for offer in offers:
        note_new_listing(offer, by=None, now=LATER)

    tell_all(now=NOON + timedelta(days=1))
    work_off()

    (letter,) = mail.outbox
    assert letter.subject == "Nytt för 2 av dina sökningar: 2"
    links = re.findall(r"\nhttps://torget.example(/[^\s]+)", letter.body)
    assert [re.sub(r"stop/(.+)/", lambda found: f"stop {searches_to_stop(found[1])}", link) for link in links] == [
        f"/searches/{bark.pk}/",
        f"/listings/{offers[0].pk}/",
        f"/searches/stop {[bark]}",
        f"/searches/{whey.pk}/",
        f"/listings/{offers[1].pk}/",
        f"/searches/stop {[whey]}",
        f"/searches/stop {[bark, whey]}",
        "/searches/",
    ]
    assert "== Din sökning ”Barken”: 1 ==" in letter.body
    assert "Allt annat" not in letter.body
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client.post(address.removeprefix("https://torget.example"), {"List-Unsubscribe": "One-Click"})
    assert [*SavedSearch.objects.filter(paused_at=None)] == [other]


def test_a_mail_of_many_searches_shows_some_of_each():
    person = make_user()
    for number in range(3):
        search = make_saved_search(owner=person, query=f"material=bark&month={number + 1}", name=f"Bark {number}")
        for _each in range(15):
            Find.objects.create(search=search, listing=make_offer(), found_at=NOON)

    tell_all(now=NOON + timedelta(days=1))
    work_off()

    (letter,) = mail.outbox
    assert letter.body.count("/listings/") == 30
    assert letter.body.count("\n10. Utbud: Bark") == 3
    assert "”Bark 2”: 15" in letter.body


def test_what_was_told_before_it_was_kept_by_person_is_taken_over():
    person, leaver = make_user(), make_user(is_active=False)
    search, second = make_saved_search(owner=person), make_saved_search(owner=person, query="side=offer")
    told, of_gone, untold = make_offer(), make_offer(), make_offer()
    Find.objects.create(search=search, listing=told, found_at=NOON, told_at=LATER)
    Find.objects.create(search=second, listing=told, found_at=NOON)
    Find.objects.create(search=second, listing=untold, found_at=NOON)
    Find.objects.create(search=make_saved_search(owner=leaver), listing=told, found_at=NOON, told_at=NOON)
    event = Event.objects.create(
        kind="search.found", subject=search, at=NOON, changes={"listings": [None, [of_gone.pk]]}
    )
    values = {"search": 999_999, "name": "Borta", "number": 2, "listings": [of_gone.pk, 888_888]}
    Notice.objects.create(
        event=event, user=person, code="search_found", path="/searches/999999/", values=values, written_at=NOON
    )

    for _time in range(2):
        import_module("marketplace.migrations.0030_what_people_were_told_is_known").note_what_was_told(apps, None)

    kept = ToldListing.objects.order_by("listing").values_list("person", "listing", "told_at")
    assert [*kept] == [(person.pk, told.pk, LATER), (person.pk, of_gone.pk, NOON)]
    assert [*Find.objects.filter(told_at=None).values_list("listing", flat=True)] == [untold.pk]
    event.refresh_from_db()
    assert event.changes == {}


def test_the_hourly_task_sends_what_is_due():
    search = make_saved_search(saved_at=timezone.now() - timedelta(days=2))
    Find.objects.create(search=search, listing=make_offer(), found_at=timezone.now())

    for _time in range(2):
        daily_task()

    assert len(told_listings(search)) == 1
