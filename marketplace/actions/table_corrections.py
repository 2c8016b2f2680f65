"""Corrections of the knowledge tables: proposed by one coordinator, reviewed by another, dated, never final."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import RefusedError, require
from marketplace.knowledge_tables import current_amendments, current_tables
from marketplace.models import Event, TableCorrection, User
from marketplace.permissions import can_review_correction, can_withdraw_correction, is_coordinator
from marketplace.queries.table_corrections import (
    CORRECTABLE,
    as_amendments,
    check_readable,
    current_row,
    terms_table,
)
from matching.knowledge import LANGUAGES, TableError, TermKind, fold_text, key_of
from matching.words.folding import STOP_WORDS, words

State = TableCorrection.State
_ABOVE_ZERO = {"density_kg_m3", "kg_each", "dry_matter_pct", "shelf_life_days", "yield", "smallest", "haul_km"}


def propose_correction(correction: TableCorrection, *, by: User, now: datetime) -> TableCorrection:
    """Propose that a cell says something else: table, row, column, new, reason, source and valid_from are told.

    Computes first, then writes. Raises PermissionDenied, RefusedError for what cannot be, ValidationError.
    """
    require(is_coordinator(by), _("Only coordinators propose corrections."))
    if correction.column not in CORRECTABLE.get(correction.table, ()):
        raise RefusedError(_("This part of the tables cannot be corrected here."), code="not_correctable")
    cells = current_row(correction.table, correction.row)
    if cells is None:
        raise RefusedError(_("The tables have no such row any more."), code="no_row")
    correction.old, correction.new = cells[correction.column], correction.new.strip()
    if correction.new == correction.old:
        raise RefusedError(_("The tables say that already: %(text)s") % {"text": correction.old}, code="says_that")
    _check_value(correction)
    return _propose(correction, by=by, now=now)


def propose_term(
    *, concept: str, language: str, text: str, reason: str, valid_from: date, by: User, now: datetime
) -> TableCorrection:
    """Propose a new word for a material or use. Raises PermissionDenied, RefusedError, ValidationError."""
    require(is_coordinator(by), _("Only coordinators propose corrections."))
    known, text = current_tables(), fold_text(text)
    if concept not in known.materials and concept not in known.uses:
        raise RefusedError(_("Choose a material or a use that there is."), code="no_concept")
    if language not in LANGUAGES or not set(words(text)) - STOP_WORDS:
        raise RefusedError(_("Give a word that tells something, and its language."), code="no_word")
    if any((each.language, fold_text(each.text), each.code) == (language, text, concept) for each in known.terms):
        raise RefusedError(_("The tables know “%(word)s” already.") % {"word": text}, code="says_that")
    kind = TermKind.MATERIAL if concept in known.materials else TermKind.USE
    cells = {"language": language, "text": text, "code": concept, "kind": str(kind)}
    table = terms_table(concept)
    term = TableCorrection(table=table, row=key_of(table, cells), cells=cells, reason=reason, valid_from=valid_from)
    return _propose(term, by=by, now=now)


def _propose(correction: TableCorrection, *, by: User, now: datetime) -> TableCorrection:
    _check_tables(correction)
    correction.state, correction.proposed_by, correction.proposed_at = State.PROPOSED, by, now
    with transaction.atomic():
        correction.full_clean()
        correction.save()
        record(Event.Kind.CORRECTION_PROPOSED, correction, by=by, now=now)
    return correction


def _check_value(correction: TableCorrection) -> None:
    """Refuse what the tables could be read with, and yet is nonsense."""
    column, new = correction.column, correction.new
    if column in _ABOVE_ZERO and new and not _is_above_zero(new):
        raise RefusedError(
            _("“%(value)s” has to be a number above 0, with a point: 12.5") % {"value": new}, code="number"
        )
    known = current_tables()
    lists = {"waste_codes": known.waste_codes, "inputs": known.materials, "residues": known.materials}
    unknown = [code for code in new.split(";") if code and code not in lists[column]] if column in lists else []
    if unknown:
        raise RefusedError(_("There is no code %(codes)s.") % {"codes": ", ".join(unknown)}, code="no_code")


def _is_above_zero(text: str) -> bool:
    try:
        return 0 < float(text) < float("inf")
    except ValueError:
        return False


def _check_tables(correction: TableCorrection) -> None:
    """Refuse what the tables could not be read with: a row in force must never stop the site."""
    try:
        check_readable((*current_amendments(), *as_amendments([correction])))
    except (TableError, KeyError) as error:
        text = _("The tables cannot be read with this: %(why)s") % {"why": error}
        raise RefusedError(text, code="unreadable") from error


def approve_correction(correction: TableCorrection, *, by: User, now: datetime) -> TableCorrection:
    """Lay a correction over the tables from its day on: each process takes it in with what it does next.

    Raises PermissionDenied, WrongStateError, RefusedError where the tables have changed so that it no longer fits.
    """
    require(can_review_correction(by, correction), _("Another coordinator has to review this."))
    _check_tables(correction)
    return _review(correction, State.APPROVED, allowed=can_review_correction, by=by, now=now)


def reject_correction(correction: TableCorrection, *, by: User, now: datetime) -> TableCorrection:
    """Say no to a correction. Raises PermissionDenied, WrongStateError."""
    return _review(correction, State.REJECTED, allowed=can_review_correction, by=by, now=now)


def withdraw_correction(correction: TableCorrection, *, by: User, now: datetime) -> TableCorrection:
    """Take back a proposal, or take a correction out of force. Raises PermissionDenied, WrongStateError."""
    return _review(correction, State.WITHDRAWN, allowed=can_withdraw_correction, by=by, now=now)


@transaction.atomic
def _review(
    correction: TableCorrection,
    state: TableCorrection.State,
    *,
    allowed: Callable[[User, TableCorrection], bool],
    by: User,
    now: datetime,
) -> TableCorrection:
    correction = TableCorrection.objects.select_for_update().get(pk=correction.pk)
    require(allowed(by, correction), _("Another coordinator has to do this."))
    before = correction.state
    correction.move_to(state)
    correction.reviewed_by, correction.reviewed_at = by, now
    correction.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    record(Event.Kind.CORRECTION_REVIEWED, correction, by=by, now=now, changes={"state": [before, str(state)]})
    return correction
