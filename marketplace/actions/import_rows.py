"""Bringing many rows into the site, some to a transaction: a bad row never stops the rest."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.import_lookup import Lookup
from marketplace.actions.imports import Check, ImportedRow, Outcome, Problems, Result, import_row
from marketplace.errors import RefusedError
from marketplace.models import Firm, Listing, User
from marketplace.wording.imports import column_of, report_line, row_problems
from matching.tables import Row

# A commit for each row would cost more than the row; while a transaction lasts, nobody else can write to SQLite.
TOGETHER = 50
Read = Callable[[Row], tuple[ImportedRow, Check]]
Reading = tuple[ImportedRow, Check] | RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReport:
    """What became of a row, and by field of the form why it is a draft or rejected."""

    row: Row
    result: Result
    listing: Listing | None = None
    problems: Problems = field(default_factory=dict)
    before: Mapping[str, object] | None = None

    @property
    def is_draft(self) -> bool:
        return self.listing is not None and self.listing.state == Listing.State.DRAFT

    @property
    def why(self) -> list[str]:
        return row_problems({column_of(name): sentences for name, sentences in self.problems.items()})

    @property
    def line(self) -> str:
        return report_line(
            number=self.row.number,
            title=self.row.text("title"),
            result=self.result,
            is_draft=self.is_draft,
            why=self.why,
        )


def import_rows(rows: Sequence[Row], *, read: Read, by: User | None, now: datetime) -> Iterator[RowReport]:
    """Import row by row and yield what became of each. read: what a row is about, and what checks its facts."""
    first_rows: dict[object, int] = {}
    for start in range(0, len(rows), TOGETHER):
        yield from import_some(rows[start : start + TOGETHER], first_rows=first_rows, read=read, by=by, now=now)


@transaction.atomic
def import_some(
    rows: Iterable[Row], *, first_rows: dict[object, int], read: Read, by: User | None, now: datetime
) -> list[RowReport]:
    """Import some rows in one transaction. first_rows: by key, the number of the row that has it; is added to."""
    lookup = Lookup(by=by, now=now)
    readings = [(row, _reading(row, read=read)) for row in rows]
    _foresee([reading[0] for _row, reading in readings if isinstance(reading, tuple)], lookup=lookup)

    def bring(row: Row, reading: Reading) -> Outcome:
        if not isinstance(reading, tuple):
            raise reading
        imported, check = reading
        if imported.key in first_rows:
            sentence = _("It is the same as row %(row)s: give each listing of a firm its own id.")
            raise RefusedError(sentence % {"row": first_rows[imported.key]})
        outcome = import_row(imported, check=check, by=by, now=now, lookup=lookup)
        first_rows[imported.key] = row.number
        return outcome

    reports = []
    for row, reading in readings:
        try:
            outcome = bring(row, reading)
        except (RefusedError, ValidationError, PermissionDenied) as error:
            lookup.forget()
            reports.append(RowReport(row=row, result=Result.REJECTED, problems=refusal_of(error)))
        else:
            facts = {"listing": outcome.listing, "problems": outcome.problems, "before": outcome.before}
            reports.append(RowReport(row=row, result=outcome.result, **facts))
    return reports


def _reading(row: Row, *, read: Read) -> Reading:
    """Return what a row is about, or why it cannot be told."""
    try:
        return read(row)
    except RefusedError as refusal:
        return refusal


def _foresee(rows: Iterable[ImportedRow], *, lookup: Lookup) -> None:
    of_firm: dict[int, tuple[Firm, list[str]]] = {}
    for row in rows:
        if isinstance(row.firm, Firm):
            of_firm.setdefault(row.firm.pk, (row.firm, []))[1].append(row.external_id)
    for firm, external_ids in of_firm.values():
        lookup.foresee(firm, external_ids=external_ids)


def refusal_of(error: RefusedError | ValidationError | PermissionDenied) -> Problems:
    """Return why a row was refused, by field; under "" what is about the whole row."""
    if isinstance(error, RefusedError):
        return {"": [error.message]}
    if isinstance(error, PermissionDenied):
        return {"": [str(error)]}
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
