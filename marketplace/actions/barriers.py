"""Barriers: noted, removed, and in the way again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.activity import locked_symbiosis, record_activity
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Barrier, Event, Symbiosis, User

State = Barrier.State


def keep_barrier(
    symbiosis: Symbiosis, *, code: str, note: str = "", remover: str = "", by: User | None, now: datetime
) -> Barrier:
    """Note a barrier of a locked symbiosis, or add to the one that is noted already. For other actions."""
    barrier = symbiosis.barriers.filter(code=code, state=State.OPEN).first()
    if barrier is None:
        barrier = Barrier(symbiosis=symbiosis, code=code, note=note, remover=remover, noted_by=by, noted_at=now)
        barrier.full_clean()
        barrier.save()
        changes = {"barrier": [None, code]}
        record_activity(symbiosis, Event.Kind.BARRIER_NOTED, by=by, now=now, changes=changes)
    elif note or remover:
        barrier.note, barrier.remover = note or barrier.note, remover or barrier.remover
        barrier.full_clean()
        barrier.save(update_fields=["note", "remover"])
    return barrier


def lift_barrier(symbiosis: Symbiosis, *, code: str, by: User | None, now: datetime) -> None:
    """Mark a locked symbiosis' barrier of this code as removed, if one is open. For other actions."""
    if barrier := symbiosis.barriers.filter(code=code, state=State.OPEN).first():
        _set_state(symbiosis, barrier, state=State.REMOVED, by=by, now=now)


@transaction.atomic
def note_barrier(
    symbiosis: Symbiosis, *, code: str, note: str = "", remover: str = "", by: User, now: datetime
) -> Barrier:
    """Note what stands in the way, without stopping. Raises PermissionDenied, RefusedError, ValidationError."""
    symbiosis = locked_symbiosis(symbiosis, by=by)
    barrier = symbiosis.barriers.filter(code=code, state=State.OPEN).first()
    if barrier and (barrier.note, barrier.remover) == (note, remover):
        return barrier  # sent twice
    if barrier:
        raise RefusedError(
            _("“%(barrier)s” is noted already. Write down what is new as a note.")
            % {"barrier": barrier.get_code_display()},
            code="noted_already",
        )
    return keep_barrier(symbiosis, code=code, note=note, remover=remover, by=by, now=now)


@transaction.atomic
def remove_barrier(barrier: Barrier, *, by: User, now: datetime) -> Barrier:
    """Say that a barrier is no longer in the way. Raises PermissionDenied."""
    return _change(barrier, state=State.REMOVED, by=by, now=now)


@transaction.atomic
def return_barrier(barrier: Barrier, *, by: User, now: datetime) -> Barrier:
    """Say that a barrier is in the way again. Raises PermissionDenied, RefusedError if it is noted anew already."""
    return _change(barrier, state=State.OPEN, by=by, now=now)


def _change(barrier: Barrier, *, state: Barrier.State, by: User, now: datetime) -> Barrier:
    symbiosis = locked_symbiosis(barrier.symbiosis, by=by)
    barrier = symbiosis.barriers.get(pk=barrier.pk)
    if barrier.state == state:
        return barrier  # sent twice, or somebody else has said so too
    if state == State.OPEN and symbiosis.barriers.filter(code=barrier.code, state=State.OPEN).exists():
        raise WrongStateError(
            _("“%(barrier)s” is noted anew already.") % {"barrier": barrier.get_code_display()}, code="noted_already"
        )
    _set_state(symbiosis, barrier, state=state, by=by, now=now)
    return barrier


def _set_state(symbiosis: Symbiosis, barrier: Barrier, *, state: Barrier.State, by: User | None, now: datetime) -> None:
    is_removed = state == State.REMOVED
    barrier.move_to(state)
    barrier.removed_by, barrier.removed_at = (by, now) if is_removed else (None, None)
    barrier.save(update_fields=["state", "removed_by", "removed_at"])
    kind = Event.Kind.BARRIER_REMOVED if is_removed else Event.Kind.BARRIER_RETURNED
    changes = {"barrier": [None, barrier.code]}
    record_activity(symbiosis, kind, by=by, now=now, changes=changes)
