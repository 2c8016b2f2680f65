"""Carrying out a staged import, and undoing one: some rows to a transaction, so that a crash loses nothing."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.actions.import_checks import Reader, save_rows
from marketplace.actions.import_rows import TOGETHER, RowReport, import_some
from marketplace.actions.import_undoing import undo_row
from marketplace.actions.imports import Result
from marketplace.errors import RefusedError
from marketplace.models import Event, Import, ImportRow, Site
from marketplace.permissions import can_import

_BECAME = ["result", "problems", "verdict", "listing", "before", "is_imported"]


def run_rows(staged: Import, *, reader: Reader, now: datetime) -> None:
    """Import the rows of an import that was started. Safe to repeat: it goes on where it was left.

    Raises RefusedError if whoever started it may not any more; the import is then ready to be started by another.
    """
    by = staged.started_by
    if by is None or not can_import(by, staged.firm):
        with transaction.atomic():
            Import.objects.filter(pk=staged.pk, state=Import.State.RUNNING).update(state=Import.State.READY)
        raise RefusedError(_("Whoever started this import cannot import for the firm any more."), code="no_member")
    with translation.override(staged.language):
        while _run_some(staged, reader=reader, now=now):
            pass


@transaction.atomic
def _run_some(staged: Import, *, reader: Reader, now: datetime) -> bool:
    """Import the next rows; return whether there may be more."""
    fresh = Import.objects.select_for_update(of=("self",)).select_related("started_by").get(pk=staged.pk)
    if fresh.state != Import.State.RUNNING:
        return False
    wanted = fresh.rows.filter(is_left_out=False)
    rows = list(wanted.filter(is_imported=False).order_by("number")[:TOGETHER])
    if not rows:
        fresh.move_to(Import.State.DONE)
        fresh.ended_at = now
        fresh.save(update_fields=["state", "ended_at"])
        record(Event.Kind.IMPORT_ENDED, fresh, by=fresh.started_by, now=now)
        return False
    taken = wanted.filter(is_imported=True).exclude(result=Result.REJECTED)
    first_rows = {(fresh.firm_id, key): number for key, number in taken.values_list("external_id", "number")}
    cells = [reader.row(row) for row in rows]
    reports = import_some(cells, first_rows=first_rows, read=reader.read, by=fresh.started_by, now=now)
    for row, report in zip(rows, reports, strict=True):
        _note(row, report)
    save_rows(rows, fields=_BECAME)
    Import.objects.filter(pk=fresh.pk).update(done=fresh.done + len(rows))
    return True


def _note(row: ImportRow, report: RowReport) -> None:
    row.is_imported, row.result, row.listing = True, str(report.result), report.listing
    row.problems = {name: list(map(str, sentences)) for name, sentences in report.problems.items()}
    row.before = report.before if report.result == Result.CHANGED else None
    row.verdict = ImportRow.Verdict.DRAFT if report.is_draft else ImportRow.Verdict.READY
    if report.result == Result.REJECTED:
        row.verdict = ImportRow.Verdict.REJECTED


def undo_rows(staged: Import, *, by_event: Event, now: datetime) -> None:
    """Undo what an import has made and changed, as far as nothing hangs on it. Safe to repeat.

    by_event: the one that asked for it.
    """
    with translation.override(staged.language):
        while _undo_some(staged, by_event=by_event, now=now):
            pass


@transaction.atomic
def _undo_some(staged: Import, *, by_event: Event, now: datetime) -> bool:
    fresh = Import.objects.select_for_update().get(pk=staged.pk)
    if fresh.state != Import.State.UNDOING:
        return False
    made = fresh.rows.filter(result__in=[Result.CREATED, Result.CHANGED], is_imported=True, undone="")
    rows = list(made.select_related("listing__site").order_by("number")[:TOGETHER])
    if not rows:
        fresh.move_to(Import.State.UNDONE)
        fresh.save(update_fields=["state"])
        record(Event.Kind.IMPORT_UNDONE, fresh, by=by_event.by, now=now)
        return False
    sites = {row.listing.site_id for row in rows if row.listing}
    for row in rows:
        row.why_kept = undo_row(row, since=fresh, by=by_event.by, now=now)
        row.undone = ImportRow.Undone.KEPT if row.why_kept else ImportRow.Undone.UNDONE
    save_rows(rows, fields=["undone", "why_kept"])
    _remove_empty(sites, since=fresh)
    Import.objects.filter(pk=fresh.pk).update(done=fresh.done + len(rows))
    return True


def _remove_empty(sites: Iterable[int | None], *, since: Import) -> None:
    """Delete those of the sites that this import has made and nothing lies at any more."""
    started = Event.objects.filter(
        kind=Event.Kind.IMPORT_STARTED, subject_type__model="import", subject_id=since.pk
    ).values_list("at", flat=True)
    added = Event.objects.filter(
        kind=Event.Kind.SITE_ADDED,
        subject_id__in=[pk for pk in sites if pk],
        at__gte=min(started),
        at__lte=since.ended_at,
        by=since.started_by,
    )
    Site.objects.filter(pk__in=list(added.values_list("subject_id", flat=True)), listings=None).exclude(
        pk=since.site_id
    ).delete()
