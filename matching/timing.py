"""The aspect timing: do months and windows meet?"""

import numpy as np
from numpy.typing import NDArray

from matching.records import Floats

Days = NDArray[np.int64]

TIMING_FLOOR = 0.05
HORIZON_DAYS = 365
"""How far ahead a window counts: one that nobody has closed is as good as a year."""

_YEARS_TO_SETTLE = 3  # after so many years of storing the stock at New Year no longer changes

OPEN_START, OPEN_END = 0, 10_000_000
"""Stand in, as day numbers, for a window without a start or an end."""


def month_overlaps(offered: Floats, needed: Floats, *, keeps_months: NDArray[np.int64]) -> Floats:
    """Return how much of what is needed can be met month by month, when both are scaled to the same total.

    What keeps can wait: each month's offer may be used in that month or in the following `keeps_months`, the oldest
    first. Years are taken to follow one another, so that stock of December serves January.

    offered: shape (n, 12); needed: shape (m, 12): shares that add up to 1, January first, NaN where unknown.
    keeps_months: shape (n,), 0 for what must go at once. 11 and more: the season does not matter.
    Returns shape (n, m), in [0, 1]; NaN where either season is unknown.
    """
    shape = (len(offered), len(needed))
    longest = min(int(keeps_months.max(initial=0)), 11)
    usable = np.arange(longest + 1)[None, :] <= keeps_months[:, None]
    stock = np.zeros((longest + 1, *shape))  # by age in months
    met = np.zeros(shape)
    for step in range(12 if longest == 0 else _YEARS_TO_SETTLE * 12):
        stock[0] = offered[:, step % 12, None]
        left = np.broadcast_to(needed[None, :, step % 12], shape)
        for age in range(longest, -1, -1):  # the oldest first: it spoils first
            taken = np.minimum(stock[age], left)
            stock[age], left = stock[age] - taken, left - taken
        if step >= (_YEARS_TO_SETTLE - 1) * 12 or longest == 0:
            met += needed[None, :, step % 12] - left
        stock[1:] = stock[:-1] * usable[:, 1:].T[:, :, None]
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
