"""One listing and the other side as the plain numbers that a search looks at: rows of the judge's tables."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.distance import unit_vectors
from matching.engine.columns import Columns, Ints
from matching.engine.packed import ONCE, PIPE, WINDOWED
from matching.records import Bools, Floats
from matching.words import Texts

Places = NDArray[np.int32]


class Own(NamedTuple):
    """The listing that asks. NaN, or -1, where unknown; max_km is infinite where open, flags as in `packed.ITEM`."""

    is_need: bool
    log_quantity: float
    quantity: float
    smallest_lot: float
    x: float
    y: float
    z: float
    max_km: float
    scale_km: float
    starts: int
    ends: int
    firm: int
    known: int
    hazard: int
    flags: int
    resource: int
    country: int
    abp_category: int
    closed_categories: int
    worth: float
    saved: float
    fixed: float
    per_km: float
    load_t: float
    named: bool


class Rows(NamedTuple):
    """What the listing has with each kind, quality, season … of the other side: shapes (n_kinds,) and so on.

    bit_shares: of weight, by what both know (`groups`). eases: by the law's row of the other, then by pair of
    countries. blocks: which firms it has blocked; blocked: which sets of blocked firms hold its own. km: with each
    point, empty where it is the straight line, times `Constants.detour` by road; has_km: whether that is how far it is
    or only how far at least. letters, concepts: the columns of its own text, with weights.
    """

    logs: Floats
    shares: Floats
    treated: Floats
    bit_shares: Floats
    qualities: Floats
    months: Floats
    eases: Floats
    blocks: Bools
    blocked: Bools
    km: Floats
    has_km: bool
    letters: Places
    letter_weights: Floats
    concepts: Places
    concept_weights: Floats


class Other(NamedTuple):
    """The other side by place: arrays of its columns, and its texts, row after row. law: `Law`'s row."""

    point: Ints
    points: Floats
    max_km: Floats
    scale_km: Floats
    quantity: Floats
    smallest_lot: Floats
    firm: Ints
    block_set: Ints
    hazard: Ints
    abp_category: Ints
    closed_categories: Ints
    country: Ints
    quality: Ints
    law: Ints
    worth: Floats
    saved: Floats
    fixed: Floats
    per_km: Floats
    load_t: Floats
    named: Bools
    letter_ends: Places
    letters: Places
    letter_weights: Floats
    concept_ends: Places
    concepts: Places
    concept_weights: Floats


def own_of(columns: Columns, texts: Texts, *, known: int, place: int) -> Own:
    """Return the listing at a place of its side."""
    terms, limit = columns.terms, np.fmin(columns.max_km[place], columns.pipe_limit_km[place])
    quantity = columns.quantity[place]
    flags = columns.once[place] * ONCE + columns.windowed[place] * WINDOWED + columns.pipe[place] * PIPE
    x, y, z = unit_vectors(columns.points[columns.point[place]])[0].tolist()
    return Own(
        is_need=columns.is_need,
        log_quantity=float(np.log(quantity)),
        quantity=float(quantity),
        smallest_lot=float(columns.smallest_lot[place]),
        x=x,
        y=y,
        z=z,
        max_km=float(np.inf if np.isnan(limit) else limit),
        scale_km=float(columns.scale_km[place]),
        starts=int(columns.starts[place]),
        ends=int(columns.ends[place]),
        firm=int(columns.firm[place]),
        known=known,
        hazard=int(columns.hazard[place]),
        flags=int(flags),
        resource=int(columns.resource[place]),
        country=int(columns.country[place]),
        abp_category=int(columns.abp_category[place]),
        closed_categories=int(columns.closed_categories[place]),
        worth=float(terms.worth[place, 1]),
        saved=float(terms.saved[place, 1]),
        fixed=float(terms.fixed[place, 1]),
        per_km=float(terms.per_km[place, 1]),
        load_t=float(terms.load_t[place]),
        named=bool(texts.named[place]),
    )


def other_of(columns: Columns, texts: Texts) -> Other:
    """Return a side as it is asked."""
    terms = columns.terms
    return Other(
        point=columns.point,
        points=columns.points,
        max_km=columns.max_km,
        scale_km=columns.scale_km,
        quantity=columns.quantity,
        smallest_lot=columns.smallest_lot,
        firm=columns.firm,
        block_set=columns.block_set,
        hazard=columns.hazard,
        abp_category=columns.abp_category,
        closed_categories=columns.closed_categories,
        country=columns.country,
        quality=columns.quality,
        law=columns.use_set if columns.is_need else columns.law_material,
        worth=terms.worth,
        saved=terms.saved,
        fixed=terms.fixed,
        per_km=terms.per_km,
        load_t=terms.load_t,
        named=texts.named,
        letter_ends=texts.characters.indptr,
        letters=texts.characters.indices,
        letter_weights=texts.characters.data,
        concept_ends=texts.concepts.indptr,
        concepts=texts.concepts.indices,
        concept_weights=texts.concepts.data,
    )
