"""What is looked at of a listing, as one record: what is read together lies together in memory."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Records = NDArray[np.void]

AMOUNT, SEASON, WINDOW, PLACE, TEXT, QUALITY, WORTH, LAW = (1 << bit for bit in range(8))
"""Bits of what a listing tells: an aspect is unknown where two share none of its bits."""
ALL = 1 << 8

ONCE, WINDOWED, PIPE, NAMED = 1, 2, 4, 8
"""Flags of a listing. named: its text says what the thing is."""


class Own(NamedTuple):
    """A listing in numbers. NaN, or -1, where unknown.

    x, y, z: on the unit sphere. max_km: infinite where open. worth and what follows: `economics.Terms` by default; a
    need's worth is what it pays. firm: 0 for none. kind, season, point, block_set, quality: which of those in
    `columns.Columns`; law: which of its materials or, of needs, sets of uses. resource: in `columns.RESOURCES`. known:
    of the bits above; where a side has nothing to tell of an aspect, the bit is set. hazard: 1 hazardous (a need: takes
    it), 0 not. country: in `compliance.COUNTRIES`. abp_category: 0 for none. closed_categories: as bits, see
    `uses.closed_categories`.
    """

    log_quantity: float
    quantity: float
    x: float
    y: float
    z: float
    smallest_lot: float
    max_km: float
    scale_km: float
    worth: float
    saved: float
    fixed: float
    per_km: float
    load_t: float
    starts: int
    ends: int
    firm: int
    kind: int
    season: int
    point: int
    block_set: int
    quality: int
    law: int
    resource: int
    known: int
    flags: int
    hazard: int
    country: int
    abp_category: int
    closed_categories: int
    is_need: bool


# Seven digits do for limits and money, which are told in two or three.
_HALF = ("smallest_lot", "max_km", "scale_km", "worth", "saved", "fixed", "per_km", "load_t")
_SMALL = dict.fromkeys(("resource", "known", "flags"), "u1") | dict.fromkeys(
    ("hazard", "country", "abp_category", "closed_categories"), "i1"
)
_FORMATS = {float: "f8", int: "i4", bool: "?"}
_TOLD = {name: _FORMATS[kind] for name, kind in Own.__annotations__.items()} | dict.fromkeys(_HALF, "f4") | _SMALL
FACTS = np.dtype(list(_TOLD.items()))
"""`Own` as a record."""


def told(records: Records, name: str, places: Any) -> NDArray[Any]:
    """Return what the records at these places tell, floats with all digits: numbers of half of them reckon so too."""
    found = np.asarray(records[name][places])
    return found.astype(np.float64) if found.dtype == np.float32 else found
