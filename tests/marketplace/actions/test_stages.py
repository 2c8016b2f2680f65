"""Moving a symbiosis: by whom, from where to where, and who is told that somebody was faster."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.actions.stages import (
    correct_stage,
    fail_symbiosis,
    hold_symbiosis,
    move_symbiosis,
    resume_symbiosis,
)
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Barrier, Event, Symbiosis
from tests.factories import make_coordinator, make_member, make_symbiosis, make_user
from tests.marketplace.symbioses import FORWARD, LATER, firms_answer, met, moves

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage


@pytest.mark.parametrize(("old", "new"), FORWARD)
def test_move_symbiosis_goes_one_stage_on(old, new):
    symbiosis, coordinator = met(stage=old), make_coordinator()

    move_symbiosis(symbiosis, stage=new, seen=old, by=coordinator, now=LATER)

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.stage_since, symbiosis.active_at) == (new, LATER, LATER)
    assert symbiosis.moved_by == coordinator
    assert moves() == [{"stage": [old, new]}]


@pytest.mark.parametrize("old", Stage)
@pytest.mark.parametrize("new", Stage)
def test_move_symbiosis_refuses_every_other_step(old, new):
    if (old, new) in FORWARD or old == new:
        return
    symbiosis = met(stage=old)

    with pytest.raises(WrongStateError):
        move_symbiosis(symbiosis, stage=new, seen=old, by=make_coordinator(), now=LATER)

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, moves()) == (old, [])


def test_move_symbiosis_leaves_consent_to_the_firms():
    for old, new in ((Stage.IDEA, Stage.DISCUSSION), (Stage.DISCUSSION, Stage.IDEA)):
        with pytest.raises(WrongStateError, match="yes of all firms"):
            move_symbiosis(met(stage=old), stage=new, seen=old, by=make_coordinator(), now=LATER)


def test_move_symbiosis_is_for_coordinators_of_the_area_outside_the_firms():
    symbiosis = met(stage=Stage.DISCUSSION)
    firm = symbiosis.parties.first().listing.firm
    involved = make_coordinator()
    involved.membership_set.create(firm=firm)

    for person in (make_user(), make_member(firm), make_coordinator(("NO-5001",)), involved):
        with pytest.raises(PermissionDenied):
            move_symbiosis(symbiosis, stage=Stage.NEGOTIATION, seen=Stage.DISCUSSION, by=person, now=LATER)
        with pytest.raises(PermissionDenied):
            correct_stage(symbiosis, seen=Stage.DISCUSSION, reason="Fel", by=person, now=LATER)
        with pytest.raises(PermissionDenied):
            hold_symbiosis(symbiosis, seen=Stage.DISCUSSION, barrier="price", by=person, now=LATER)
        with pytest.raises(PermissionDenied):
            fail_symbiosis(symbiosis, seen=Stage.DISCUSSION, barrier="price", by=person, now=LATER)
        with pytest.raises(PermissionDenied):
            resume_symbiosis(symbiosis, by=person, now=LATER)
    assert moves() == []


def test_move_symbiosis_sent_twice_moves_once():
    symbiosis, coordinator = met(stage=Stage.DISCUSSION), make_coordinator()

    for _time in range(2):
        move_symbiosis(symbiosis, stage=Stage.NEGOTIATION, seen=Stage.DISCUSSION, by=coordinator, now=LATER)

    assert len(moves()) == 1


def test_move_symbiosis_tells_the_slower_one_who_was_first_and_when():
    symbiosis = met(stage=Stage.DISCUSSION)
    move_symbiosis(
        symbiosis, stage=Stage.NEGOTIATION, seen=Stage.DISCUSSION, by=make_coordinator(name="Kajsa"), now=LATER
    )
    slow = make_coordinator()

    for act in (
        lambda: move_symbiosis(symbiosis, stage=Stage.NEGOTIATION, seen=Stage.DISCUSSION, by=slow, now=LATER),
        lambda: hold_symbiosis(symbiosis, seen=Stage.DISCUSSION, barrier="law", by=slow, now=LATER),
        lambda: fail_symbiosis(symbiosis, seen=Stage.DISCUSSION, barrier="law", by=slow, now=LATER),
        lambda: resume_symbiosis(symbiosis, by=slow, now=LATER),
        lambda: correct_stage(symbiosis, seen=Stage.IMPLEMENTATION, reason="Fel", by=slow, now=LATER),
    ):
        with pytest.raises(WrongStateError, match=r"Kajsa was here first \(26 Nov 2026.*negotiation"):
            act()
    assert not Barrier.objects.exists()


# --- Taking back what was never true


def moved(old, new, *, by):
    """Return a symbiosis that has just been moved."""
    symbiosis = met(stage=old, next_step="Ring")
    return move_symbiosis(symbiosis, stage=new, seen=old, by=by, now=LATER)


@pytest.mark.parametrize(("old", "new"), FORWARD)
def test_correct_stage_takes_back_the_last_step_and_keeps_why(old, new):
    coordinator = make_coordinator()
    symbiosis = moved(old, new, by=coordinator)

    for _time in range(2):
        correct_stage(symbiosis, seen=new, reason="Fel rad på tavlan", by=coordinator, now=LATER + timedelta(days=7))

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.moved_by) == (old, coordinator)
    assert moves() == [{"stage": [old, new]}, {"stage": [new, old], "corrected": [False, True]}]
    assert [note.text for note in symbiosis.notes.all()] == ["Fel rad på tavlan"]
    assert "Fel rad" not in str(list(Event.objects.values_list("changes", flat=True)))


def test_correct_stage_wants_a_reason():
    symbiosis = moved(*FORWARD[0], by=(coordinator := make_coordinator()))

    with pytest.raises(RefusedError, match="why the step was wrong"):
        correct_stage(symbiosis, seen=Stage.NEGOTIATION, reason="", by=coordinator, now=LATER)


def test_correct_stage_is_over_after_a_week():
    symbiosis = moved(*FORWARD[0], by=(coordinator := make_coordinator()))
    late = LATER + timedelta(days=7, minutes=1)

    with pytest.raises(WrongStateError, match="within 7 days"):
        correct_stage(symbiosis, seen=Stage.NEGOTIATION, reason="Fel", by=coordinator, now=late)

    assert not symbiosis.notes.exists()


def test_correct_stage_takes_back_one_step_alone_and_none_that_came_otherwise():
    coordinator = make_coordinator()
    twice = moved(*FORWARD[0], by=coordinator)
    twice = move_symbiosis(twice, stage=Stage.IMPLEMENTATION, seen=Stage.NEGOTIATION, by=coordinator, now=LATER)
    twice = correct_stage(twice, seen=Stage.IMPLEMENTATION, reason="Fel", by=coordinator, now=LATER)
    resumed = moved(*FORWARD[0], by=coordinator)
    hold_symbiosis(resumed, seen=Stage.NEGOTIATION, barrier="law", by=coordinator, now=LATER)
    resumed = resume_symbiosis(resumed, by=coordinator, now=LATER)
    introduced = make_symbiosis()
    firms_answer(introduced, True, True)

    for symbiosis in (twice, resumed, introduced, met(stage=Stage.ON_HOLD), met(stage=Stage.FAILED)):
        symbiosis.refresh_from_db()
        with pytest.raises(WrongStateError, match="last step"):
            correct_stage(symbiosis, seen=symbiosis.stage, reason="Fel", by=make_coordinator(), now=LATER)


def test_a_completed_symbiosis_has_no_next_step_left():
    symbiosis = met(stage=Stage.IMPLEMENTATION, next_step="Skriv avtal", next_step_date=LATER.date())

    move_symbiosis(symbiosis, stage=Stage.COMPLETED, seen=Stage.IMPLEMENTATION, by=make_coordinator(), now=LATER)

    symbiosis.refresh_from_db()
    assert (symbiosis.next_step, symbiosis.next_step_date) == ("", None)
