"""Hard rules: pairs that must not be. They come before every aspect, and no score opens them."""

import numpy as np

from matching.engine.columns import Columns, Ints
from matching.engine.law import Law
from matching.records import Bools, Floats, Gate, Side


class Gates:
    """The gates between one side's listings and the other's, prepared for asking about many pairs."""

    def __init__(self, offers: Columns, needs: Columns, *, law: Law, today: int) -> None:
        self._offers, self._needs, self._law, self._today = offers, needs, law, today
        firms = 1 + max(_highest_firm(offers), _highest_firm(needs))
        self._blocked_by_offer = _block_table(offers, firms)
        self._blocked_by_need = _block_table(needs, firms)

    def block_tables(self, side: Side) -> tuple[Bools, Bools]:
        """Return which sets of blocked firms hold which firm: the side's own sets, then those of the other side."""
        tables = self._blocked_by_offer, self._blocked_by_need
        return tables if side is Side.OFFER else tables[::-1]

    def closed(self, offer: Ints, need: Ints, *, km: Floats) -> dict[Gate, Bools]:
        """Return, for each gate, which pairs it closes.

        offer, need: positions in the columns, of shapes that broadcast. km: of the broadcast shape, NaN where unknown;
            for what goes through a pipe in a straight line, else by road.
        """
        offers, needs = self._offers, self._needs
        offer_firm, need_firm = offers.firm[offer], needs.firm[need]
        latest_start = np.maximum(np.maximum(offers.starts[offer], needs.starts[need]), self._today)
        limit = np.fmin(np.fmin(offers.max_km[offer], needs.max_km[need]), offers.pipe_limit_km[offer])
        return {
            Gate.UNLIKE_RESOURCE: offers.resource[offer] != needs.resource[need],
            Gate.OWN_FIRM: (offer_firm == need_firm) & (offer_firm > 0),
            Gate.BLOCKED_FIRM: self._blocked_by_offer[offers.block_set[offer], need_firm]
            | self._blocked_by_need[needs.block_set[need], offer_firm],
            Gate.HAZARD: (offers.hazard[offer] == 1) & (needs.hazard[need] == 0),
            Gate.UNLAWFUL_USE: self._law.closed(offer, need),
            Gate.ABP_USE: (needs.closed_categories[need] >> offers.abp_category[offer]) & 1 == 1,
            Gate.WINDOWS_APART: np.minimum(offers.ends[offer], needs.ends[need]) < latest_start,
            Gate.BEYOND_LIMIT: km > limit,
        }


def _highest_firm(columns: Columns) -> int:
    return max(int(columns.firm.max(initial=0)), *(max(numbers, default=0) for numbers in columns.block_sets), 0)


def _block_table(columns: Columns, firms: int) -> Bools:
    """Return which sets of blocked firms hold which firm, shape (n_sets, firms)."""
    table = np.zeros((max(len(columns.block_sets), 1), firms), dtype=bool)
    for row, numbers in enumerate(columns.block_sets):
        table[row, list(numbers)] = True
    return table
