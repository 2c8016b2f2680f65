"""Some offers with some needs: what is compared once for all their pairs."""

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.columns import Ints
from matching.engine.facts import PIPE
from matching.engine.judged import Judged, any_closed
from matching.meaning import likeness_of_all, meaning_fits
from matching.nearness import Trips
from matching.records import Bools, Floats, Side

if TYPE_CHECKING:
    from matching.engine.judging import Judge


class Chunk:
    """Some offers with some needs: what is compared once for all their pairs, so that any of them can be judged."""

    def __init__(self, judge: "Judge", rows: Ints, columns: Ints | None = None) -> None:
        self._judge, self.rows = judge, rows
        self.columns = np.arange(len(judge.needs)) if columns is None else columns
        points, self._start = np.unique(judge.offers.read("point", rows), return_inverse=True)
        other_points, self._end = np.unique(judge.needs.read("point", self.columns), return_inverse=True)
        self._road, self._straight = judge.trips(points, other_points)
        seasons, self._season = np.unique(judge.offers.read("season", rows), return_inverse=True)
        other_seasons, self._other_season = np.unique(judge.needs.read("season", self.columns), return_inverse=True)
        self._months = judge.months(seasons, other_seasons)
        own, other = judge.offer_texts, judge.need_texts
        picked = None if columns is None else (other.letters.matrix(columns).T, other.concepts.matrix(columns).T)
        whole = picked or other.by_term
        self._characters = (own.letters.matrix(rows) @ whole[0]).toarray()
        self._concepts = (own.concepts.matrix(rows) @ whole[1]).toarray()
        meanings, others = (judge.segments[side].meanings for side in (Side.OFFER, Side.NEED))
        self._likeness = likeness_of_all(meanings.pick(rows), others.pick(self.columns))

    def closed(self) -> Bools:
        """Return which pairs of the chunk any gate closes, shape (n_rows, n_columns)."""
        row, column = np.arange(len(self.rows))[:, None], np.arange(len(self.columns))[None, :]
        km = self._trips(row, column).km
        return any_closed(self._judge.gates.closed(self.rows[row], self.columns[column], km=km))

    def judge(self, row: Ints, column: Ints) -> Judged:
        """Judge pairs by their places in the chunk: arrays of the shape that `row` and `column` broadcast to."""
        return self._judge.judge_all(
            self.rows[row],
            self.columns[column],
            trips=self._trips(row, column),
            months=self._months[self._season[row], self._other_season[column]],
            characters=self._characters[row, column],
            concepts=self._concepts[row, column],
            likeness=self._likeness[row, column],
        )

    def _trips(self, row: Ints, column: Ints) -> Trips:
        start, end = self._start[row], self._end[column]
        road = self._road.at(start, end)
        if self._straight is self._road:
            return road
        through_pipe = self._judge.offers.has(PIPE, self.rows[row])
        return road.but(self._straight.at(start, end), where=through_pipe)

    def meaning_fits(self, row: Ints, column: Ints) -> Floats:
        """Return the fits of the aspect meaning alone, by places in the chunk."""
        return meaning_fits(self._likeness[row, column])

    def text_fits(self, row: Ints, column: Ints) -> Floats:
        """Return the fits of the aspect text alone, by places in the chunk."""
        return self._judge.text_fits(
            self.rows[row],
            self.columns[column],
            characters=self._characters[row, column],
            concepts=self._concepts[row, column],
        )
