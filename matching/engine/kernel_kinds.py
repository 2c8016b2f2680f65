"""What a listing has with each kind of the other side, compiled by numba: `Bounds.kind_sums`, in logs."""

from math import inf, isnan, log, nan
from typing import NamedTuple

import numpy as np
from numba import njit

from matching.engine.asked import KindSums, Rows
from matching.engine.constants import Constants
from matching.engine.pairings import Pairings
from matching.engine.wants import PIECE
from matching.kind_arrays import Ints
from matching.records import Floats

_ROUNDING = 1e-9  # of a log


class Kinds(NamedTuple):
    """The kinds of both sides, as `KindArrays` and `Wants` have them, with logs of sureness and of fits."""

    rows: Ints
    log_surenesses: Floats
    first: Ints
    leaf: Ints
    sure_material: Floats
    code: Ints
    codes: Ints
    division: Ints
    need_leaf: Ints
    need_sure: Floats
    need_code: Ints
    need_codes: Ints
    need_division: Ints
    accepted: Ints
    accepted_pieces: Ints
    accepted_row: Ints
    log_accepted: Floats
    hierarchy: Ints
    hierarchy_pieces: Ints
    hierarchy_row: Ints
    log_hierarchy: Floats
    cases: Ints
    cases_pieces: Ints
    cases_row: Ints
    log_cases: Floats
    treatments: Ints
    treatments_pieces: Ints
    treatments_row: Ints
    treatment_costs: Floats


def make_kinds(pairings: Pairings) -> Kinds:
    """Return the kinds of both sides as the compiled search looks at them."""
    offered, needed, wants = pairings.offered, pairings.needed, pairings.wants
    return Kinds(
        rows=offered.rows,
        log_surenesses=offered.log_surenesses,
        first=offered.first,
        leaf=offered.leaf,
        sure_material=offered.sure_material,
        code=offered.code,
        codes=offered.codes,
        division=offered.division,
        need_leaf=needed.leaf,
        need_sure=needed.sure,
        need_code=needed.code,
        need_codes=needed.codes,
        need_division=needed.division,
        accepted=wants.accepted.codes,
        accepted_pieces=wants.accepted.pieces,
        accepted_row=wants.accepted.row,
        log_accepted=wants.accepted.logs,
        hierarchy=wants.hierarchy.codes,
        hierarchy_pieces=wants.hierarchy.pieces,
        hierarchy_row=wants.hierarchy.row,
        log_hierarchy=wants.hierarchy.logs,
        cases=wants.cases.codes,
        cases_pieces=wants.cases.pieces,
        cases_row=wants.cases.row,
        log_cases=wants.cases.logs,
        treatments=wants.treatments.codes,
        treatments_pieces=wants.treatments.pieces,
        treatments_row=wants.treatments.row,
        treatment_costs=wants.treatments.values,
    )


@njit(cache=True, error_model="numpy")
def kind_sums(own: int, is_need: bool, kinds: Kinds, constants: Constants) -> KindSums:
    """Return what a kind has with each of the other side's. is_need: whether it is one of a need."""
    size = len(kinds.first) if is_need else len(kinds.need_code)
    logs, shares, treated = np.zeros(size), np.zeros(size), np.zeros(size)
    for other in range(size):  # all in one: of arrays that are handed on numba counts the references, each time
        offer, need = (other, own) if is_need else (own, other)
        row, best = kinds.accepted_row[need], -inf
        for place in range(kinds.rows.shape[1]):
            material = kinds.rows[offer, place]
            piece, within = material // PIECE, material % PIECE
            found = kinds.log_accepted[kinds.accepted[kinds.accepted_pieces[row, piece], within]]
            found += kinds.log_surenesses[offer, place]
            best = found if found > best else best  # not where it is unknown
        way = _way_log(best, kinds.sure_material[offer] * kinds.need_sure[need], constants)
        code, need_code = kinds.code[offer], kinds.need_code[need]
        if code >= 0 and need_code >= 0:
            stated, leaf, need_leaf = _code_log(code, need_code, constants), kinds.leaf[offer], kinds.need_leaf[need]
            if leaf >= 0 and need_leaf >= 0 and leaf != need_leaf:
                stated = min(stated, constants.log_code_of_another)
            way = _with_codes(way, stated)
        elif isnan(way) and (code >= 0 or need_code >= 0):
            way = _typical_log(kinds.codes[offer], kinds.need_codes[need], constants)
        total = share = 0.0
        if not isnan(way):
            total, share = constants.material * way, constants.material
        first = kinds.first[offer]
        if first >= 0:
            piece, within = first // PIECE, first % PIECE
            fit = kinds.log_hierarchy[kinds.hierarchy[kinds.hierarchy_pieces[kinds.hierarchy_row[need], piece], within]]
            if not isnan(fit):
                total, share = total + constants.hierarchy * fit, share + constants.hierarchy
            fit = kinds.log_cases[kinds.cases[kinds.cases_pieces[kinds.cases_row[need], piece], within]]
            if not isnan(fit):
                total, share = total + constants.cases * fit, share + constants.cases
            spent = kinds.treatments[kinds.treatments_pieces[kinds.treatments_row[need], piece], within]
            treated[other] = kinds.treatment_costs[spent]
            if (
                kinds.log_accepted[kinds.accepted[kinds.accepted_pieces[row, piece], within]]
                <= constants.log_material_floor + _ROUNDING
            ):
                treated[other] = nan
        division, need_division = kinds.division[offer], kinds.need_division[need]
        if division >= 0 and need_division >= 0:
            total += constants.novelty * constants.log_same_industry if division == need_division else 0.0
            share += constants.novelty
        logs[other], shares[other] = total, share
    return KindSums(logs, shares, treated)


@njit(cache=True, error_model="numpy")
def with_sums(rows: Rows, sums: KindSums) -> Rows:
    return Rows(
        sums.logs,
        sums.shares,
        sums.treated,
        rows.bit_shares,
        rows.months,
        rows.tables,
        rows.has_km,
        rows.place,
        rows.letters,
        rows.concepts,
        rows.concept_weights,
    )


@njit(cache=True, error_model="numpy")
def _way_log(best: float, sure: float, constants: Constants) -> float:
    """Return the log of `ways.way_fits`, NaN where no way is known. best: of the ways."""
    if best == -inf:
        return nan
    doubt = (1 - sure) * constants.doubt
    return max(best, log(doubt) if doubt > constants.material_floor else constants.log_material_floor)


@njit(cache=True, error_model="numpy")
def _with_codes(way: float, stated: float) -> float:
    """Return the log of the fit with two stated codes as a second opinion."""
    return stated if isnan(way) else max(way, (way + stated) / 2)


@njit(cache=True, error_model="numpy")
def _typical_log(codes: Ints, need_codes: Ints, constants: Constants) -> float:
    """Return the log of how near a stated code and typical ones are at best, NaN where there are none."""
    best = -inf
    for one in codes:
        for other in need_codes:
            if one >= 0 and other >= 0:
                best = max(best, _code_log(one, other, constants))
    return nan if best == -inf else max(best + constants.log_typical_code, constants.log_material_floor)


@njit(cache=True, error_model="numpy")
def _code_log(offered: int, needed: int, constants: Constants) -> float:
    """Return the log of `materials.code_fits` of two codes that are known."""
    if offered == needed:
        return constants.log_vague_code if offered % 100 == 99 else constants.log_same_code
    if offered // 100 == needed // 100:
        return constants.log_same_subchapter
    return constants.log_same_chapter if offered // 10_000 == needed // 10_000 else constants.log_material_floor
