"""The gates and aspects of one pair, compiled by numba: the same formulas as the modules of the aspects, in numbers."""

from math import asin, cos, exp, isnan, log, nan, radians, sin, sqrt
from typing import Any

import numpy as np
from numba import njit

from matching.engine.asked import Tables
from matching.engine.constants import Constants
from matching.engine.facts import AMOUNT, ONCE, PIPE, PLACE, TEXT, WINDOWED, Own
from matching.engine.kernel_options import uncounted
from matching.engine.points import PARTS, Points
from matching.kind_arrays import Ints
from matching.quality import QualityFits


@njit(cache=True, error_model="numpy")
def distance_log(km: float, scale_km: float, constants: Constants) -> float:
    return log(constants.distance_floor + (1 - constants.distance_floor) * exp(-km / scale_km))


@njit(cache=True, error_model="numpy")
def amount_log(ratio: float, constants: Constants) -> float:
    """Return the log of the fit of two amounts, given the log of offered by needed, before the floor."""
    return constants.too_small * ratio if ratio < 0 else -constants.too_large * ratio


@njit(cache=True, error_model="numpy")
def timing_log(months: float, window: float, constants: Constants) -> float:
    """Return the log of the fit, 0 where both are unknown."""
    met = (1.0 if isnan(months) else months) * (1.0 if isnan(window) else window)
    return 0.0 if met == 1 else log(constants.timing_floor + (1 - constants.timing_floor) * met)


@njit(cache=True, error_model="numpy")
def window_overlap(own: Own, item: Any, constants: Constants) -> float:
    """Return the part of the shorter window in which both are open, NaN where either has none."""
    if not (own.flags & item.flags & WINDOWED):
        return nan
    start, other_start = max(own.starts, constants.today), max(item.starts, constants.today)
    last = constants.today + constants.horizon_days
    end = min(own.ends, max(last, start + constants.horizon_days))
    other_end = min(item.ends, max(last, other_start + constants.horizon_days))
    both = min(end, other_end) - max(start, other_start) + 1
    shorter = max(min(end - start, other_end - other_start) + 1, 1)
    overlap: float = min(max(both / shorter, 0.0), 1.0)
    return overlap


@njit(cache=True, error_model="numpy")
def text_log(characters: float, concepts: float, both_named: bool, constants: Constants) -> float:
    wording, meaning = sqrt(min(max(characters, 0.0), 1.0)), min(concepts, 1.0)
    meaning = 0.0 if meaning < constants.meaningless else meaning
    named, unnamed = constants.characters * wording + constants.concepts * meaning, (wording + sqrt(meaning)) / 2
    fit = named if both_named else unnamed
    return log(min(max(fit, constants.text_floor), 1.0))


@njit(cache=True, error_model="numpy")
def straight_km(own: Own, point: Ints, constants: Constants) -> float:
    """Return kilometres as `geo.distance` counts them; by road the straight line times a factor. point: as held."""
    latitude, longitude = radians(point[0] / PARTS), radians(point[1] / PARTS)
    x, y, z = cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)
    squared = (own.x - x) ** 2 + (own.y - y) ** 2 + (own.z - z) ** 2
    km = 2 * constants.radius_km * asin(min(sqrt(squared) / 2, 1.0))
    return km if has_pipe(own) else km * constants.detour


@njit(cache=True, error_model="numpy")
def pair_of_countries(own: Own, country: int, constants: Constants) -> int:
    """Return the column of the law for the countries of giver and receiver, the last where one is unknown."""
    giver, receiver = (country, own.country) if own.is_need else (own.country, country)
    unknown = giver < 0 or receiver < 0
    return constants.n_countries * constants.n_countries if unknown else giver * constants.n_countries + receiver


@njit(cache=True, error_model="numpy")
def is_closed(own: Own, item: Any, facts: Any, blocked: bool, km: float, ease: float) -> bool:
    """Return whether any gate is closed, but those of resource, firm and windows, which have been asked before."""
    if blocked or km > min(own.max_km, item.max_km) or ease == 0:
        return True
    if own.is_need:
        closed, category = own.closed_categories, facts.abp_category
        is_hazard = item.hazard == 1 and own.hazard == 0
    else:
        closed, category = facts.closed_categories, own.abp_category
        is_hazard = own.hazard == 1 and item.hazard == 0
    return is_hazard or (closed >> category) & 1 == 1 or own.refusals & facts.refusals != 0


@njit(cache=True, error_model="numpy")
def value_log(own: Own, facts: Any, km: float, treated: float, pair: int, constants: Constants) -> float:
    """Return the log of the fit of the delivered value, NaN where unknown."""
    if own.is_need:
        worth = facts.worth if isnan(own.worth) else own.worth
        saved, fixed, per_km, load_t = facts.saved, facts.fixed, facts.per_km, facts.load_t
    else:
        worth = own.worth if isnan(facts.worth) else facts.worth
        saved, fixed, per_km, load_t = own.saved, own.fixed, own.per_km, own.load_t
    across = pair < constants.n_countries * constants.n_countries and pair % (constants.n_countries + 1) != 0
    at_stake = np.float64(worth) + np.float64(saved)  # both of half the digits
    value = at_stake - fixed - per_km * km - (treated + (constants.border / load_t if across else 0.0))
    if isnan(value):
        return nan
    gained = value / (max(at_stake, 0.0) + constants.at_stake)
    return log(min(max(constants.even + (1 - constants.even) * gained, constants.value_floor), 1.0))


@njit(cache=True, error_model="numpy")
def _amount_log(own: Own, item: Any, log_quantity: float, constants: Constants) -> float:
    """Return the log of the fit of the amounts, before lots and the floor. log_quantity: the item's."""
    apart = log_quantity - own.log_quantity
    found = amount_log(apart if own.is_need else -apart, constants)
    return found + constants.log_rhythm_apart if (own.flags ^ item.flags) & ONCE else found


@njit(cache=True, error_model="numpy")
def amount_at_best(own: Own, item: Any, constants: Constants) -> float:
    """Return the log of the fit of the amounts, which both are known, whatever the lots."""
    return max(_amount_log(own, item, item.log_quantity, constants), constants.log_amount_floor)


@njit(cache=True, error_model="numpy")
def amount_fit_log(own: Own, item: Any, facts: Any, constants: Constants) -> float:
    """Return the log of the fit of the amounts, which both are known."""
    found = _amount_log(own, item, log(np.float64(facts.quantity)), constants)
    if own.quantity < facts.smallest_lot or facts.quantity < own.smallest_lot:
        found += constants.log_lot_apart
    return max(found, constants.log_amount_floor)


@njit(cache=True, error_model="numpy")
def has_pipe(own: Own) -> bool:
    return own.flags & PIPE != 0


@njit(cache=True, error_model="numpy")
def _of_both(table: QualityFits, is_need: bool, own: int, other: int) -> float:
    """Return what a table of offers' numbers by needs' says of the two, with all digits."""
    found: float = np.float64(table[other, own] if is_need else table[own, other])
    return found


@uncounted
def exact_sums(
    own: Own,
    item: Any,
    facts: Any,
    points: Points,
    tables: Tables,
    share: float,
    logs: float,
    treated: float,
    months: float,
    constants: Constants,
) -> tuple[float, float]:
    """Return the share of weight that is known of a pair and the sum of its logs; a share of -1 where it is closed.

    share, logs: of what hangs on the kinds alone, with the logs of the text.
    """
    known = own.known & item.known
    km = costly = nan
    if known & PLACE and len(tables.trips.km):
        km, costly = tables.trips.km[facts.point], tables.trips.costly[facts.point]
    elif known & PLACE:
        km = costly = straight_km(own, points[facts.point], constants)
    pair = pair_of_countries(own, facts.country, constants)
    law = tables.ease_codes[facts.law, own.law, pair] if own.is_need else tables.ease_codes[own.law, facts.law, pair]
    ease = tables.ease_levels[law]
    if is_closed(own, item, facts, tables.blocks[item.firm] or tables.blocked[facts.block_set], km, ease):
        return -1.0, 0.0
    if known & TEXT:
        share += constants.text
    if known & AMOUNT:
        logs += constants.amount * amount_fit_log(own, item, facts, constants)
        share += constants.amount
    window = window_overlap(own, item, constants)
    if not (isnan(months) and isnan(window)):
        logs += constants.timing * timing_log(months, window, constants)
        share += constants.timing
    scale_km = item.scale_km if own.is_need else own.scale_km
    if not isnan(costly / scale_km):
        logs += constants.distance * distance_log(costly, scale_km, constants)
        share += constants.distance
    quality = _of_both(tables.qualities, own.is_need, own.quality, facts.quality)
    if not isnan(quality):
        logs += constants.quality * log(quality)
        share += constants.quality
    value = value_log(own, facts, costly, treated, pair, constants)
    if not isnan(value):
        logs += constants.value * value
        share += constants.value
    if pair < constants.n_countries * constants.n_countries and not isnan(ease):
        logs += constants.legal * log(max(ease, constants.legal_floor))
        share += constants.legal
    return share, logs
