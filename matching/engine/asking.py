"""The exact best counterparts of one listing."""

import numpy as np

from matching.engine.bounds import Bounds
from matching.engine.columns import Ints
from matching.engine.compiled import best_search
from matching.engine.judging import Judge
from matching.engine.limits import Limits
from matching.engine.searching import BlockSearch
from matching.engine.top import best_keys
from matching.records import Side


def list_of_one(search: BlockSearch, *, place: int, top: int) -> Ints:
    """Return the keys of the best `top` counterparts of the listing at this place of the side that asks, shape (top,).

    Exact: a counterpart is left unjudged only when its bound lies below the last of the list.
    """
    keys = search.keys(place, top=top)
    return np.asarray(best_keys(keys[None, :], top=top)[0])


def keys_of_one(judge: Judge, bounds: Bounds, *, side: Side, place: int, top: int, limits: Limits) -> Ints:
    """Return the keys of whoever is among the best `top` counterparts or scores its own floor or more; and some others.

    limits: of the other side. Returns shape (n,), in no order.
    """
    return best_search(judge, bounds, side=side).keys(place, top=top, limits=limits)


def other_side(side: Side) -> Side:
    return Side.NEED if side is Side.OFFER else Side.OFFER
