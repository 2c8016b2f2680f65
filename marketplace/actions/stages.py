"""Moving a symbiosis from stage to stage."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.activity import locked_symbiosis
from marketplace.actions.barriers import keep_barrier, lift_barrier
from marketplace.actions.events import record
from marketplace.actions.logs import write_note
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Symbiosis, User
from marketplace.queries.corrections import CORRECTABLE_FOR, correctable_to

Stage = Symbiosis.Stage
_STOPS = (Stage.ON_HOLD, Stage.FAILED)
_STAGE_FIELDS = [
    "stage",
    "stage_before_hold",
    "stage_since",
    "moved_by",
    "barrier",
    "barrier_note",
    "next_step",
    "next_step_date",
    "introduced_at",
    "active_at",
]


def take_stage(symbiosis: Symbiosis, stage: Symbiosis.Stage, *, by: User | None, now: datetime) -> None:
    """Move a locked symbiosis, with whatever else was set on it, and record that. Raise WrongStateError."""
    old = symbiosis.stage
    symbiosis.move_to(stage)
    symbiosis.stage_since, symbiosis.moved_by, symbiosis.active_at = now, by, now
    if stage not in _STOPS:
        symbiosis.barrier = symbiosis.barrier_note = ""
    if stage in Symbiosis.OVER:
        symbiosis.next_step, symbiosis.next_step_date = "", None  # nobody is to be reminded of it
    symbiosis.clean_fields(exclude=["suggestion", "owner", "moved_by"])
    symbiosis.save(update_fields=_STAGE_FIELDS)
    changes = {"stage": [old, stage]} | ({"barrier": ["", symbiosis.barrier]} if symbiosis.barrier else {})
    record(Event.Kind.SYMBIOSIS_MOVED, symbiosis, by=by, now=now, changes=changes)


@transaction.atomic
def move_symbiosis(symbiosis: Symbiosis, *, stage: str, seen: str, by: User, now: datetime) -> Symbiosis:
    """Move a symbiosis one stage on.

    seen: the stage at which the mover saw it. Who was slower than somebody else is told, and moves nothing.
    Raises PermissionDenied, WrongStateError.
    """
    symbiosis = locked_symbiosis(symbiosis, by=by)
    if _is_sent_twice(symbiosis, stage=stage, by=by):
        return symbiosis
    _require_seen(symbiosis, seen=seen)
    step = (Stage(symbiosis.stage), Stage(stage))
    if step in Symbiosis.BY_CONSENT:
        raise WrongStateError(
            _("From “idea” to “discussion” leads only a yes of all firms. Remind those that have not answered.")
        )
    if set(_STOPS) & set(step):
        raise WrongStateError(_("On hold, failed and resumed each need an answer of their own. Choose that instead."))
    take_stage(symbiosis, step[1], by=by, now=now)
    return symbiosis


@transaction.atomic
def correct_stage(symbiosis: Symbiosis, *, seen: str, reason: str, by: User, now: datetime) -> Symbiosis:
    """Take back a step that was never true, to the stage before: within a week of it, and with a reason.

    The reason is kept in the log, the step and its correction in the history, so that no figure counts either.
    Raises PermissionDenied, WrongStateError, RefusedError without a reason.
    """
    symbiosis = locked_symbiosis(symbiosis, by=by)
    before = Symbiosis.CORRECTED.get(Stage(seen))
    if before and _is_sent_twice(symbiosis, stage=before, by=by):
        return symbiosis
    _require_seen(symbiosis, seen=seen)
    if not reason:
        raise RefusedError(_("Say why the step was wrong."), code="no_reason")
    stage = correctable_to(symbiosis, now=now)
    if stage is None:
        raise WrongStateError(
            _("Only the last step can be taken back, and only within %(days)s days. Put it on hold or end it instead.")
            % {"days": CORRECTABLE_FOR.days}
        )
    write_note(symbiosis, text=reason, by=by, now=now)
    symbiosis.correct_to(stage)
    symbiosis.stage_since, symbiosis.moved_by, symbiosis.active_at = now, by, now
    symbiosis.save(update_fields=["stage", "stage_since", "moved_by", "active_at"])
    changes = {"stage": [seen, stage], "corrected": [False, True]}
    record(Event.Kind.SYMBIOSIS_MOVED, symbiosis, by=by, now=now, changes=changes)
    return symbiosis


@transaction.atomic
def hold_symbiosis(
    symbiosis: Symbiosis, *, seen: str, barrier: str, by: User, now: datetime, note: str = "", remover: str = ""
) -> Symbiosis:
    """Put a symbiosis on hold because of a barrier; it can go back to where it was.

    Raises PermissionDenied, WrongStateError, RefusedError without a barrier.
    """
    stop = {"barrier": barrier, "note": note, "remover": remover}
    return _stop(symbiosis, stage=Stage.ON_HOLD, seen=seen, by=by, now=now, **stop)


@transaction.atomic
def fail_symbiosis(
    symbiosis: Symbiosis, *, seen: str, barrier: str, by: User, now: datetime, note: str = "", remover: str = ""
) -> Symbiosis:
    """End a symbiosis because of a barrier, for good. Raises PermissionDenied, WrongStateError, RefusedError."""
    stop = {"barrier": barrier, "note": note, "remover": remover}
    return _stop(symbiosis, stage=Stage.FAILED, seen=seen, by=by, now=now, **stop)


@transaction.atomic
def resume_symbiosis(symbiosis: Symbiosis, *, by: User, now: datetime, is_removed: bool = True) -> Symbiosis:
    """Let a symbiosis that was on hold go on where it was.

    is_removed: whether the barrier is gone; else it stays noted as open.
    Raises PermissionDenied, WrongStateError.
    """
    symbiosis = locked_symbiosis(symbiosis, by=by)
    if symbiosis.stage != Stage.ON_HOLD:
        if symbiosis.moved_by == by and symbiosis.stage not in _STOPS:
            return symbiosis  # sent twice
        raise symbiosis.overtaken()
    if is_removed:
        lift_barrier(symbiosis, code=symbiosis.barrier, by=by, now=now)
    take_stage(symbiosis, Stage(symbiosis.stage_before_hold), by=by, now=now)
    return symbiosis


def _stop(
    symbiosis: Symbiosis,
    *,
    stage: Symbiosis.Stage,
    seen: str,
    barrier: str,
    note: str,
    remover: str,
    by: User,
    now: datetime,
) -> Symbiosis:
    symbiosis = locked_symbiosis(symbiosis, by=by)
    if _is_sent_twice(symbiosis, stage=stage, by=by):
        return symbiosis
    _require_seen(symbiosis, seen=seen)
    if not barrier:
        raise RefusedError(_("Say what stands in the way."), code="no_barrier")
    symbiosis.barrier, symbiosis.barrier_note = barrier, note
    take_stage(symbiosis, stage, by=by, now=now)
    keep_barrier(symbiosis, code=barrier, note=note, remover=remover, by=by, now=now)
    return symbiosis


def _is_sent_twice(symbiosis: Symbiosis, *, stage: str, by: User) -> bool:
    return symbiosis.stage == stage and symbiosis.moved_by == by


def _require_seen(symbiosis: Symbiosis, *, seen: str) -> None:
    """Refuse to move what has moved since it was looked at: two coordinators may click at once."""
    if symbiosis.stage != seen:
        raise symbiosis.overtaken()
