"""The aspect waste hierarchy: how high stands the use that the thing would be put to?"""

import numpy as np

from matching.kinds import Kind
from matching.records import Floats
from matching.ways import WayTables

HIERARCHY_FLOOR = 0.4
_BY_RANK = {1: 1.0, 2: 0.9, 3: 0.75, 4: 0.6, 5: HIERARCHY_FLOOR}
"""By `Hierarchy.rank`: reuse, material, soil and biogas, filling, energy. Set by hand; burning stays a use."""


def hierarchy_fits(kind: Kind, *, tables: WayTables) -> Floats:
    """Return how high the use stands that each material would have with a need.

    It is the need's use that the material serves best, else the one that the need tells most surely.
    Returns shape (n_materials,), in [`HIERARCHY_FLOOR`, 1]; NaN where the need tells no use.
    """
    if not kind.uses:
        return np.full(len(tables.tree.codes), np.nan)
    heights = np.array([_BY_RANK[tables.knowledge.uses[told.code].hierarchy.rank] for told in kind.uses])
    served = np.stack([tables.serves[:, tables.uses[told.code]] * told.sureness for told in kind.uses])
    return np.asarray(heights[served.argmax(axis=0)])
