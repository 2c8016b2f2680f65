"""Two coordinators, or a coordinator and a firm, at the same symbiosis at the same moment."""

from datetime import timedelta
from functools import partial

from marketplace.actions.barriers import note_barrier
from marketplace.actions.listings import change_listing
from marketplace.actions.next_steps import hand_over_symbiosis, remind_of_step
from marketplace.actions.stages import fail_symbiosis, hold_symbiosis, move_symbiosis, resume_symbiosis
from marketplace.actions.symbioses import answer_introduction, renew_consents
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Listing, Notice, Symbiosis
from tests.at_once import errors_of, kinds
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis
from tests.worker import work_off

Kind, Stage = Event.Kind, Symbiosis.Stage


def met(**fields):
    return make_symbiosis(**{"answer": "yes", "stage": Stage.DISCUSSION, "introduced_at": NOON, **fields})


def test_of_two_who_move_at_once_one_counts_and_the_other_is_told_who_and_when(at_once):
    symbiosis = met()
    kajsa, frode = make_coordinator(name="Kajsa"), make_coordinator(name="Frode")
    seen = {"seen": Stage.DISCUSSION, "now": NOON}

    outcomes = at_once(
        lambda: move_symbiosis(symbiosis, stage=Stage.NEGOTIATION, by=kajsa, **seen),
        lambda: hold_symbiosis(symbiosis, barrier="price", by=frode, **seen),
    )

    (refusal,) = errors_of(outcomes)
    symbiosis.refresh_from_db()
    assert isinstance(refusal, WrongStateError)
    assert f"{symbiosis.moved_by.name} was here first" in refusal.message
    assert "24 Nov 2026" in refusal.message
    assert kinds(Kind.SYMBIOSIS_MOVED) == 1
    assert symbiosis.stage == (Stage.NEGOTIATION if symbiosis.moved_by == kajsa else Stage.ON_HOLD)
    assert symbiosis.barriers.count() == (symbiosis.moved_by == frode)


def test_of_two_who_move_to_the_same_stage_at_once_one_is_told_of_the_other(at_once):
    symbiosis = met()
    people = make_coordinator(), make_coordinator()

    outcomes = at_once(
        *[
            partial(move_symbiosis, symbiosis, stage=Stage.NEGOTIATION, seen=Stage.DISCUSSION, by=each, now=NOON)
            for each in people
        ]
    )

    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, WrongStateError)
    assert kinds(Kind.SYMBIOSIS_MOVED) == 1


def test_a_failure_and_the_last_yes_at_once_end_in_one_of_the_two(at_once):
    symbiosis = make_symbiosis()
    first, last = symbiosis.parties.order_by("pk")
    answer_introduction(first, by=make_member(first.listing.firm), now=NOON, consents=True)
    member, coordinator = make_member(last.listing.firm), make_coordinator()

    outcomes = at_once(
        lambda: answer_introduction(last, by=member, now=NOON, consents=True),
        lambda: fail_symbiosis(symbiosis, seen=Stage.IDEA, barrier="law", by=coordinator, now=NOON),
    )

    (refusal,) = errors_of(outcomes)
    symbiosis.refresh_from_db()
    last.refresh_from_db()
    assert isinstance(refusal, RefusedError)
    assert (symbiosis.stage, last.answer, symbiosis.introduced_at) in [
        (Stage.DISCUSSION, "yes", NOON),
        (Stage.FAILED, "unanswered", None),
    ]
    assert kinds(Kind.SYMBIOSIS_MOVED) == 1


def test_a_hold_and_a_changed_fact_at_once_ask_anew_in_either_order(at_once):
    symbiosis, coordinator = met(), make_coordinator()
    listing = symbiosis.parties.first().listing
    change_listing(listing, by=None, now=NOON, facts={"amount": 20})
    changed = Listing.objects.get(pk=listing.pk)

    outcomes = at_once(
        lambda: renew_consents(changed, by=None, now=NOON),
        lambda: hold_symbiosis(symbiosis, seen=Stage.DISCUSSION, barrier="law", by=coordinator, now=NOON),
    )

    symbiosis.refresh_from_db()
    assert all(isinstance(error, WrongStateError) for error in errors_of(outcomes))
    assert (symbiosis.course_stage, symbiosis.introduced_at) == (Stage.IDEA, None)
    assert kinds(Kind.CONSENT_RENEWED) == 1


def test_a_symbiosis_resumed_twice_at_once_goes_on_once(at_once):
    symbiosis = met(stage=Stage.ON_HOLD, stage_before_hold=Stage.NEGOTIATION)
    people = make_coordinator(), make_coordinator()

    outcomes = at_once(*[partial(resume_symbiosis, symbiosis, by=each, now=NOON) for each in people])

    symbiosis.refresh_from_db()
    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, WrongStateError)
    assert (symbiosis.stage, kinds(Kind.SYMBIOSIS_MOVED)) == (Stage.NEGOTIATION, 1)


def test_a_symbiosis_handed_to_two_at_once_is_one_persons(at_once):
    owner, one, other = make_coordinator(), make_coordinator(), make_coordinator()
    symbiosis = met(owner=owner)

    outcomes = at_once(
        *[partial(hand_over_symbiosis, symbiosis, to=each, seen=owner.pk, by=owner, now=NOON) for each in (one, other)]
    )

    symbiosis.refresh_from_db()
    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, RefusedError)
    assert symbiosis.owner.name in refusal.message
    assert kinds(Kind.SYMBIOSIS_HANDED_OVER) == 1


def test_a_barrier_noted_and_a_step_reminded_of_twice_at_once_are_there_once(at_once):
    symbiosis = met(owner=make_coordinator(), next_step="Ring", next_step_date=NOON.date())
    people = make_coordinator(), make_coordinator()

    noted = at_once(*[partial(note_barrier, symbiosis, code="law", by=each, now=NOON) for each in people])
    reminded = at_once(*[partial(remind_of_step, symbiosis, by=None, now=NOON)] * 2)
    work_off(now=NOON + timedelta(minutes=5))

    assert errors_of(noted) == errors_of(reminded) == []
    assert (symbiosis.barriers.count(), kinds(Kind.SYMBIOSIS_STEP_DUE)) == (1, 1)
    assert Notice.objects.filter(code=Notice.Code.STEP_DUE).count() == 1
