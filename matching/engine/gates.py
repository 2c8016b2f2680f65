"""Hard rules: pairs that must not be. They come before every aspect, and no score opens them."""

from collections.abc import Sequence

import numpy as np

from matching.engine.columns import Columns, Ints
from matching.records import Bools, Floats, Gate

# Animal by-products (Regulation (EC) 1069/2009): which words in the code of a use close which category. Category 3 may
# become feed and pet food under conditions but never food; category 2 neither; category 1 may only be destroyed or
# burnt.
_FOOD = frozenset({"food"})
_FEED = _FOOD | {"feed", "petfood", "fodder"}
_NATURE = _FEED | {"biogas", "compost", "composting", "fertiliser", "fertilizer", "soil", "spreading"}
_CLOSED_USES = {1: _NATURE, 2: _FEED, 3: _FOOD}


class Gates:
    """The gates between one side's listings and the other's, prepared for asking about many pairs."""

    def __init__(self, offers: Columns, needs: Columns, *, today: int) -> None:
        self._offers, self._needs, self._today = offers, needs, today
        numbers: dict[str, int] = {"": 0}
        self._offer_firm = _numbered(offers.firm, numbers)
        self._need_firm = _numbered(needs.firm, numbers)
        self._blocked_by_offer, self._offer_blocks = _block_table(offers, numbers)
        self._blocked_by_need, self._need_blocks = _block_table(needs, numbers)
        uses: dict[str, int] = {}
        self._use = _numbered([each.use for each in needs.listings], uses)
        self._closed_uses = _closed_uses(tuple(uses))

    def closed(self, offer: Ints, need: Ints, *, km: Floats) -> dict[Gate, Bools]:
        """Return, for each gate, which pairs it closes.

        offer, need: positions in the columns, of shapes that broadcast. km: of the broadcast shape, NaN where unknown;
            for what goes through a pipe in a straight line, else by road.
        """
        offers, needs = self._offers, self._needs
        latest_start = np.maximum(np.maximum(offers.starts[offer], needs.starts[need]), self._today)
        limit = np.fmin(np.fmin(offers.max_km[offer], needs.max_km[need]), offers.pipe_limit_km[offer])
        return {
            Gate.UNLIKE_RESOURCE: offers.resource[offer] != needs.resource[need],
            Gate.OWN_FIRM: (self._offer_firm[offer] == self._need_firm[need]) & (self._offer_firm[offer] > 0),
            Gate.BLOCKED_FIRM: self._blocked_by_offer[self._offer_blocks[offer], self._need_firm[need]]
            | self._blocked_by_need[self._need_blocks[need], self._offer_firm[offer]],
            Gate.HAZARD: (offers.hazard[offer] == 1) & (needs.hazard[need] == 0),
            Gate.ABP_USE: self._closed_uses[offers.abp_category[offer], self._use[need]],
            Gate.WINDOWS_APART: np.minimum(offers.ends[offer], needs.ends[need]) < latest_start,
            Gate.BEYOND_LIMIT: km > limit,
        }


def is_closed_use(category: int, use: str) -> bool:
    """Return whether an animal by-product of this category may not go to a use."""
    return bool(_CLOSED_USES[category] & set(use.split("_")))


def _numbered(values: Sequence[str], numbers: dict[str, int]) -> Ints:
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)


def _block_table(columns: Columns, numbers: dict[str, int]) -> tuple[Bools, Ints]:
    """Return which sets of blocked firms hold which firm, shape (n_sets, n_firms), and each listing's set."""
    sets: dict[frozenset[str], int] = {}
    chosen = [sets.setdefault(each.blocked_firms, len(sets)) for each in columns.listings]
    table = np.zeros((max(len(sets), 1), len(numbers)), dtype=bool)
    for firms, row in sets.items():
        table[row, [numbers[firm] for firm in firms if numbers.get(firm)]] = True
    return table, np.array(chosen, dtype=np.int64)


def _closed_uses(uses: tuple[str, ...]) -> Bools:
    """Return which category may not go to which use, shape (4, n_uses); the last row (-1) also stands for none."""
    table = np.zeros((5, len(uses)), dtype=bool)
    for category in _CLOSED_USES:
        table[category] = [is_closed_use(category, use) for use in uses]
    return table
