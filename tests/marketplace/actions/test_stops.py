"""Putting a symbiosis on hold, going on with it, and ending it: what stood in the way, and where it had been."""

import pytest
from django.core.exceptions import ValidationError as Invalid

from marketplace.actions.listings import change_listing
from marketplace.actions.stages import (
    fail_symbiosis,
    hold_symbiosis,
    resume_symbiosis,
)
from marketplace.actions.symbioses import renew_consents
from marketplace.errors import RefusedError
from marketplace.models import Barrier, Notice, Party, Symbiosis
from tests.factories import NOON, make_coordinator, make_symbiosis
from tests.marketplace.symbioses import LATER, firms_answer, met, moves
from tests.worker import work_off

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage
RUNNING = [stage for stage in Stage if stage not in (Stage.ON_HOLD, Stage.FAILED)]


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
