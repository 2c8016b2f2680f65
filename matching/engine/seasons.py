"""How one listing's season meets all those of the other side, worked out once for all who come with the same."""

import numpy as np

from matching.engine.columns import Columns, Ints
from matching.records import Floats
from matching.timing import Shares, month_overlaps

_MOST_KEPT = 500_000
"""So many numbers: 4 MB."""


class SeasonRows:
    """Remembers how seasons overlap with those of one side."""

    def __init__(self) -> None:
        self._rows: dict[tuple[bytes, int], Shares] = {}

    def of_first(self, seasons: int) -> "SeasonRows":
        """Return what is remembered of the first so many seasons: others may get the numbers behind them."""
        kept = SeasonRows()
        kept._rows = {known: row[:seasons] for known, row in self._rows.items()}
        return kept

    def overlaps(self, own: Columns, others: Columns) -> Shares:
        """Return how the only season of one side overlaps with each of this one, shape (n_seasons,)."""
        known = own.seasons.tobytes(), int(own.keeps_months[0])
        row = self._rows.get(known)
        if row is None or len(row) < len(others.seasons):
            if len(self._rows) * len(others.seasons) > _MOST_KEPT:
                self._rows.clear()
            first = 0 if row is None else len(row)
            more = _overlaps(own, others.seasons[first:], others.keeps_months[first:])
            row = self._rows[known] = more if row is None else np.concatenate((row, more))
        return row


def _overlaps(own: Columns, seasons: Floats, keeps_months: Ints) -> Shares:
    if own.is_need:
        found = month_overlaps(seasons, own.seasons, keeps_months=keeps_months)
    else:
        found = month_overlaps(own.seasons, seasons, keeps_months=own.keeps_months)
    return np.ascontiguousarray(found.ravel())
