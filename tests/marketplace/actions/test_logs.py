"""The log: notes, contacts, involved people; events tell that something was written, never what."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.logs import involve_person, log_contact, remove_entry, write_note
from marketplace.errors import RefusedError
from marketplace.models import ContactEntry, Event, InvolvedPerson, Note
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
LATER = NOON + timedelta(days=1)


def changes():
    return list(Event.objects.order_by("pk").values_list("kind", "changes"))


def test_write_note_keeps_who_and_when():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()

    for _time in range(2):
        write_note(symbiosis, text="Ring efter fem", by=coordinator, now=LATER)

    note = Note.objects.get()
    assert (note.text, note.author, note.written_at) == ("Ring efter fem", coordinator, LATER)
    assert changes() == [(Event.Kind.SYMBIOSIS_LOGGED, {"entry": [None, "note"]})]
    symbiosis.refresh_from_db()
    assert symbiosis.active_at == LATER


def test_log_contact_keeps_with_whom_when_and_what_was_said():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    member = make_member(symbiosis.parties.first().listing.firm, name="Göran")
    call = {"way": "call", "on": TODAY, "said": "Vill ha prov", "by": coordinator, "now": NOON}

    for _time in range(2):
        log_contact(symbiosis, person=member, **call)
    log_contact(symbiosis, with_whom="Länsstyrelsen", **call)

    first, second = ContactEntry.objects.order_by("pk")
    assert (first.whom, first.way, first.on, first.said) == ("Göran", "call", TODAY, "Vill ha prov")
    assert (second.person, second.whom) == (None, "Länsstyrelsen")
    assert [change["entry"] for _kind, change in changes()] == [[None, "contactentry"]] * 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"with_whom": ""}, "with_whom"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"way": "pigeon"}, "way"),
        ({"said": "x" * 2001}, "said"),
    ],
)
def test_log_contact_refuses_what_is_no_contact(facts, field):
    right = {"way": "call", "on": TODAY, "with_whom": "Kari"}

    with pytest.raises(ValidationError) as refused:
        log_contact(make_symbiosis(), by=make_coordinator(), now=NOON, **{**right, **facts})

    assert list(refused.value.message_dict) == [field]


def test_log_contact_takes_as_person_only_somebody_of_the_firms():
    with pytest.raises(RefusedError, match="belongs to none"):
        log_contact(make_symbiosis(), way="call", on=TODAY, person=make_user(), by=make_coordinator(), now=NOON)


def test_involve_person_is_there_once():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    person = {"name": "Åke Åkare", "role": "kör", "email": "ake@example.org", "phone": "070"}

    for _time in range(2):
        involve_person(symbiosis, by=coordinator, now=NOON, **person)
    with pytest.raises(ValidationError, match="in the list already"):
        involve_person(symbiosis, name="Åke Åkare", by=coordinator, now=NOON)

    assert {name: getattr(InvolvedPerson.objects.get(), name) for name in person} == person


def test_remove_entry_deletes_it_and_records_that():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    note = write_note(symbiosis, text="Fel", by=coordinator, now=NOON)

    for _time in range(2):
        remove_entry(note, by=coordinator, now=LATER)

    assert not Note.objects.exists()
    assert changes()[1:] == [(Event.Kind.SYMBIOSIS_LOG_CHANGED, {"entry": ["note", None]})]


def test_the_log_is_for_whoever_follows_up():
    symbiosis = make_symbiosis()
    note = write_note(symbiosis, text="Ring", by=make_coordinator(), now=NOON)

    for person in (make_user(), make_member(symbiosis.parties.first().listing.firm), make_coordinator(("NO-5001",))):
        for act in (
            lambda by: write_note(symbiosis, text="Hej", by=by, now=NOON),
            lambda by: log_contact(symbiosis, way="call", on=TODAY, with_whom="K", by=by, now=NOON),
            lambda by: involve_person(symbiosis, name="K", by=by, now=NOON),
            lambda by: remove_entry(note, by=by, now=NOON),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    assert Note.objects.count() == 1
