"""Goal – progress – next best step with a date; who takes it; and the reminder when its day has come."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.actions.activity import locked_symbiosis, record_activity
from marketplace.actions.events import changes_between, record
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Symbiosis, User
from marketplace.permissions import can_take_over

PLAN_FIELDS = ["goal", "progress", "next_step", "next_step_date", "is_step_shared"]


@transaction.atomic
def plan_symbiosis(symbiosis: Symbiosis, *, facts: Mapping[str, object], by: User, now: datetime) -> Symbiosis:
    """Change goal, progress, next step, its day, or whether the firms may read it.

    facts: any of PLAN_FIELDS. Raises PermissionDenied, WrongStateError where it has failed, ValidationError.
    """
    old = locked_symbiosis(symbiosis, by=by)
    if old.stage == Symbiosis.Stage.FAILED:
        raise WrongStateError(_("This symbiosis has failed: there is no next step. Write a note instead."))
    new = Symbiosis.objects.get(pk=old.pk)
    for name in PLAN_FIELDS:
        setattr(new, name, facts.get(name, getattr(old, name)))
    changes = changes_between(old, new, fields=PLAN_FIELDS)
    if not changes:
        return old
    if "next_step_date" in changes and new.next_step_date and new.next_step_date < localdate(now):
        raise ValidationError({"next_step_date": _("This day is over. Choose today or a later one.")})
    if new.next_step_date and not new.next_step:
        raise ValidationError({"next_step": _("Say what is to be done on that day.")})
    new.clean_fields(exclude=["suggestion", "owner", "moved_by"])
    new.save(update_fields=PLAN_FIELDS)
    record_activity(new, Event.Kind.SYMBIOSIS_PLANNED, by=by, now=now, changes=changes)
    return new


@transaction.atomic
def hand_over_symbiosis(symbiosis: Symbiosis, *, to: User, seen: int | None, by: User, now: datetime) -> Symbiosis:
    """Make another coordinator its owner, also one from across the border. Everything is kept.

    The new owner gains sight of it by that, wherever they coordinate; the old one keeps it only where it touches
    their area. seen: whom the person saw as its owner. Raises PermissionDenied, RefusedError.
    """
    symbiosis = locked_symbiosis(symbiosis, by=by)
    if symbiosis.owner_id == to.pk:
        return symbiosis  # sent twice
    if symbiosis.owner_id != seen:
        raise RefusedError(
            _("Meanwhile %(name)s looks after this. Look, and decide anew.") % {"name": symbiosis.owner or _("nobody")},
            code="already_handed_over",
        )
    if not can_take_over(to, symbiosis):
        raise RefusedError(
            _("%(name)s cannot take this over: only a coordinator who belongs to none of its firms can.")
            % {"name": to},
            code="cannot_take_over",
        )
    old, symbiosis.owner = symbiosis.owner_id, to
    symbiosis.reminded_date = None  # the new owner is reminded of the same step
    symbiosis.save(update_fields=["owner", "reminded_date"])
    record_activity(symbiosis, Event.Kind.SYMBIOSIS_HANDED_OVER, by=by, now=now, changes={"owner": [old, to.pk]})
    return symbiosis


@transaction.atomic
def remind_of_step(symbiosis: Symbiosis, *, by: User | None, now: datetime) -> None:
    """Record that the day of the next step has come; its owner is told. Once per date, safe to repeat."""
    symbiosis = Symbiosis.objects.select_for_update().get(pk=symbiosis.pk)
    day = symbiosis.next_step_date
    is_due = day is not None and day <= localdate(now) and symbiosis.stage not in Symbiosis.OVER
    if not is_due or symbiosis.reminded_date == day or symbiosis.owner_id is None:
        return
    symbiosis.reminded_date = day
    symbiosis.save(update_fields=["reminded_date"])  # being reminded is not doing something: it stays idle
    record(Event.Kind.SYMBIOSIS_STEP_DUE, symbiosis, by=by, now=now, changes={"next_step_date": [None, day]})
