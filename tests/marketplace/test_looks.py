"""Each look of a coordinator at a hidden firm is noted, whatever page or answer shows it, and the firm can see it."""

from datetime import timedelta

import pytest

from marketplace.actions.looks import note_looks
from marketplace.actions.suggestions import propose_suggestions
from marketplace.models import Event, Report, Suggestion
from marketplace.queries.looks import looks_at
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_need, make_offer, make_site, make_user
from tests.marketplace.test_blindness import every_path

pytestmark = pytest.mark.django_db
NAME = "Kvistbergets Hemliga Såg"
# Lists of work about firms: who waits for what, without the listings that are hidden.
WORK = {"/firms/waiting/", "/claims/"}


@pytest.fixture
def offer():
    return make_offer(firm=make_firm(name=NAME), title="Granbark")


def looks():
    return Event.objects.filter(kind=Event.Kind.FIRM_LOOKED_AT)


def test_note_looks_notes_each_firm_once_a_day_and_person(offer):
    kajsa, frode = make_coordinator(), make_coordinator()

    for hours in (0, 1, 5, 24):
        note_looks([offer.firm_id], by=kajsa, now=NOON + timedelta(hours=hours))
    note_looks([offer.firm_id], by=frode, now=NOON)

    assert sorted(looks().values_list("by", "at")) == sorted(
        [(kajsa.pk, NOON), (kajsa.pk, NOON + timedelta(hours=24)), (frode.pk, NOON)]
    )
    assert {look.subject for look in looks()} == {offer.firm}


def test_note_looks_notes_nobody_but_coordinators_and_no_look_at_ones_own_firm(offer):
    own = make_coordinator()
    own.membership_set.create(firm=offer.firm)

    for person in (make_user(), make_member(offer.firm), own):
        note_looks([offer.firm_id], by=person, now=NOON)

    assert not looks().exists()


def test_no_page_shows_a_hidden_firm_to_a_coordinator_without_a_note(client, offer):
    need = make_need(firm=make_firm(is_verified=True))
    propose_suggestions(offer, by=None, now=NOON)
    Report.objects.create(listing=offer, by=make_user(), at=NOON, reason="spam")
    client.force_login(make_coordinator())
    suggestion = Suggestion.objects.get()
    naming = {f"/listings/{offer.pk}/", f"/suggestions/{suggestion.pk}/", f"/firms/{offer.firm_id}/"}

    shown, unnoted = [], []
    for path in sorted({*every_path(), *naming, "/my-firm/?as=coordinator", f"/listings/{need.pk}/"}):
        looks().delete()
        answer = client.get(path, HTTP_ACCEPT_LANGUAGE="en")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if NAME in body.decode(errors="replace"):
            shown.append(path)
            if not looks().filter(subject_id=offer.firm_id).exists():
                unnoted.append(path)

    assert naming <= set(shown)
    assert [path for path in unnoted if path not in WORK] == []


def test_the_queue_names_nobody_and_notes_nothing(client, offer):
    make_need()
    propose_suggestions(offer, by=None, now=NOON)
    client.force_login(make_coordinator())

    page = client.get("/queue/").content.decode()

    assert "/suggestions/" in page
    assert NAME not in page
    assert not looks().exists()


def test_a_page_notes_one_look_however_often_it_is_loaded(client, offer):
    client.force_login(make_coordinator())

    for _time in range(3):
        client.get(f"/listings/{offer.pk}/")

    assert looks().count() == 1


def test_an_open_listing_and_one_elsewhere_are_no_look(client):
    client.force_login(make_coordinator())
    elsewhere = make_offer(site=make_site(municipality="NO-5001"))

    for listing in (make_offer(visibility="open"), elsewhere):
        client.get(f"/listings/{listing.pk}/")

    assert not looks().exists()


def test_the_api_notes_looks_too(client, offer):
    client.force_login(make_coordinator())

    client.get("/api/v1/offers/")

    assert looks().get().subject == offer.firm


def test_the_firm_sees_who_looked_and_when_and_nobody_else_does(client, offer):
    member, kajsa = make_member(offer.firm), make_coordinator(name="Kajsa Ek")
    note_looks([offer.firm_id], by=kajsa, now=NOON)
    client.force_login(member)

    page = client.get(f"/firms/{offer.firm_id}/").content.decode()

    assert "Who has looked" in page
    assert "Kajsa Ek" in page
    assert [(look.name, look.at) for look in looks_at(offer.firm, viewer=member)] == [("Kajsa Ek", NOON)]
    assert looks_at(offer.firm, viewer=make_user()) == []
    client.force_login(make_coordinator())
    assert "Kajsa Ek" not in client.get(f"/firms/{offer.firm_id}/").content.decode()
