"""What groups, blocks and items could score at most, compiled by numba, as logs of scores.

A bound holds because no score falls when a fit rises, or when an unknown fit turns out to be 1.
"""

from math import inf, log, sqrt
from typing import Any

import numpy as np
from numba import njit

from matching.engine.constants import Constants
from matching.engine.facts import AMOUNT, NAMED, PLACE, TEXT, Own
from matching.engine.kernel_aspects import amount_at_best, amount_log, distance_log, has_pipe, text_log
from matching.engine.limits import Asked
from matching.engine.top import SCORE_SCALE
from matching.records import Floats

MARGIN = 2.0  # whole scores that a bound lies higher than reckoned: some columns have half the digits
_STEPS = 64  # in which it is told how alike texts are at most


@njit(cache=True, error_model="numpy")
def text_hopes(constants: Constants) -> Floats:
    """Return what texts add to the logs at most, by whether both are named and how alike they are, in steps."""
    hopes = np.empty((2, _STEPS + 1))
    for step in range(_STEPS + 1):
        for named in range(2):
            hopes[named, step] = constants.text * text_log(1.0, step / _STEPS, named == 1, constants)
    return hopes


@njit(cache=True, error_model="numpy")
def text_at_most(own: Own, group: Any, alike: float, hopes: Floats) -> float:
    """Return what the texts of a group add to the logs at most, given how alike they are at most."""
    if not own.known & group.known_by_all & TEXT:
        return 0.0
    both_named = 1 if own.flags & group.flags & NAMED else 0
    hope: float = hopes[both_named, min(int(alike * _STEPS) + 1, _STEPS)]
    return hope


@njit(cache=True, error_model="numpy")
def block_bound(own: Own, block: Any, share: float, logs: float, constants: Constants) -> float:
    """Return what the items of a block could score at most, -inf where all are closed."""
    if min(own.ends, block.ends) < max(max(own.starts, block.starts), constants.today):
        return -inf
    by_all = own.known & block.known_by_all
    if by_all & PLACE:
        chord = sqrt((block.x - own.x) ** 2 + (block.y - own.y) ** 2 + (block.z - own.z) ** 2) - block.radius
        km = _least_km(own, chord, constants)
        if km > min(own.max_km, block.max_km):
            return -inf
        logs += constants.distance * distance_log(km, block.scale_km if own.is_need else own.scale_km, constants)
    if by_all & AMOUNT:
        most, least = block.most_log - own.log_quantity, block.least_log - own.log_quantity
        if not own.is_need:
            most, least = -least, -most
        if most < 0 or least > 0:
            found = amount_log(most if most < 0 else least, constants)
            logs += constants.amount * max(found, constants.log_amount_floor)
    return mean_log(logs, share, constants)


@njit(cache=True, error_model="numpy")
def item_sum(own: Own, item: Any, logs: float, needed: float, constants: Constants) -> float:
    """Return the sum of logs with amount and distance at best, or -inf where it is closed.

    needed: a sum below which nobody is looked at any further.
    """
    if min(own.ends, item.ends) < max(max(own.starts, item.starts), constants.today):
        return -inf
    if item.firm > 0 and item.firm == own.firm:
        return -inf
    known = own.known & item.known
    if known & AMOUNT:
        logs += constants.amount * amount_at_best(own, item, constants)
    if known & PLACE and logs >= needed:
        chord = sqrt((item.x - own.x) ** 2 + (item.y - own.y) ** 2 + (item.z - own.z) ** 2)
        km = _least_km(own, chord, constants)
        if km > min(own.max_km, item.max_km):
            return -inf
        logs += constants.distance * distance_log(km, item.scale_km if own.is_need else own.scale_km, constants)
    return logs


@njit(cache=True, error_model="numpy")
def _least_km(own: Own, chord: float, constants: Constants) -> float:
    """Return how far it is at least over a chord of the unit sphere: no arc is shorter."""
    km = max(constants.radius_km * chord - constants.slack_km, 0.0)
    return km if has_pipe(own) else km * constants.detour


@njit(cache=True, error_model="numpy")
def mean_log(logs: float, share: float, constants: Constants) -> float:
    """Return the log of `scoring.score_sums`."""
    kept = constants.unknown_cost * (1 - share)
    return (logs + kept * constants.log_unknown) / (share + kept)


@njit(cache=True, error_model="numpy")
def sum_for(mean: float, share: float, constants: Constants) -> float:
    """Return the sum of logs of which that is the mean."""
    kept = constants.unknown_cost * (1 - share)
    return mean * (share + kept) - kept * constants.log_unknown


@njit(cache=True, error_model="numpy")
def asked_for(whole: int) -> float:
    """Return the bound below which nothing reaches a whole score."""
    return log((whole - MARGIN) / SCORE_SCALE) if whole > MARGIN else -1e9


@njit(cache=True, error_model="numpy")
def is_below(bound: float, least: float, floors: Asked, place: int) -> bool:
    """Return whether what is bound so reaches neither what the list asks for nor the floor at its place."""
    if bound >= least:
        return False
    return bound == -inf or len(floors) == 0 or bound < floors[place]
