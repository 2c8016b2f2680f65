"""The aspect amount: does what one side has suit what the other can take?"""

import numpy as np

from matching.records import Bools, Floats

AMOUNT_FLOOR = 0.1
TOO_SMALL = 0.25  # a small offer can be pooled with others: a tenth of the need still fits at .56
TOO_LARGE = 0.15  # the rest of a large offer can go elsewhere: ten times the need fits at .71
RHYTHM_APART = 0.6  # a single load against a yearly flow
LOT_APART = 0.3  # the whole offer is less than the smallest lot taken, but can be pooled


def amount_fits(offered: Floats, needed: Floats, *, rhythm_apart: Bools, lot_apart: Bools) -> Floats:
    """Return how well the amounts fit.

    Asymmetric on purpose: most sources are below a truckload a month, so that small must not mean unfit; and the first
    of many takers must not be punished for being one of many.

    offered, needed: base units a year (in all when once), above zero; NaN where unknown. Shapes that broadcast.
    rhythm_apart: one comes once and the other every year.
    lot_apart: one side's whole amount is less than the other's smallest lot.
    Returns the broadcast shape, in [`AMOUNT_FLOOR`, 1]; NaN where either amount is unknown.
    """
    log_ratio = np.log(offered) - np.log(needed)
    fits: Floats = np.exp(np.where(log_ratio < 0, TOO_SMALL, -TOO_LARGE) * log_ratio)
    fits = fits * np.where(rhythm_apart, RHYTHM_APART, 1) * np.where(lot_apart, LOT_APART, 1)
    floored: Floats = np.maximum(fits, AMOUNT_FLOOR)
    return floored
