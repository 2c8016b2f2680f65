"""What a person gets to know about what is kept of them."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from marketplace.actions.claims import ask_claim
from marketplace.actions.invitations import accept_invitation, invite_colleague
from marketplace.actions.logs import involve_person, log_contact, write_note
from marketplace.actions.notices_firms import tell_invited
from marketplace.queries.accounts import personal_data
from tests.factories import (
    NOON,
    make_coordinator,
    make_file,
    make_firm,
    make_member,
    make_offer,
    make_photo,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_personal_data_is_all_of_the_persons_and_nothing_of_others():
    firm = make_firm(name="Ås Såg")
    owner, person = make_member(firm), make_user(name="Anna", phone="063")
    invitation = invite_colleague(firm, email=person.email, by=owner, now=NOON)
    tell_invited(invitation, by=None, now=NOON)
    accept_invitation(invitation, by=person, now=NOON)
    ask_claim(make_firm(name="Other"), by=person, now=NOON)
    offer = make_offer(firm=firm, created_by=person)
    make_offer(created_by=owner)

    data = personal_data(person)

    assert (data["account"]["name"], data["account"]["phone"]) == ("Anna", "063")
    assert data["email_addresses"] == [{"email": person.email, "verified": True, "primary": True}]
    assert data["firms"] == [{"firm__name": "Ås Såg", "role": "member"}]
    assert [claim["firm__name"] for claim in data["claims"]] == ["Other"]
    assert [each["firm__name"] for each in data["invitations_accepted"]] == ["Ås Såg"]
    assert [listing["pk"] for listing in data["listings_created"]] == [offer.pk]
    assert [notice["code"] for notice in data["notices"]] == ["colleague_invited"]
    assert [event["kind"] for event in data["actions"]] == ["colleague.joined", "claim.asked"]
    assert data["invitations_sent"] == data["reports"] == data["coordinates"] == []
    assert owner.email not in json.dumps(data, cls=DjangoJSONEncoder)


def test_personal_data_of_a_coordinator_names_municipalities():
    assert personal_data(make_coordinator(("NO-5038", "SE-2309")))["coordinates"] == ["Verdal", "Krokom"]


def test_personal_data_holds_what_a_coordinator_wrote_about_symbioses():
    coordinator, day = make_coordinator(), NOON.date()
    symbiosis = make_symbiosis(owner=coordinator)
    write_note(symbiosis, text="Ring", by=coordinator, now=NOON)
    log_contact(symbiosis, way="call", on=day, with_whom="Kari", said="Ja", by=coordinator, now=NOON)
    write_note(symbiosis, text="En annans", by=make_coordinator(), now=NOON)

    data = personal_data(coordinator)

    assert data["symbioses_looked_after"] == [symbiosis.pk]
    assert [note["text"] for note in data["notes_written"]] == ["Ring"]
    assert [(each["with_whom"], each["said"]) for each in data["contacts_written"]] == [("Kari", "Ja")]


def test_personal_data_says_that_somebody_is_in_the_log_and_nothing_of_the_other_firm():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    person = make_member(symbiosis.parties.first().listing.firm, email="goran@sagen.example")
    said = "Kvistbergets såg vill ha hans bark"
    log_contact(symbiosis, way="call", on=NOON.date(), person=person, said=said, by=coordinator, now=NOON)
    involve_person(symbiosis, name="Göran", email="Goran@sagen.example", by=coordinator, now=NOON)

    data = personal_data(person)

    assert data["contacts_with_you"] == [{"way": "call", "on": NOON.date()}]
    assert [each["name"] for each in data["involved_in_symbioses"]] == ["Göran"]
    assert "Kvistbergets" not in json.dumps(data, cls=DjangoJSONEncoder)


def test_personal_data_says_where_photos_and_files_lie():
    person, offer = make_user(), make_offer()
    photo = make_photo(offer, added_by=person)
    file = make_file(offer, added_by=person)

    data = personal_data(person)

    assert [each["address"] for each in data["photos_added"]] == [f"/photos/{photo.pk}/large.webp"]
    assert [(each["address"], each["kind"]) for each in data["files_attached"]] == [(f"/files/{file.pk}/", "analysis")]
