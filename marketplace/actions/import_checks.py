"""Reading the rows of a staged import: what each would become, before anything is posted."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.actions.import_lookup import OUR_ID, find_site
from marketplace.actions.import_rows import refusal_of
from marketplace.actions.import_trials import Trial, try_row
from marketplace.actions.imports import Check, ImportedRow, Result
from marketplace.errors import RefusedError
from marketplace.models import Country, Import, ImportRow, Listing, User
from marketplace.permissions import can_edit_firm
from marketplace.queries.import_rows import understood_facts
from marketplace.queries.understanding import sure_material
from matching.tables import Row

TOGETHER = 100
_MOST_WORDS = 1_000  # texts that are looked up in an import: one takes up to ten milliseconds
_FIGURES = re.compile(r"\S*\d\S*")
_READ = ["external_id", "verdict", "understood", "problems", "result", "guesses"]


class Reader(Protocol):
    """What makes a listing's columns of staged rows (forms.imports.StagedReader)."""

    def row(self, row: ImportRow) -> Row: ...

    def read(self, row: Row) -> tuple[ImportedRow, Check]: ...


def check_rows(staged: Import, *, reader: Reader, now: datetime) -> None:
    """Read every row of an import whose columns are told, and say what each would become. Safe to repeat."""
    checker = RowChecker(staged, reader=reader, now=now)
    rows = list(staged.rows.order_by("number"))
    for start in range(0, len(rows), TOGETHER):
        some = rows[start : start + TOGETHER]
        checker.check(some)
        with transaction.atomic():
            if not _is_being_read(staged):
                return  # done by another worker, or told anew
            save_rows(some, fields=_READ)
            Import.objects.filter(pk=staged.pk).update(done=start + len(some))
    with transaction.atomic():
        if _is_being_read(staged):
            Import.objects.filter(pk=staged.pk).update(state=Import.State.READY, done=0)


def check_row(row: ImportRow, *, reader: Reader, now: datetime) -> ImportRow:
    """Read one row of an import anew, after it was corrected."""
    others = row.staged.rows.exclude(pk=row.pk).exclude(external_id="").filter(number__lt=row.number, is_left_out=False)
    checker = RowChecker(row.staged, reader=reader, now=now)
    checker.first_rows = dict(others.values_list("external_id", "number"))
    row.guesses = {}
    checker.check([row])
    row.save(update_fields=_READ)
    return row


def save_rows(rows: list[ImportRow], *, fields: list[str]) -> None:
    """Save some fields of rows of one import, which is locked: with one statement that says each value once."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _is_being_read(staged: Import) -> bool:
    return Import.objects.select_for_update().filter(pk=staged.pk, state=Import.State.CHECKING).exists()


class RowChecker:
    """Reads rows of one import; keeps what they have in common."""

    def __init__(self, staged: Import, *, reader: Reader, now: datetime) -> None:
        self._staged, self._reader, self._now = staged, reader, now
        self._may_add_site = _may_add_site(staged.uploaded_by, staged)
        self._sites: dict[object, bool] = {}
        self._materials: dict[str, str] = {}
        self.first_rows: dict[str, int] = {}

    def check(self, rows: Iterable[ImportRow]) -> None:
        """Set what each row would become, in the language of whoever uploaded them."""
        with translation.override(self._staged.language):
            for row in rows:
                self._check(row)

    def _check(self, row: ImportRow) -> None:
        row.external_id, row.understood = "", {}
        try:
            trial = self._try(row)
            if "material" in trial.problems and "material" not in row.fixes and (code := self._material(row)):
                row.guesses = {"material": code}
                trial = self._try(row)
        except (RefusedError, ValidationError) as error:
            row.verdict, row.result, row.problems = ImportRow.Verdict.REJECTED, Result.REJECTED, _plain(error)
            return
        if row.external_id in self.first_rows:
            sentence = _("It is the same as row %(row)s: give each listing of a firm its own id.")
            row.verdict, row.result = ImportRow.Verdict.REJECTED, Result.REJECTED
            row.problems = {"": [sentence % {"row": self.first_rows[row.external_id]}]}
            return
        if not row.is_left_out:
            self.first_rows[row.external_id] = row.number
        row.problems = {name: list(map(str, sentences)) for name, sentences in trial.problems.items()}
        row.verdict = ImportRow.Verdict.DRAFT if row.problems else ImportRow.Verdict.READY
        row.result = trial.result

    def _try(self, row: ImportRow) -> Trial:
        cells = self._reader.row(row)
        row.understood = {"title": cells.text("title")}
        imported, check = self._reader.read(cells)
        row.external_id = imported.external_id
        refused = "" if self._is_site_fine(imported) else _("Only the firm's owners and a coordinator can add a site.")
        existing = self._existing(imported)
        trial = try_row(imported, check=check, existing=existing, site_refused=refused, now=self._now)
        row.understood = understood_facts(trial.facts)
        return trial

    def _existing(self, imported: ImportedRow) -> Listing | None:
        """Return the firm's listing with the row's id (import_lookup.Lookup.listing), without asking for each."""
        by_id, ours = self._listings, OUR_ID.fullmatch(imported.external_id)
        return by_id.get(imported.external_id) or (by_id.get(int(ours[1])) if ours else None)

    @cached_property
    def _listings(self) -> dict[str | int, Listing]:
        listings = self._staged.firm.listings.only("external_id", "import_digest", "state", "side", "firm")
        return {listing.external_id or listing.pk: listing for listing in listings}

    def _is_site_fine(self, imported: ImportedRow) -> bool:
        if self._may_add_site or not imported.place:
            return True
        key = tuple(sorted(imported.place.items()))
        if key not in self._sites:
            self._sites[key] = find_site(self._staged.firm, facts=imported.place) is not None
        return self._sites[key]

    def _material(self, row: ImportRow) -> str:
        """Return the material that a row's words surely mean, if there is one."""
        cells = self._reader.row(row)
        text = " ".join(dict.fromkeys(filter(None, (cells.text("material"), cells.text("title")))))
        key = text = _FIGURES.sub(" ", text).casefold()  # numbers of lots are no words of a material
        if key not in self._materials:
            if len(self._materials) >= _MOST_WORDS:
                return ""
            found = (sure_material(text, language=each) for each in self._languages())
            self._materials[key] = next(filter(None, found), "")
        return self._materials[key]

    def _languages(self) -> tuple[str, str]:
        """Return the languages that words may be in, that of the firm's country first: firms work across the border."""
        return ("nb", "sv") if self._staged.firm.country == Country.NORWAY else ("sv", "nb")


def _may_add_site(user: User | None, staged: Import) -> bool:
    return user is not None and can_edit_firm(user, staged.firm)


def _plain(error: RefusedError | ValidationError) -> Mapping[str, list[str]]:
    return {name: list(map(str, sentences)) for name, sentences in refusal_of(error).items()}
