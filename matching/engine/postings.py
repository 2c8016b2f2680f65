"""Which groups of one side tell of a concept, and how strongly at most: so that texts bound before any is read."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.packed import Packed
from matching.kind_arrays import Ints
from matching.words.letters import narrow
from matching.words.told import Concepts


class Postings(NamedTuple):
    """The concepts of one side, in order, each with a run of groups.

    concepts: columns of `Texts.concepts` that anybody has; ends: of each one's run, from 0 on, shape (n + 1,). groups,
    most: of each run, with the largest weight that any text of the group gives the concept, for or against, in parts
    of `UNIT`. n_groups: so many groups the runs tell of; of those behind nothing is known.
    """

    concepts: Ints
    ends: NDArray[np.int32]
    groups: Ints
    most: NDArray[np.uint16]
    n_groups: int


def make_postings(packed: Packed, concepts: Concepts) -> Postings:
    """Return the postings of one side. concepts: of its texts, by place."""
    groups, blocks, items = packed.groups, packed.blocks, packed.items
    of_block = np.repeat(np.arange(len(groups)), groups["end"] - groups["first"])
    of_item = np.repeat(of_block, blocks["end"] - blocks["first"])
    told = concepts.pick(items["place"]).arrays
    group = np.repeat(of_item, np.diff(told.ends))
    order = np.lexsort((group, told.columns))
    runs = np.column_stack((told.columns[order], group[order]))
    starts = np.flatnonzero(np.append(True, (runs[1:] != runs[:-1]).any(axis=1))) if len(runs) else np.empty(0, int)
    weights = np.abs(told.weights[order].astype(np.int32))
    most = np.maximum.reduceat(weights, starts) if len(runs) else weights
    different, counts = np.unique(runs[starts, 0], return_counts=True)
    return Postings(
        concepts=different.astype(told.columns.dtype),
        ends=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        groups=narrow(runs[starts, 1]),
        most=most.astype(np.uint16),
        n_groups=len(groups),
    )
