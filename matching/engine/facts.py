"""What is looked at of a listing, in two records: what a search reads of all, and what it reads of few."""

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

    x, y, z: on the unit sphere. max_km: infinite where open. starts, ends: `timing.day_number`. firm: 0 for none. kind,
    season: which of those in `columns.Columns`; place: its own in these. known: of the bits above; where a side has
    nothing to tell of an aspect, the bit is set. hazard: 1 hazardous (a need: takes it), 0 not. resource: in
    `numbering.RESOURCES`.

    worth and what follows: `economics.Terms` by default; a need's worth is what it pays. point, block_set, quality:
    which of those in `Columns`; law: which of its materials or, of needs, sets of uses. item: where its `ITEM` stands.
    country: in `compliance.COUNTRIES`. abp_category: 0 for none. closed_categories: as bits, see
    `uses.closed_categories`. refusals: what an offer is that some refuse, what a need refuses, as bits of `refusals`
    and `hazard_kinds`.
    """

    log_quantity: float
    x: float
    y: float
    z: float
    max_km: float
    scale_km: float
    starts: int
    ends: int
    firm: int
    kind: int
    season: int
    place: int
    known: int
    hazard: int
    flags: int
    resource: int
    quantity: float
    smallest_lot: float
    worth: float
    saved: float
    fixed: float
    per_km: float
    load_t: float
    point: int
    block_set: int
    quality: int
    law: int
    item: int
    country: int
    abp_category: int
    closed_categories: int
    refusals: int
    is_need: bool


_SIGNED = ("hazard", "country", "abp_category", "closed_categories")
_DAYS = dict.fromkeys(("starts", "ends"), "i2")
_SMALL = (
    _DAYS
    | dict.fromkeys(("known", "flags", "resource"), "u1")
    | {"refusals": "u2"}
    | dict.fromkeys(_SIGNED, "i1")
    | {"is_need": "?"}
)
_WHOLE = {float: "f8", int: "i4"} | {bool: "?"}
OWN = np.dtype([(name, _SMALL.get(name, _WHOLE[kind])) for name, kind in Own.__annotations__.items()])
"""`Own` as a record, all digits."""

OF_ITEM = Own._fields[: Own._fields.index("quantity")]
OF_FACTS = Own._fields[len(OF_ITEM) : -1]
"""The fields of the two records."""


def _in_half_the_digits(names: tuple[str, ...]) -> np.dtype[np.void]:
    """Return a record of these fields. Seven digits do for amounts and money, which are told in two or three."""
    return np.dtype([(name, "f4" if OWN[name] == np.float64 else OWN[name].str) for name in names])


ITEM = _in_half_the_digits(OF_ITEM)
"""What a search reads of everybody in a block, in one line of the processor's cache. Its point is right to a metre."""

FACTS = _in_half_the_digits(OF_FACTS)
"""What it reads besides of those who may be wanted."""

EXACTLY = ("log_quantity", "x", "y", "z")
"""What an `ITEM` only holds nearly: it is reckoned again of those who may be wanted."""


_WIDER = {np.dtype("f4"): np.dtype("f8"), np.dtype("i2"): np.dtype("i8")}


def told(records: Records, name: str, places: Any) -> NDArray[Any]:
    """Return what the records at these places tell, in the digits in which it is reckoned with."""
    found = np.asarray(records[name][places])
    return found.astype(_WIDER[found.dtype]) if found.dtype in _WIDER else found
