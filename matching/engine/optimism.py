"""What a block, or a listing, could score at most with the one that asks: logs of scores, -inf where gates are closed.

A bound takes the fits that are cheap to know, and 1 for every other aspect that both sides may know. It holds because
no score falls when a fit rises, or when an unknown fit turns out to be 1. `kernel` reckons the same, compiled.
"""

import numpy as np
from numpy.typing import NDArray

from geo.cells import least_km
from matching.amounts import amount_fits
from matching.engine.asked import Other, Rows
from matching.engine.columns import Ints
from matching.engine.constants import Constants
from matching.engine.facts import AMOUNT, ONCE, PIPE, PLACE, WINDOWED, Own, Records
from matching.engine.top import SCORE_SCALE
from matching.nearness import distance_fits
from matching.records import Bools, Floats
from matching.timing import timing_fits, window_overlaps

MARGIN = 2.0
"""So many whole scores a bound is taken to lie higher than reckoned: some columns have half the digits."""


def bounds_of_blocks(own: Own, rows: Rows, blocks: Records, constants: Constants) -> Floats:
    """Return what each block could score at most, shape (n_blocks,)."""
    by_all = np.asarray(own.known & blocks["known_by_all"], dtype=np.int64)
    logs, is_far = _with_distance(own, blocks, rows.logs[blocks["kind"]], by_all, blocks["radius"], constants)
    least, most = blocks["least_log"] - own.log_quantity, blocks["most_log"] - own.log_quantity
    if not own.is_need:
        least, most = -most, -least
    ratio = np.where(most < 0, most, np.maximum(least, 0))  # of what is offered to what is needed, as near 1 as may be
    amount = np.where(ratio < 0, constants.too_small, -constants.too_large) * ratio
    amount = constants.amount * np.maximum(amount, constants.log_amount_floor)
    logs = logs + np.where((by_all & AMOUNT) > 0, amount, 0)
    share = rows.shares[blocks["kind"]] + rows.bit_shares[own.known & blocks["known_by_any"]]
    return np.where(is_far | _is_apart(own, blocks, constants), -np.inf, mean_logs(logs, share, constants))


def sums_of_items(
    own: Own, rows: Rows, items: Records, other: Other, constants: Constants
) -> tuple[Floats, Floats, Bools]:
    """Return sums of logs, text, quality, value and law at their best, known shares, and whom a gate keeps away."""
    known, place = np.asarray(own.known & items["known"], dtype=np.int64), items["place"]
    logs, is_far = _with_distance(own, items, rows.logs[items["kind"]], known, 0.0, constants)
    ours, theirs = np.array(own.quantity), other.facts["quantity"][place]
    offered, needed = (theirs, ours) if own.is_need else (ours, theirs)
    rhythm_apart = ((own.flags ^ items["flags"]) & ONCE) > 0
    amount = amount_fits(offered, needed, rhythm_apart=rhythm_apart, lot_apart=np.array(False))
    logs = logs + np.where((known & AMOUNT) > 0, constants.amount * np.log(amount), 0)
    starts, ends = items["starts"].astype(np.int64), items["ends"].astype(np.int64)
    windows = window_overlaps((np.array(own.starts), starts), (np.array(own.ends), ends), today=constants.today)
    windows = np.where((own.flags & items["flags"] & WINDOWED) > 0, windows, np.nan)
    timing = timing_fits(rows.months[items["season"]], windows)
    logs = logs + constants.timing * np.log(np.where(np.isnan(timing), 1, timing))
    own_firm = (items["firm"] > 0) & (items["firm"] == own.firm)
    return (
        logs,
        rows.shares[items["kind"]] + rows.bit_shares[known],
        is_far | own_firm | _is_apart(own, items, constants),
    )


def mean_logs(logs: Floats, share: Floats, constants: Constants) -> Floats:
    """Return the log of `scoring.score_sums`."""
    kept = constants.unknown_cost * (1 - share)
    mean: Floats = (logs + kept * constants.log_unknown) / (share + kept)
    return mean


def whole_bounds(bounds: Floats) -> Floats:
    """Return bounds as whole scores (`top.make_keys`), 0 and less where gates are closed."""
    return np.where(np.isneginf(bounds), -1, np.exp(bounds) * SCORE_SCALE + MARGIN)


def asked_bounds(floors: Ints) -> NDArray[np.float32]:
    """Return the bounds below which nothing reaches these whole scores, or lower: -inf for what everything reaches."""
    with np.errstate(divide="ignore"):  # the log of nothing is what is meant
        told = np.log(np.maximum(floors - MARGIN, 0) / SCORE_SCALE).astype(np.float32)
    lower: NDArray[np.float32] = np.nextafter(told, np.float32(-np.inf))
    return lower


def _with_distance(
    own: Own, records: Records, logs: Floats, known: Ints, radius: Floats | float, constants: Constants
) -> tuple[Floats, Bools]:
    """Return the sums with the distance at least, and who is farther than either goes."""
    middles = np.column_stack((records["x"], records["y"], records["z"]))
    km = least_km(middles, np.asarray(radius), point=np.array((own.x, own.y, own.z)))
    km = km * (1.0 if own.flags & PIPE else constants.detour)
    is_known = (known & PLACE) > 0
    fits = distance_fits(km, scale_km=records["scale_km"].astype(np.float64) if own.is_need else own.scale_km)
    is_far = is_known & (km > np.minimum(own.max_km, records["max_km"]))
    return logs + np.where(is_known, constants.distance * np.log(fits), 0), is_far


def _is_apart(own: Own, records: Records, constants: Constants) -> Bools:
    """Return who is of another resource, or open at another time."""
    latest = np.maximum(max(own.starts, constants.today), records["starts"])
    apart: Bools = (records["resource"] != own.resource) | (np.minimum(own.ends, records["ends"]) < latest)
    return apart
