"""What the law leaves of each pair, prepared for asking about many."""

from collections.abc import Hashable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.compliance import legal_table
from matching.engine.columns import Columns, Ints
from matching.knowledge import Knowledge
from matching.legal import legal_fits, legal_levels, pair_places
from matching.records import Bools, Floats

_MOST_SEEN = 1_000
Seen = dict[tuple[Hashable, int], tuple[Floats, NDArray[np.uint8]]]
"""What the law says of one listing's material or uses with those of many, by these and how many the others are."""


class Law:
    """The ease of each offered material for each set of needed uses, between each pair of countries.

    codes: places in `levels`, the different eases; shape (n_materials, n_sets, 5): the pairs of countries, and the
    easiest of them for unknown countries.
    """

    def __init__(self, offers: Columns, needs: Columns, *, knowledge: Knowledge, today: date, seen: Seen) -> None:
        """seen: what has been worked out before against the larger side, of this knowledge and day."""
        self._offers, self._needs = offers, needs
        one, many = (offers.materials, needs.use_sets) if len(offers) == 1 else (needs.use_sets, offers.materials)
        key = (tuple(one), len(many))
        if len(one) > 1 or key not in seen:
            table = legal_table(knowledge, today, materials=offers.materials)
            by_pair = legal_levels(offers.materials, needs.use_places, table=table)
            # One more for unknown countries, found at -1: what the easiest pair of countries leaves.
            easiest = np.concatenate((by_pair, by_pair.max(axis=2, keepdims=True)), axis=2)
            self.levels, self.codes = table.levels, easiest
            if len(one) > 1:
                return
            if len(seen) >= _MOST_SEEN:
                seen.clear()
            seen[key] = table.levels, easiest
        self.levels, self.codes = seen[key]

    def fits(self, offer: Ints, need: Ints) -> Floats:
        """Return the fits of the aspect legal ease; NaN where a country, the material or the law is unknown."""
        places, eases = self._look_up(offer, need)
        return legal_fits(eases, known=(places >= 0) & ~np.isnan(eases))

    def closed(self, offer: Ints, need: Ints) -> Bools:
        """Return which pairs the law prohibits even at best."""
        closed: Bools = self._look_up(offer, need)[1] == 0
        return closed

    def _look_up(self, offer: Ints, need: Ints) -> tuple[Ints, Floats]:
        offers, needs = self._offers, self._needs
        places = pair_places(offers.read("country", offer), needs.read("country", need))
        return places, self.levels[self.codes[offers.read("law", offer), needs.read("law", need), places]]
