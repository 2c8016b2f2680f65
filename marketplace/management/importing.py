"""Bring the rows of a table into the site, one transaction each: a bad row never stops the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marketplace.actions.imports import Problems, Result, import_row
from marketplace.errors import RefusedError
from marketplace.forms.imports import column_of, read_row
from marketplace.models import Listing
from marketplace.wording.imports import report_line, row_problems
from matching.tables import Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReport:
    """What became of a row, and why it is a draft or rejected."""

    row: Row
    result: Result
    listing: Listing | None = None
    why: list[str] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        return self.listing is not None and self.listing.state == Listing.State.DRAFT

    @property
    def line(self) -> str:
        return report_line(
            number=self.row.number,
            title=self.row.text("title"),
            result=self.result,
            is_draft=self.is_draft,
            why=self.why,
        )


def import_rows(table: Table, *, now: datetime) -> Iterator[RowReport]:
    """Import row by row and yield what became of each."""
    first_rows: dict[object, int] = {}
    for row in table.rows:
        yield _report(row, first_rows=first_rows, now=now)


def _report(row: Row, *, first_rows: dict[object, int], now: datetime) -> RowReport:
    try:
        imported, check = read_row(row)
        if imported.key in first_rows:
            sentence = _("It is the same as row %(row)s: give each listing of a firm its own id.")
            raise RefusedError(sentence % {"row": first_rows[imported.key]})
        outcome = import_row(imported, check=check, by=None, now=now)
    except RefusedError as refusal:
        return RowReport(row=row, result=Result.REJECTED, why=[refusal.message])
    except ValidationError as error:
        return RowReport(row=row, result=Result.REJECTED, why=_sentences(_problems(error)))
    first_rows[imported.key] = row.number
    return RowReport(row=row, result=outcome.result, listing=outcome.listing, why=_sentences(outcome.problems))


def _problems(error: ValidationError) -> Problems:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def _sentences(problems: Problems) -> list[str]:
    return row_problems({column_of(name): sentences for name, sentences in problems.items()})
