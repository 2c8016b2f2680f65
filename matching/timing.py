"""The aspect timing: do months and windows meet?"""

from collections import deque
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.records import Floats

Days = NDArray[np.int64]
Shares = NDArray[np.float32]

TIMING_FLOOR = 0.05
HORIZON_DAYS = 365
"""How far ahead a window counts: one that nobody has closed is as good as a year."""

_YEARS_TO_SETTLE = 2  # from the second year on the stock at New Year no longer changes

OPEN_START, OPEN_END = -32_768, 32_767
"""Stand in, as day numbers, for a window without a start or an end: the first and the last that two bytes hold."""

_FIRST_DAY = date(2000, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Return days since the beginning of 2000, from 1910 to 2089: what lies beyond is as good as open."""
    return min(max(day.toordinal() - _FIRST_DAY, OPEN_START), OPEN_END)


def month_overlaps(offered: Floats, needed: Floats, *, keeps_months: NDArray[np.int64]) -> Shares:
    """Return how much of what is needed can be met month by month, when both are scaled to the same total.

    What keeps can wait: each month's offer may be used in that month or in the following `keeps_months`, the oldest
    first. Years are taken to follow one another, so that stock of December serves January.

    offered: shape (n, 12); needed: shape (m, 12): shares that add up to 1, January first, NaN where unknown.
    keeps_months: shape (n,), 0 for what must go at once. 11 and more: the season does not matter.
    Returns shape (n, m), in [0, 1], right to seven digits; NaN where either season is unknown.
    """
    overlaps = np.empty((len(offered), len(needed)), dtype=np.float32)
    months = np.clip(keeps_months, 0, 11)
    for keeps in set(months.tolist()):
        overlaps[months == keeps] = _overlaps(offered[months == keeps], needed, keeps=keeps)
    return overlaps


def _overlaps(offered: Floats, needed: Floats, *, keeps: int) -> Floats:
    """Return `month_overlaps` of what all keeps equally long."""
    shape = (len(offered), len(needed))
    if keeps == 11:  # whatever is needed is met, a year late at worst
        return np.where(np.isnan(offered[:, :1] + needed[None, :, 0]), np.nan, 1.0)
    stock = deque([np.zeros(shape)] * (keeps + 1), maxlen=keeps + 1)  # by age in months
    met = np.zeros(shape)
    years = _YEARS_TO_SETTLE if keeps else 1
    for step in range(years * 12):
        stock.appendleft(offered[:, step % 12, None])
        left = needed[None, :, step % 12]
        for age in range(keeps, -1, -1):  # the oldest first: it spoils first
            taken = np.minimum(stock[age], left)
            stock[age], left = stock[age] - taken, left - taken
        if step >= (years - 1) * 12:
            met += needed[None, :, step % 12] - left
    overlaps: Floats = np.clip(met, 0, 1)
    return overlaps


def window_overlaps(starts: tuple[Days, Days], ends: tuple[Days, Days], *, today: int) -> Floats:
    """Return the part of the shorter window in which both are open, within the coming `HORIZON_DAYS`.

    starts, ends: (offers', needs') first and last days as day numbers, `OPEN_START` and `OPEN_END` where open.
    Broadcast.
    Returns the broadcast shape, in [0, 1]: 0 where they do not meet; 1 where both are open.
    """
    last_day = today + HORIZON_DAYS
    clipped_starts = [np.maximum(start, today) for start in starts]
    # A window that opens later than the horizon is still a window: count from its own start.
    clipped_ends = [
        np.minimum(end, np.maximum(last_day, start + HORIZON_DAYS))
        for start, end in zip(clipped_starts, ends, strict=True)
    ]
    lengths = [end - start + 1 for start, end in zip(clipped_starts, clipped_ends, strict=True)]
    both = np.minimum(*clipped_ends) - np.maximum(*clipped_starts) + 1
    shorter = np.maximum(np.minimum(*lengths), 1)
    overlaps: Floats = np.clip(both / shorter, 0, 1)
    return overlaps


def timing_fits(months: Floats, windows: Floats) -> Floats:
    """Return how well the times fit: the months that meet times the part of the window that does.

    months, windows: overlaps in [0, 1], NaN where unknown. Shapes that broadcast.
    Returns the broadcast shape, in [`TIMING_FLOOR`, 1]; NaN where both are unknown.
    """
    unknown = np.isnan(months) & np.isnan(windows)
    met = np.where(np.isnan(months), 1, months) * np.where(np.isnan(windows), 1, windows)
    fits: Floats = np.where(unknown, np.nan, TIMING_FLOOR + (1 - TIMING_FLOOR) * met)
    return fits
