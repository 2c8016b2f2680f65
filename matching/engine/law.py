"""What the law leaves of each pair, prepared for asking about many."""

from datetime import date

import numpy as np

from matching.compliance import legal_table
from matching.engine.columns import Columns, Ints
from matching.knowledge import Knowledge
from matching.legal import legal_fits, legal_levels, pair_places
from matching.records import Bools, Floats


class Law:
    """The ease of each offered material for each set of needed uses, between each pair of countries.

    codes: places in `levels`, the different eases; shape (n_materials, n_sets, 5): the pairs of countries, and the
    easiest of them for unknown countries.
    """

    def __init__(self, offers: Columns, needs: Columns, *, knowledge: Knowledge, today: int) -> None:
        self._offers, self._needs = offers, needs
        table = legal_table(knowledge, date.fromordinal(today), materials=offers.materials)
        by_pair = legal_levels(offers.materials, needs.use_places, table=table)
        # One more for unknown countries, found at -1: what the easiest pair of countries leaves.
        self.levels, self.codes = table.levels, np.concatenate((by_pair, by_pair.max(axis=2, keepdims=True)), axis=2)

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
