"""Moving a symbiosis: by whom, from where to where, and who is told that somebody was faster."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Invalid

from marketplace.actions.listings import change_listing
from marketplace.actions.stages import (
    correct_stage,
    fail_symbiosis,
    hold_symbiosis,
    move_symbiosis,
    resume_symbiosis,
)
from marketplace.actions.symbioses import answer_introduction, renew_consents
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Barrier, Event, Notice, Party, Symbiosis
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis, make_user
from tests.worker import work_off

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage
LATER = NOON + timedelta(days=2)
FORWARD = [
    (Stage.DISCUSSION, Stage.NEGOTIATION),
    (Stage.NEGOTIATION, Stage.IMPLEMENTATION),
    (Stage.IMPLEMENTATION, Stage.COMPLETED),
]
RUNNING = [stage for stage in Stage if stage not in (Stage.ON_HOLD, Stage.FAILED)]


def met(**fields):
    """Return a symbiosis whose firms have met."""
    return make_symbiosis(**{"answer": Party.Answer.YES, "introduced_at": NOON, **fields})


def moves():
    return list(Event.objects.filter(kind=Event.Kind.SYMBIOSIS_MOVED).order_by("pk").values_list("changes", flat=True))


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


# --- What the firms hear


def told():
    codes = Notice.objects.filter(code=Notice.Code.STAGE_MOVED).order_by("pk")
    return [(notice.user.email, notice.values["stage"]) for notice in codes.select_related("user")]


def everybody(symbiosis):
    return [make_member(party.listing.firm).email for party in symbiosis.parties.order_by("pk")]


@pytest.mark.parametrize(("old", "new"), FORWARD)
def test_firms_are_told_once_of_a_stage_after_the_undo_time(old, new):
    symbiosis = met(stage=old)
    emails = everybody(symbiosis)
    move_symbiosis(symbiosis, stage=new, seen=old, by=make_coordinator(), now=NOON)

    work_off(now=NOON + timedelta(minutes=1))
    early = told()
    for _time in range(2):
        work_off(now=LATER)

    assert early == []
    assert told() == [(email, new) for email in emails]


def test_firms_are_told_of_hold_going_on_and_end():
    symbiosis, coordinator = met(stage=Stage.DISCUSSION), make_coordinator()
    emails = everybody(symbiosis)

    hold_symbiosis(symbiosis, seen=Stage.DISCUSSION, barrier="law", by=coordinator, now=NOON)
    work_off(now=LATER)
    resume_symbiosis(symbiosis, by=coordinator, now=LATER)
    work_off(now=LATER + timedelta(days=1))
    fail_symbiosis(symbiosis, seen=Stage.DISCUSSION, barrier="law", by=coordinator, now=LATER + timedelta(days=2))
    work_off(now=LATER + timedelta(days=3))

    stages = [Stage.ON_HOLD, Stage.DISCUSSION, Stage.FAILED]
    assert told() == [(email, stage) for stage in stages for email in emails]


@pytest.mark.parametrize(("minutes", "expected"), [(1, []), (60, [Stage.COMPLETED, Stage.IMPLEMENTATION])])
def test_firms_hear_of_a_wrong_step_only_what_they_heard_of_before(minutes, expected):
    symbiosis, coordinator = met(stage=Stage.IMPLEMENTATION), make_coordinator()
    everybody(symbiosis)
    move_symbiosis(symbiosis, stage=Stage.COMPLETED, seen=Stage.IMPLEMENTATION, by=coordinator, now=NOON)
    corrected_at = NOON + timedelta(minutes=minutes)
    work_off(now=corrected_at)

    correct_stage(symbiosis, seen=Stage.COMPLETED, reason="Fel", by=coordinator, now=corrected_at)
    work_off(now=LATER)

    assert [stage for _email, stage in told()] == [stage for stage in expected for _firm in range(2)]


@pytest.mark.parametrize("stage", RUNNING)
def test_hold_symbiosis_keeps_where_it_was_and_notes_the_barrier(stage):
    symbiosis, coordinator = met(stage=stage), make_coordinator()

    hold_symbiosis(
        symbiosis,
        seen=stage,
        barrier="law",
        note="Tillstånd",
        remover="länsstyrelsen",
        by=coordinator,
        now=LATER,
    )

    symbiosis.refresh_from_db()
    barrier = symbiosis.barriers.get()
    assert (symbiosis.stage, symbiosis.stage_before_hold, symbiosis.barrier) == (Stage.ON_HOLD, stage, "law")
    assert (barrier.code, barrier.note, barrier.remover) == ("law", "Tillstånd", "länsstyrelsen")
    assert (barrier.state, barrier.noted_by, barrier.noted_at) == (Barrier.State.OPEN, coordinator, LATER)
    assert moves() == [{"stage": [stage, Stage.ON_HOLD], "barrier": ["", "law"]}]


@pytest.mark.parametrize("stage", RUNNING)
def test_resume_symbiosis_goes_back_to_where_it_was_and_nowhere_else(stage):
    symbiosis, coordinator = met(stage=stage), make_coordinator()
    hold_symbiosis(symbiosis, seen=stage, barrier="law", by=coordinator, now=NOON)

    resume_symbiosis(symbiosis, by=coordinator, now=LATER)

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.stage_before_hold, symbiosis.barrier) == (stage, "", "")
    assert symbiosis.barriers.get().state == Barrier.State.REMOVED


def test_resume_symbiosis_keeps_a_barrier_that_is_still_in_the_way():
    symbiosis, coordinator = met(stage=Stage.DISCUSSION), make_coordinator()
    hold_symbiosis(symbiosis, seen=Stage.DISCUSSION, barrier="law", by=coordinator, now=NOON)

    for _time in range(2):
        resume_symbiosis(symbiosis, is_removed=False, by=coordinator, now=LATER)

    assert symbiosis.barriers.get().state == Barrier.State.OPEN
    assert len(moves()) == 2


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.FAILED])
def test_fail_symbiosis_ends_it_from_any_stage_for_good(stage):
    symbiosis, coordinator = met(stage=stage, next_step="Ring"), make_coordinator()

    for _time in range(2):
        fail_symbiosis(symbiosis, seen=stage, barrier="price", by=coordinator, now=LATER)

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.barrier, symbiosis.stage_before_hold) == (Stage.FAILED, "price", "")
    assert symbiosis.next_step == ""
    assert Symbiosis.NEXT_STAGES[Stage.FAILED] == set()
    assert len(moves()) == symbiosis.barriers.count() == 1


def test_stopping_wants_a_barrier_that_exists():
    symbiosis, coordinator = met(stage=Stage.DISCUSSION), make_coordinator()

    for act in (hold_symbiosis, fail_symbiosis):
        with pytest.raises(RefusedError, match="what stands in the way"):
            act(symbiosis, seen=Stage.DISCUSSION, barrier="", by=coordinator, now=LATER)
        with pytest.raises(Invalid):
            act(symbiosis, seen=Stage.DISCUSSION, barrier="weather", by=coordinator, now=LATER)
    assert moves() == []


def test_a_completed_symbiosis_has_no_next_step_left():
    symbiosis = met(stage=Stage.IMPLEMENTATION, next_step="Skriv avtal", next_step_date=LATER.date())

    move_symbiosis(symbiosis, stage=Stage.COMPLETED, seen=Stage.IMPLEMENTATION, by=make_coordinator(), now=LATER)

    symbiosis.refresh_from_db()
    assert (symbiosis.next_step, symbiosis.next_step_date) == ("", None)


# --- Consent and stages


def firms_answer(symbiosis, *answers):
    for party, consents in zip(symbiosis.parties.order_by("pk"), answers, strict=False):
        answer_introduction(party, by=make_member(party.listing.firm), now=NOON, consents=consents)


def test_a_fact_that_changes_on_hold_asks_the_firms_again_once_it_goes_on():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    firms_answer(symbiosis, True, True)
    hold_symbiosis(symbiosis, seen=Stage.DISCUSSION, barrier="timing", by=coordinator, now=NOON)
    listing = symbiosis.parties.first().listing
    changed = change_listing(listing, by=None, now=NOON, facts={"amount": 99})

    renew_consents(changed, by=None, now=NOON)
    work_off(now=NOON)

    symbiosis.refresh_from_db()
    held = (symbiosis.stage, symbiosis.stage_before_hold, symbiosis.introduced_at)
    assert held == (Stage.ON_HOLD, Stage.IDEA, None)
    assert set(symbiosis.parties.values_list("answer", flat=True)) == {Party.Answer.UNANSWERED}
    assert not Notice.objects.filter(code=Notice.Code.CONSENT_RENEWED).exists()

    resume_symbiosis(symbiosis, by=coordinator, now=LATER)
    for _time in range(2):
        work_off(now=LATER)

    symbiosis.refresh_from_db()
    assert symbiosis.stage == Stage.IDEA
    assert Notice.objects.filter(code=Notice.Code.CONSENT_RENEWED).count() == 2


def test_firms_are_told_of_the_introduction_also_when_the_coordinator_has_moved_on():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    firms_answer(symbiosis, True, True)
    move_symbiosis(symbiosis, stage=Stage.NEGOTIATION, seen=Stage.DISCUSSION, by=coordinator, now=NOON)

    for _time in range(2):
        work_off(now=LATER)

    codes = list(Notice.objects.order_by("code").values_list("code", flat=True))
    assert codes == [Notice.Code.FIRMS_INTRODUCED] * 2 + [Notice.Code.STAGE_MOVED] * 2


def test_an_end_by_the_coordinator_is_no_firms_no():
    symbiosis = make_symbiosis()
    firms_answer(symbiosis, True)
    fail_symbiosis(symbiosis, seen=Stage.IDEA, barrier="law", by=make_coordinator(), now=NOON)

    work_off(now=LATER)

    assert set(Notice.objects.values_list("code", "values__stage")) == {(Notice.Code.STAGE_MOVED, Stage.FAILED)}


def test_a_no_notes_its_barrier():
    symbiosis = make_symbiosis()
    party = symbiosis.parties.first()

    answer_introduction(
        party, by=make_member(party.listing.firm), now=NOON, consents=False, barrier="price", note="För dyrt"
    )

    barrier = symbiosis.barriers.get()
    assert (barrier.code, barrier.note, barrier.state) == ("price", "För dyrt", Barrier.State.OPEN)
