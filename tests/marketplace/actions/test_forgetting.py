"""A person who leaves is named in no log, goal, barrier or event any more; the work stays."""

from datetime import date

import pytest

from marketplace.actions.accounts import delete_account
from marketplace.actions.barriers import note_barrier
from marketplace.actions.logs import involve_person, log_contact, write_note
from marketplace.actions.next_steps import hand_over_symbiosis, plan_symbiosis, remind_of_step
from marketplace.models import ContactEntry, Event, InvolvedPerson, Note, Notice
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis
from tests.worker import work_off

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def everything(symbiosis):
    """Return all that is kept about a symbiosis, as text."""
    symbiosis.refresh_from_db()
    rows = [symbiosis.goal, symbiosis.next_step, *symbiosis.barriers.values_list("note", "remover")]
    rows += [*symbiosis.notes.values_list("text"), *symbiosis.contact_entries.values_list("with_whom", "said")]
    rows += [*symbiosis.involved_people.values_list("name", "role", "email")]
    rows += [*Event.objects.values_list("changes"), *Notice.objects.values_list("values")]
    return str(rows)


def test_a_member_who_leaves_is_named_nowhere_in_the_log():
    owner = make_coordinator()
    symbiosis = make_symbiosis(owner=owner)
    person = make_member(symbiosis.parties.first().listing.firm, name="Göran Sågare", email="goran@sagen.example")
    by = {"by": owner, "now": NOON}
    plan_symbiosis(symbiosis, facts={"next_step": "Möt göran sågare", "next_step_date": TODAY}, **by)
    remind_of_step(symbiosis, by=None, now=NOON)
    work_off(now=NOON)
    plan_symbiosis(symbiosis, facts={"goal": "Göran Sågare nöjd", "next_step": "Ring Göran Sågare"}, **by)
    write_note(symbiosis, text="Göran Sågare (goran@sagen.example) vill. Göran Sågarefors vill inte.", **by)
    log_contact(symbiosis, way="call", on=TODAY, person=person, said="Göran Sågare dröjer", **by)
    log_contact(symbiosis, way="mail", on=TODAY, with_whom="GÖRAN SÅGARE", **by)
    note_barrier(symbiosis, code="trust", note="Göran Sågare tvekar", remover="Göran Sågare", **by)
    involve_person(symbiosis, name="Göran", email="Goran@sagen.example", **by)

    delete_account(person, successors={}, by=person, now=NOON)

    told = everything(symbiosis).casefold()
    assert "göran sågare" not in told.replace("göran sågarefors", "")
    assert "goran@" not in told
    assert "göran sågarefors vill inte" in told
    assert [entry.whom for entry in ContactEntry.objects.order_by("pk")] == ["a deleted account"] * 2
    assert not InvolvedPerson.objects.exists()


def test_a_first_name_alone_could_be_anybody():
    owner = make_coordinator()
    symbiosis = make_symbiosis()
    person = make_member(symbiosis.parties.first().listing.firm, name="Karin")
    write_note(symbiosis, text="Karin ringer", by=owner, now=NOON)

    delete_account(person, successors={}, by=person, now=NOON)

    assert Note.objects.get().text == "Karin ringer"


def test_logs_of_other_firms_stay_as_they_are():
    person = make_member(name="Göran Sågare")
    symbiosis = make_symbiosis()
    write_note(symbiosis, text="Göran Sågare, en annan", by=make_coordinator(), now=NOON)

    delete_account(person, successors={}, by=person, now=NOON)

    assert Note.objects.get().text == "Göran Sågare, en annan"


def test_a_coordinator_who_leaves_owns_nothing_and_their_notes_stay_without_a_name():
    owner, colleague = make_coordinator(name="Kajsa Kråkbär"), make_coordinator()
    symbiosis, other = make_symbiosis(owner=owner), make_symbiosis(owner=owner)
    note = write_note(symbiosis, text="Ring", by=owner, now=NOON)
    hand_over_symbiosis(other, to=colleague, seen=owner.pk, by=owner, now=NOON)
    work_off(now=NOON)
    assert Notice.objects.filter(code=Notice.Code.HANDED_OVER).exists()

    delete_account(owner, successors={}, by=owner, now=NOON)

    symbiosis.refresh_from_db()
    note.refresh_from_db()
    assert (symbiosis.owner, note.text, str(note.author)) == (None, "Ring", "a deleted account")
    assert "Kajsa" not in everything(symbiosis)
    given_up = Event.objects.filter(kind=Event.Kind.SYMBIOSIS_HANDED_OVER).latest("pk")
    assert (given_up.subject, given_up.changes) == (symbiosis, {"owner": [owner.pk, None]})
