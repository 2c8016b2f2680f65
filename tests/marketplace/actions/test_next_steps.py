"""Next steps: planned, handed over, and reminded of once per date."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.logs import write_note
from marketplace.actions.next_steps import hand_over_symbiosis, plan_symbiosis, remind_of_step
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Notice, Symbiosis
from marketplace.permissions import can_follow_up
from marketplace.queries.symbioses import followed_symbioses, visible_symbioses
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis, make_user
from tests.worker import work_off

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage
TODAY = date(2026, 11, 24)
PLAN = {"goal": "Strö till 140 kor", "progress": "Prov taget", "next_step": "Ring", "next_step_date": TODAY}


def kinds(kind):
    return Event.objects.filter(kind=kind).count()


def test_plan_symbiosis_keeps_old_and_new():
    symbiosis, coordinator = make_symbiosis(), make_coordinator()

    for _time in range(2):
        plan_symbiosis(symbiosis, facts=PLAN, by=coordinator, now=NOON)

    symbiosis.refresh_from_db()
    assert {name: getattr(symbiosis, name) for name in PLAN} == PLAN
    event = Event.objects.get(kind=Event.Kind.SYMBIOSIS_PLANNED)
    assert event.changes["next_step_date"] == [None, "2026-11-24"]
    assert set(event.changes) == set(PLAN)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"next_step": "Ring", "next_step_date": date(2026, 11, 23)}, "next_step_date"),
        ({"next_step_date": TODAY}, "next_step"),
        ({"goal": "x" * 301}, "goal"),
    ],
)
def test_plan_symbiosis_refuses_what_makes_no_plan(facts, field):
    symbiosis = make_symbiosis()

    with pytest.raises(ValidationError) as refused:
        plan_symbiosis(symbiosis, facts=facts, by=make_coordinator(), now=NOON)

    assert list(refused.value.message_dict) == [field]
    assert kinds(Event.Kind.SYMBIOSIS_PLANNED) == 0


def test_plan_symbiosis_lets_a_day_that_has_passed_stand():
    symbiosis = make_symbiosis(next_step="Ring", next_step_date=date(2026, 11, 1))

    plan_symbiosis(symbiosis, facts={"goal": "Strö"}, by=make_coordinator(), now=NOON)

    symbiosis.refresh_from_db()
    assert symbiosis.goal == "Strö"


def test_plan_symbiosis_refuses_the_wrong_people_and_what_has_failed():
    symbiosis = make_symbiosis()
    firm = symbiosis.parties.first().listing.firm

    for person in (make_user(), make_member(firm), make_coordinator(("NO-5001",))):
        with pytest.raises(PermissionDenied):
            plan_symbiosis(symbiosis, facts=PLAN, by=person, now=NOON)
    with pytest.raises(WrongStateError):
        plan_symbiosis(make_symbiosis(stage=Stage.FAILED), facts=PLAN, by=make_coordinator(), now=NOON)


# --- Reminders


def due(owner=None, **fields):
    return make_symbiosis(owner=owner or make_coordinator(), **{**PLAN, **fields})


def test_remind_of_step_tells_the_owner_once_per_date_by_page_and_mail():
    symbiosis = due()

    for hours in (0, 1, 30):
        remind_of_step(symbiosis, by=None, now=NOON + timedelta(hours=hours))
        work_off(now=NOON + timedelta(hours=hours))

    notice = Notice.objects.get()
    assert (notice.code, notice.user, notice.values["step"]) == (Notice.Code.STEP_DUE, symbiosis.owner, "Ring")
    assert [message.to for message in mail.outbox] == [[symbiosis.owner.email]]
    assert "Ring" in mail.outbox[0].subject

    plan_symbiosis(symbiosis, facts={"next_step_date": TODAY + timedelta(days=2)}, by=symbiosis.owner, now=NOON)
    remind_of_step(symbiosis, by=None, now=NOON + timedelta(days=2))
    work_off(now=NOON + timedelta(days=2))

    assert Notice.objects.count() == len(mail.outbox) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"next_step_date": TODAY + timedelta(days=1)},
        {"next_step_date": None},
        {"stage": Stage.FAILED},
        {"stage": Stage.COMPLETED},
        {"reminded_date": TODAY},
    ],
)
def test_remind_of_step_leaves_alone_what_is_not_due(fields):
    remind_of_step(due(**fields), by=None, now=NOON)

    assert kinds(Event.Kind.SYMBIOSIS_STEP_DUE) == 0


def test_remind_of_step_tells_nobody_who_no_longer_coordinates():
    symbiosis = due()
    symbiosis.owner.coordinator.delete()

    remind_of_step(symbiosis, by=None, now=NOON)
    work_off(now=NOON)

    assert not Notice.objects.exists()


def test_being_reminded_does_not_make_it_alive():
    symbiosis = due(active_at=NOON - timedelta(days=40))

    remind_of_step(symbiosis, by=None, now=NOON)

    symbiosis.refresh_from_db()
    assert symbiosis.active_at == NOON - timedelta(days=40)


# --- Handing over


def test_hand_over_symbiosis_across_the_border_keeps_everything_and_gives_sight():
    owner, colleague = make_coordinator(name="Kajsa"), make_coordinator(("NO-5038",))
    symbiosis = due(owner, reminded_date=TODAY)
    write_note(symbiosis, text="Ring efter fem", by=owner, now=NOON)
    before = visible_symbioses(colleague).exists(), can_follow_up(colleague, symbiosis)

    for _time in range(2):
        hand_over_symbiosis(symbiosis, to=colleague, seen=owner.pk, by=owner, now=NOON)
    work_off(now=NOON)

    symbiosis.refresh_from_db()
    assert before == (False, False)
    assert (symbiosis.owner, symbiosis.next_step, symbiosis.reminded_date) == (colleague, "Ring", None)
    assert symbiosis.notes.get().text == "Ring efter fem"
    assert list(followed_symbioses(colleague)) == list(visible_symbioses(colleague)) == [symbiosis]
    assert can_follow_up(colleague, symbiosis)
    event = Event.objects.get(kind=Event.Kind.SYMBIOSIS_HANDED_OVER)
    assert (event.by, event.changes) == (owner, {"owner": [owner.pk, colleague.pk]})
    notice = Notice.objects.get()
    assert (notice.user, notice.code, notice.values["name"]) == (colleague, Notice.Code.HANDED_OVER, "Kajsa")


def test_who_hands_over_what_lies_outside_their_area_loses_sight_of_it():
    far, farther = make_coordinator(("NO-5038",)), make_coordinator(("NO-5001",))
    symbiosis = due(far)

    hand_over_symbiosis(symbiosis, to=farther, seen=far.pk, by=far, now=NOON)

    assert not visible_symbioses(far).exists()
    assert not can_follow_up(far, Symbiosis.objects.get())


def test_hand_over_symbiosis_refuses_people_who_cannot_take_over():
    owner = make_coordinator()
    symbiosis = due(owner)
    firm = symbiosis.parties.first().listing.firm
    involved, gone = make_coordinator(), make_coordinator(is_active=False)
    involved.membership_set.create(firm=firm)

    for person in (make_user(), make_member(firm), involved, gone):
        with pytest.raises(RefusedError, match="cannot take this over"):
            hand_over_symbiosis(symbiosis, to=person, seen=owner.pk, by=owner, now=NOON)
    for person in (make_member(firm), make_coordinator(("NO-5001",)), involved):
        with pytest.raises(PermissionDenied):
            hand_over_symbiosis(symbiosis, to=make_coordinator(), seen=owner.pk, by=person, now=NOON)


def test_hand_over_symbiosis_tells_the_slower_one_who_has_it():
    owner, first = make_coordinator(), make_coordinator(name="Frode")
    symbiosis = due(owner)
    hand_over_symbiosis(symbiosis, to=first, seen=owner.pk, by=owner, now=NOON)

    with pytest.raises(RefusedError, match="Meanwhile Frode looks after this"):
        hand_over_symbiosis(symbiosis, to=make_coordinator(), seen=owner.pk, by=owner, now=NOON)


def test_whoever_takes_over_by_themselves_is_not_told_of_it():
    symbiosis, coordinator = due(), make_coordinator()

    hand_over_symbiosis(symbiosis, to=coordinator, seen=symbiosis.owner_id, by=coordinator, now=NOON)
    work_off(now=NOON)

    assert not Notice.objects.exists()
