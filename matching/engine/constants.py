"""What the formulas of the aspects hold constant, and the share of weight of each aspect, as plain numbers.

Handed to what is compiled as an argument: numba's cache of compiled code does not see constants of other files change.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.cells import SLACK_KM
from geo.distance import EARTH_RADIUS_KM
from matching.amounts.fits import AMOUNT_FLOOR, LOT_APART, RHYTHM_APART, TOO_LARGE, TOO_SMALL
from matching.compliance.legal_ease import COUNTRIES
from matching.economics import AT_STAKE, EVEN, VALUE_FLOOR, load_costs
from matching.legal import LEGAL_FLOOR
from matching.materials import (
    CODE_OF_ANOTHER,
    MATERIAL_FLOOR,
    SAME_CHAPTER,
    SAME_CODE,
    SAME_SUBCHAPTER,
    TYPICAL_CODE,
    VAGUE_CODE,
)
from matching.nearness import DISTANCE_FLOOR
from matching.novelty import NOVELTY_FLOOR
from matching.records import Aspect, Floats
from matching.scoring import ASPECTS, UNKNOWN_COST, UNKNOWN_FIT
from matching.timing import HORIZON_DAYS, TIMING_FLOOR
from matching.ways import DOUBT
from matching.words.texts import CHARACTERS, CONCEPTS, MEANINGLESS, TEXT_FLOOR
from matching.words.told import UNIT


class Constants(NamedTuple):
    """The last eleven are shares of all weight; border: SEK a load; detour: `nearness.least_detour`."""

    today: int
    horizon_days: int
    unknown_cost: float
    log_unknown: float
    radius_km: float
    slack_km: float
    detour: float
    distance_floor: float
    timing_floor: float
    too_small: float
    too_large: float
    log_rhythm_apart: float
    log_lot_apart: float
    log_amount_floor: float
    text_floor: float
    characters: float
    concepts: float
    meaningless: float
    concept_unit: float
    value_floor: float
    even: float
    at_stake: float
    border: float
    legal_floor: float
    n_countries: int
    doubt: float
    material_floor: float
    log_material_floor: float
    log_same_code: float
    log_vague_code: float
    log_same_subchapter: float
    log_same_chapter: float
    log_typical_code: float
    log_code_of_another: float
    log_same_industry: float
    material: float
    hierarchy: float
    cases: float
    novelty: float
    amount: float
    timing: float
    distance: float
    text: float
    quality: float
    value: float
    legal: float


CONSTANTS = np.dtype([(name, "i8" if kind is int else "f8") for name, kind in Constants.__annotations__.items()])
"""`Constants` as a record."""


def make_constants(weights: Floats, *, today: int, detour: float) -> Constants:
    """Return the constants for these weights, in the order of `ASPECTS`."""
    return _constants(tuple((weights / weights.sum()).tolist()), today, detour)


def constants_record(constants: Constants) -> NDArray[np.void]:
    """Return constants as an array of one record."""
    return _record(constants)


@lru_cache(maxsize=16)
def _record(constants: Constants) -> NDArray[np.void]:
    return np.array([constants], dtype=CONSTANTS)


@lru_cache(maxsize=16)
def _constants(of_aspects: tuple[float, ...], today: int, detour: float) -> Constants:
    shares = dict(zip(ASPECTS, of_aspects, strict=True))
    return Constants(
        today=today,
        horizon_days=HORIZON_DAYS,
        unknown_cost=UNKNOWN_COST,
        log_unknown=float(np.log(UNKNOWN_FIT)),
        radius_km=EARTH_RADIUS_KM,
        slack_km=SLACK_KM,
        detour=detour,
        distance_floor=DISTANCE_FLOOR,
        timing_floor=TIMING_FLOOR,
        too_small=TOO_SMALL,
        too_large=TOO_LARGE,
        log_rhythm_apart=float(np.log(RHYTHM_APART)),
        log_lot_apart=float(np.log(LOT_APART)),
        log_amount_floor=float(np.log(AMOUNT_FLOOR)),
        text_floor=TEXT_FLOOR,
        characters=CHARACTERS,
        concepts=CONCEPTS,
        meaningless=MEANINGLESS,
        concept_unit=UNIT,
        value_floor=VALUE_FLOOR,
        even=EVEN,
        at_stake=AT_STAKE,
        border=load_costs()["border"].default,
        legal_floor=LEGAL_FLOOR,
        n_countries=len(COUNTRIES),
        doubt=DOUBT,
        material_floor=MATERIAL_FLOOR,
        log_material_floor=float(np.log(MATERIAL_FLOOR)),
        log_same_code=float(np.log(SAME_CODE)),
        log_vague_code=float(np.log(VAGUE_CODE)),
        log_same_subchapter=float(np.log(SAME_SUBCHAPTER)),
        log_same_chapter=float(np.log(SAME_CHAPTER)),
        log_typical_code=float(np.log(TYPICAL_CODE)),
        log_code_of_another=float(np.log(CODE_OF_ANOTHER)),
        log_same_industry=float(np.log(NOVELTY_FLOOR)),
        material=shares[Aspect.MATERIAL],
        hierarchy=shares[Aspect.HIERARCHY],
        cases=shares[Aspect.CASES],
        novelty=shares[Aspect.NOVELTY],
        amount=shares[Aspect.AMOUNT],
        timing=shares[Aspect.TIMING],
        distance=shares[Aspect.DISTANCE],
        text=shares[Aspect.TEXT],
        quality=shares[Aspect.QUALITY],
        value=shares[Aspect.VALUE],
        legal=shares[Aspect.LEGAL],
    )
