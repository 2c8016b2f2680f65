"""Official lists of waste codes, taken in as dated rows over the shipped tables."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import RefusedError
from marketplace.models import Event, TableCorrection, User
from marketplace.queries.table_corrections import approved_corrections, as_amendments, check_readable
from matching.codes.list_changes import CodeChange
from matching.knowledge import TableError


def import_waste_codes(
    changes: Sequence[CodeChange], *, source: str, by: User | None, now: datetime
) -> list[TableCorrection]:
    """Lay what an official list changes over the tables; nothing for no changes. Nobody reviews the law.

    Computes first, then writes. Raises RefusedError where the tables could not be read so.
    """
    today = timezone.localtime(now).date()
    facts = {"source": source, "reason": _("official list"), "valid_from": today}
    rows = [
        TableCorrection(
            table=each.table,
            row=each.row,
            column=each.column,
            old=each.old,
            new=each.new,
            cells=dict(each.cells),
            state=TableCorrection.State.APPROVED,
            proposed_by=by,
            proposed_at=now,
            reviewed_at=now,
            **facts,
        )
        for change in changes
        for each in change.amendments
    ]
    if not rows:
        return []
    try:
        check_readable(as_amendments([*approved_corrections(), *rows]))
    except (TableError, KeyError) as error:
        text = _("The tables cannot be read with this: %(why)s") % {"why": error}
        raise RefusedError(text, code="unreadable") from error
    with transaction.atomic():
        rows = TableCorrection.objects.bulk_create(rows)
        told = {"codes": [None, len(changes)]}
        record(Event.Kind.WASTE_CODES_IMPORTED, rows[0], by=by, now=now, changes=told)
    return rows
