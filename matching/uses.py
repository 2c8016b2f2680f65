"""The aspect material, by use: can what is offered become what the need wants to make of it?"""

from collections.abc import Sequence

import numpy as np

from matching.knowledge import Knowledge
from matching.materials import MATERIAL_FLOOR, Kind
from matching.records import Floats

NO_KNOWN_USE = 0.05
"""The table knows uses of the offered material, but not this one: perhaps, as the table is not complete."""

# Where the need names a material as well as a use. Set by hand.
_SUBSTITUTE = 0.5  # sawdust for a need of straw as bedding: serves as well, but is not what was asked for
_NO_SUBSTITUTE = 0.6  # a relative of the needed material that has no such use counts so much less
_ASKED_FOR = 0.9  # from this fit on, what is offered is what was asked for, whatever the table of uses says


def use_fits(offered: Sequence[Kind], needed: Sequence[Kind], *, knowledge: Knowledge) -> Floats:
    """Return how well each offered material serves each needed use.

    Returns shape (n_offered, n_needed), in [`NO_KNOWN_USE`, 1]; NaN where the need names no use that the table has, or
    the table knows no use of the material at all.
    """
    uses = sorted({kind.use for kind in needed if kind.use in knowledge.uses})
    columns = {use: column for column, use in enumerate(uses)}
    materials = sorted({kind.material for kind in offered if knowledge.material_uses.of(kind.material)})
    rows = {material: row for row, material in enumerate(materials)}
    # One row and one column more for what is unknown: -1 finds them.
    table = np.full((len(rows) + 1, len(columns) + 1), np.nan)
    for material, row in rows.items():
        for use, column in columns.items():
            edge = knowledge.material_uses.between(material, use)
            table[row, column] = edge.suitability.fit if edge else NO_KNOWN_USE
    row_of = [rows.get(kind.material, -1) for kind in offered]
    return table[np.ix_(row_of, [columns.get(kind.use, -1) for kind in needed])]


def join_use_fits(materials: Floats, uses: Floats, *, names_material: Floats) -> Floats:
    """Return the fits of materials with what is known of uses.

    A need that names only a use takes what serves it. Where it names a material as well, what serves the use can stand
    in for it, and a mere relative that does not counts less.

    materials: shape (n_offered, n_needed), NaN where unknown. uses: from `use_fits`, same shape. names_material: 1 for
        each need that names a material of the tree, 0 for the others, shape (n_needed,).
    """
    serves = uses > NO_KNOWN_USE
    stand_in = np.fmax(materials, _SUBSTITUTE * uses)
    mere_relative = np.where(materials >= _ASKED_FOR, materials, np.maximum(materials * _NO_SUBSTITUTE, MATERIAL_FLOOR))
    joined = np.where(names_material > 0, np.where(serves, stand_in, mere_relative), np.fmax(materials, uses))
    return np.where(np.isnan(uses), materials, joined)
