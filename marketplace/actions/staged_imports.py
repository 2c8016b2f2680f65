"""A file of listings on its way in: uploaded, its columns told, its rows corrected, begun, taken back, put aside."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import RefusedError, WrongStateError, require
from marketplace.models import Event, Import, ImportRow, User
from marketplace.permissions import can_import, is_coordinator

# The text of a file is kept as long as somebody may want to go on with it, or to take it back.
UNFINISHED_FOR, DONE_FOR = timedelta(days=7), timedelta(days=30)
_MADE_ANEW = {"verdict": "", "result": "", "problems": {}, "understood": {}, "guesses": {}, "external_id": ""}


@transaction.atomic
def upload_import(staged: Import, *, rows: Iterable[ImportRow], by: User, now: datetime) -> Import:
    """Keep an uploaded file for looking through. The same file again is the one that is under way already.

    staged, rows: unsaved. Raises PermissionDenied, RefusedError, ValidationError.
    """
    require(can_import(by, staged.firm), _("Only the firm's members and a coordinator of its area can import for it."))
    if staged.firm.hidden_at and not is_coordinator(by):
        raise RefusedError(_("This firm is hidden after a report. Talk to your coordinator."), code="firm_hidden")
    staged.uploaded_by, staged.uploaded_at = by, now
    staged.full_clean(exclude={"firm", "site", "uploaded_by", "started_by", "ended_at"}, validate_constraints=False)
    try:
        with transaction.atomic():
            staged.save()
    except IntegrityError:
        return _under_way(staged)
    for row in rows:
        row.staged = staged
    ImportRow.objects.bulk_create(rows, batch_size=500)
    record(Event.Kind.IMPORT_UPLOADED, staged, by=by, now=now)
    return staged


def _under_way(staged: Import) -> Import:
    states = [*Import.UNFINISHED, Import.State.RUNNING]
    return Import.objects.get(firm=staged.firm, digest=staged.digest, state__in=states)


@transaction.atomic
def map_columns(staged: Import, *, columns: list[str], unit: str, rhythm: str, by: User, now: datetime) -> Import:
    """Say what each column of the file is, and have its rows read. Raise PermissionDenied, WrongStateError."""
    staged = locked_import(staged, by=by)
    told = [column for column in columns if column]
    if len(columns) != len(staged.heading) or len(set(told)) != len(told):
        raise ValidationError(_("Two columns are said to be the same. Choose one of them, and leave the other out."))
    if not {"title", "material"} & set(told):
        raise ValidationError(_("Say which column tells what it is: “Title” or “Material”."))
    staged.move_to(Import.State.CHECKING)
    staged.columns, staged.unit, staged.rhythm, staged.done = columns, unit, rhythm, 0
    staged.save(update_fields=["state", "columns", "unit", "rhythm", "done"])
    staged.rows.update(**_MADE_ANEW)
    record(Event.Kind.IMPORT_MAPPED, staged, by=by, now=now)
    return staged


@transaction.atomic
def correct_row(row: ImportRow, *, fixes: Mapping[str, str], by: User, now: datetime) -> ImportRow:
    """Put what a person has typed in the place of a row's cells; it is to be read anew. Raise PermissionDenied, …"""
    staged = _to_look_through(row, by=by)
    row = staged.rows.select_for_update().get(pk=row.pk)
    row.fixes, row.is_left_out = {**row.fixes, **fixes}, False
    row.save(update_fields=["fixes", "is_left_out"])
    record(Event.Kind.IMPORT_CHANGED, staged, by=by, now=now, changes={"row": [row.number, row.number]})
    return row


@transaction.atomic
def leave_out_row(row: ImportRow, *, is_left_out: bool, by: User, now: datetime) -> None:
    """Leave a row out of the import, or take it in again. Raise PermissionDenied, WrongStateError."""
    staged = _to_look_through(row, by=by)
    if staged.rows.filter(pk=row.pk).exclude(is_left_out=is_left_out).update(is_left_out=is_left_out):
        changes = {"row": [row.number, row.number], "is_left_out": [not is_left_out, is_left_out]}
        record(Event.Kind.IMPORT_CHANGED, staged, by=by, now=now, changes=changes)


@transaction.atomic
def start_import(staged: Import, *, by: User, now: datetime) -> Import:
    """Have the rows imported. Begun twice, it runs once. Raise PermissionDenied, WrongStateError, RefusedError."""
    staged = locked_import(staged, by=by)
    if staged.state in (Import.State.RUNNING, Import.State.DONE):
        return staged
    if not staged.rows.filter(is_left_out=False).exclude(verdict=ImportRow.Verdict.REJECTED).exists():
        raise RefusedError(_("No row can be imported as they are. Correct at least one, or upload another file."))
    staged.move_to(Import.State.RUNNING)
    staged.started_by, staged.done = by, 0
    staged.save(update_fields=["state", "started_by", "done"])
    record(Event.Kind.IMPORT_STARTED, staged, by=by, now=now)
    return staged


@transaction.atomic
def take_back_import(staged: Import, *, by: User, now: datetime) -> Import:
    """Have what an import has made undone. Asked twice, it is undone once. Raise PermissionDenied, WrongStateError."""
    staged = locked_import(staged, by=by)
    if staged.state in (Import.State.UNDOING, Import.State.UNDONE):
        return staged
    staged.move_to(Import.State.UNDOING)
    staged.done = 0
    staged.save(update_fields=["state", "done"])
    record(Event.Kind.IMPORT_TAKEN_BACK, staged, by=by, now=now)
    return staged


@transaction.atomic
def discard_import(staged: Import, *, by: User, now: datetime) -> None:
    """Forget a file that has not been imported. Raise PermissionDenied, WrongStateError."""
    staged = locked_import(staged, by=by)
    if staged.state not in Import.UNFINISHED:
        raise WrongStateError(_("This file has been imported. Undo that instead."))
    record(Event.Kind.IMPORT_DISCARDED, staged.firm, by=by, now=now)
    staged.delete()


def forget_imports(*, now: datetime) -> int:
    """Delete the files that nobody went on with, and those imported long ago; return how many. Listings stay."""
    left = Q(state__in=Import.UNFINISHED, uploaded_at__lt=now - UNFINISHED_FOR)
    over = Q(uploaded_at__lt=now - DONE_FOR)
    old = list(Import.objects.filter(left | over).values_list("pk", flat=True))
    Import.objects.filter(pk__in=old).delete()
    return len(old)


def forget_imports_of(user: User) -> None:
    """Delete the files that a person has uploaded: their text may name them. What was imported stays."""
    Import.objects.filter(uploaded_by=user).delete()


def _to_look_through(row: ImportRow, *, by: User) -> Import:
    staged = locked_import(row.staged, by=by)
    if staged.state != Import.State.READY:
        sentence = _("This import is “%(now)s”, so its rows stay as they are.")
        raise WrongStateError(sentence % {"now": staged.get_state_display()})
    return staged


def locked_import(staged: Import, *, by: User) -> Import:
    """Return the row as it is now, locked, if `by` may import for its firm."""
    fresh = Import.objects.select_for_update(of=("self",)).select_related("firm", "site").get(pk=staged.pk)
    require(can_import(by, fresh.firm), _("Only the firm's members and a coordinator of its area can import for it."))
    return fresh
