"""The rows of a staged import as the one way of importing reads them."""

from collections.abc import Mapping
from functools import cached_property

from marketplace.actions.imports import Check, ImportedRow
from marketplace.documents.tables import as_typed
from marketplace.forms.imports.forgiving import tidy
from marketplace.forms.imports.rows import read_row
from marketplace.models import Import, ImportRow
from matching.tables import Row

_CHOSEN = ("unit", "rhythm")


class StagedReader:
    """Reads the rows of one import."""

    def __init__(self, staged: Import) -> None:
        self._staged = staged

    @cached_property
    def _amounts_are_read_in(self) -> str:
        return "nb" if self._staged.firm.country == "NO" else "sv"

    def typed(self, row: ImportRow) -> dict[str, str]:
        """Return what stands in each known column: as it came, or as a person has corrected it."""
        pairs = zip(self._staged.columns, row.cells, strict=False)
        return {**{column: as_typed(cell) for column, cell in pairs if column}, **row.fixes}

    def row(self, row: ImportRow) -> Row:
        """Return the row in a listing's columns."""
        staged = self._staged
        tidied = tidy(
            self.typed(row),
            side=staged.side,
            country=staged.firm.country,
            unit=staged.unit,
            rhythm=staged.rhythm,
            language=self._amounts_are_read_in,
        )
        # What a person has chosen counts more than what the amount's own cell says.
        chosen = {column: row.fixes[column] for column in _CHOSEN if column in row.fixes}
        return Row(row.number, {**tidied, **_unless_fixed(row), **chosen})

    def read(self, row: Row) -> tuple[ImportedRow, Check]:
        """Return which listing a row is about, and what checks its facts. Raises RefusedError."""
        return read_row(row, firm=self._staged.firm, usual_site=self._staged.site)


def _unless_fixed(row: ImportRow) -> Mapping[str, str]:
    return {column: text for column, text in row.guesses.items() if column not in row.fixes}
