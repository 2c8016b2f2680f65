"""The rows of a judge's tables that are about one listing."""

import numpy as np

from matching.engine.asked import KindSums, Rows, Tables
from matching.engine.bounds import Bounds
from matching.engine.facts import Own
from matching.engine.judging import Judge
from matching.nearness import Trips
from matching.records import Side
from matching.words.told import UNIT


def rows_of(judge: Judge, bounds: Bounds, own: Own, *, kinds: KindSums, trips: Trips, has_km: bool) -> Rows:
    """Return what a listing has with the other side. trips: as in `Tables`."""
    side = Side.NEED if own.is_need else Side.OFFER
    texts = judge.segments[side].texts
    concepts = texts.concepts.arrays
    first, end = concepts.ends[own.place], concepts.ends[own.place + 1]
    own_blocks, their_blocks = judge.gates.block_tables(side)
    return Rows(
        **kinds._asdict(),
        bit_shares=bounds.bit_shares,
        months=judge.months_row(side, own.season),
        tables=Tables(
            qualities=judge.qualities,
            ease_codes=judge.law.codes,
            ease_levels=judge.law.levels,
            blocks=own_blocks[own.block_set],
            blocked=np.ascontiguousarray(their_blocks[:, own.firm]),
            trips=trips,
        ),
        has_km=has_km,
        place=own.place,
        letters=texts.letters.arrays,
        concepts=concepts.columns[first:end],
        concept_weights=concepts.weights[first:end] / UNIT,
    )
