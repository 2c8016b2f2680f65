"""Barriers: noted once, removed, in the way again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.barriers import note_barrier, remove_barrier, return_barrier
from marketplace.errors import RefusedError
from marketplace.models import Barrier, Event, Symbiosis
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis, make_user

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def events(kind):
    return list(Event.objects.filter(kind=kind).values_list("changes", flat=True))


def test_note_barrier_says_what_and_who_could_remove_it():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()

    for _time in range(2):
        note_barrier(symbiosis, code="law", note="Tillstånd", remover="kommunen", by=coordinator, now=LATER)

    barrier = symbiosis.barriers.get()
    assert (barrier.note, barrier.remover, barrier.noted_by, barrier.noted_at) == (
        "Tillstånd",
        "kommunen",
        coordinator,
        LATER,
    )
    assert events(Event.Kind.BARRIER_NOTED) == [{"barrier": [None, "law"]}]
    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.active_at) == (Symbiosis.Stage.IDEA, LATER)


def test_note_barrier_refuses_the_same_twice_and_codes_that_do_not_exist():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    note_barrier(symbiosis, code="law", by=coordinator, now=NOON)

    with pytest.raises(RefusedError, match="noted already"):
        note_barrier(symbiosis, code="law", note="Mer", by=coordinator, now=NOON)
    with pytest.raises(ValidationError):
        note_barrier(symbiosis, code="weather", by=coordinator, now=NOON)
    assert symbiosis.barriers.count() == 1


def test_remove_and_return_barrier_keep_who_and_when():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    barrier = note_barrier(symbiosis, code="price", by=coordinator, now=NOON)

    for _time in range(2):
        removed = remove_barrier(barrier, by=coordinator, now=LATER)
    facts = removed.state, removed.removed_by, removed.removed_at
    for _time in range(2):
        returned = return_barrier(barrier, by=coordinator, now=LATER)

    assert facts == (Barrier.State.REMOVED, coordinator, LATER)
    assert (returned.state, returned.removed_by, returned.removed_at) == (Barrier.State.OPEN, None, None)
    assert len(events(Event.Kind.BARRIER_REMOVED)) == len(events(Event.Kind.BARRIER_RETURNED)) == 1


def test_return_barrier_refuses_where_it_is_noted_anew():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    old = note_barrier(symbiosis, code="price", by=coordinator, now=NOON)
    remove_barrier(old, by=coordinator, now=NOON)
    note_barrier(symbiosis, code="price", by=coordinator, now=NOON)

    with pytest.raises(RefusedError, match="noted anew"):
        return_barrier(old, by=coordinator, now=LATER)


def test_barriers_are_for_whoever_follows_up():
    symbiosis = make_symbiosis()
    barrier = note_barrier(symbiosis, code="price", by=make_coordinator(), now=NOON)
    firm = symbiosis.parties.first().listing.firm

    for person in (make_user(), make_member(firm), make_coordinator(("NO-5001",))):
        for act in (remove_barrier, return_barrier):
            with pytest.raises(PermissionDenied):
                act(barrier, by=person, now=NOON)
        with pytest.raises(PermissionDenied):
            note_barrier(symbiosis, code="law", by=person, now=NOON)
