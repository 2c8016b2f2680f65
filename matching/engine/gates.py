"""Hard rules: pairs that must not be. They come before every aspect, and no score opens them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import Columns, Ints
from matching.engine.hazard_kinds import HAZARD_KINDS
from matching.engine.law import Law
from matching.engine.refusals import DIGESTATE, OWN_MATERIAL, SEWAGE_SLUDGE, TO_PIGS, TREATED_WOOD
from matching.records import Bools, Floats, Gate, Side

_REFUSALS = {
    Gate.TREATED_WOOD: TREATED_WOOD,
    Gate.TO_PIGS: TO_PIGS,
    Gate.SEWAGE_SLUDGE: SEWAGE_SLUDGE,
    Gate.DIGESTATE: DIGESTATE,
    Gate.OWN_MATERIAL: OWN_MATERIAL,
}


class Gates:
    """The gates between one side's listings and the other's, prepared for asking about many pairs."""

    def __init__(self, offers: Columns, needs: Columns, *, law: Law, firms: int, today: int) -> None:
        """firms: how many there are in both together, with 0 for none."""
        self._offers, self._needs, self._law, self._today = offers, needs, law, today
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

        def both(name: str) -> tuple[NDArray[Any], NDArray[Any]]:
            return offers.read(name, offer), needs.read(name, need)

        (offer_firm, need_firm), (offer_blocks, need_blocks) = both("firm"), both("block_set")
        latest_start = np.maximum(np.maximum(*both("starts")), self._today)
        hazardous, takes_hazardous = both("hazard")
        closed_categories = needs.read("closed_categories", need)
        refused = np.bitwise_and(*both("refusals"))
        return {
            Gate.UNLIKE_RESOURCE: np.not_equal(*both("resource")),
            Gate.OWN_FIRM: (offer_firm == need_firm) & (offer_firm > 0),
            Gate.BLOCKED_FIRM: self._blocked_by_offer[offer_blocks, need_firm]
            | self._blocked_by_need[need_blocks, offer_firm],
            Gate.HAZARD: ((hazardous == 1) & (takes_hazardous == 0)) | (refused & HAZARD_KINDS > 0),
            Gate.UNLAWFUL_USE: self._law.closed(offer, need),
            Gate.ABP_USE: (closed_categories >> offers.read("abp_category", offer)) & 1 == 1,
            Gate.WINDOWS_APART: np.minimum(*both("ends")) < latest_start,
            Gate.BEYOND_LIMIT: km > np.minimum(*both("max_km")),
            **{gate: refused & bits > 0 for gate, bits in _REFUSALS.items()},
        }


def _block_table(columns: Columns, firms: int) -> Bools:
    """Return which sets of blocked firms hold which firm, shape (n_sets, firms)."""
    table = np.zeros((max(len(columns.block_sets), 1), firms), dtype=bool)
    for row, numbers in enumerate(columns.block_sets):
        table[row, list(numbers)] = True
    return table
