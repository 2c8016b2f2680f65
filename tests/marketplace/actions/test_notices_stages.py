"""What the firms hear of the stages of a symbiosis, once each, and after the time to take a step back."""

from datetime import timedelta

import pytest

from marketplace.actions.stages import (
    correct_stage,
    fail_symbiosis,
    hold_symbiosis,
    move_symbiosis,
    resume_symbiosis,
)
from marketplace.models import Notice, Symbiosis
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis
from tests.marketplace.symbioses import FORWARD, LATER, firms_answer, met
from tests.worker import work_off

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage


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
