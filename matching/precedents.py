"""The aspect similar cases: has such a thing been done elsewhere?"""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matching.kinds import Kind
from matching.knowledge import Case, Knowledge, kept
from matching.materials import material_tree
from matching.records import Floats
from matching.ways import WayTables

CASES_FLOOR = 0.3
"""Below this likeness a case says nothing: that nobody has told of one is no sign against a pair."""

Ints = NDArray[np.int64]
_NO_CASES = np.empty(0, dtype=np.int64)
# How much a case says about a need that is like it in this alone. Set by hand.
_SAME_USE, _SAME_MATERIAL, _SAME_INDUSTRY = 1.0, 0.8, 0.7


def case_fits(kind: Kind, *, tables: WayTables) -> Floats:
    """Return how like the nearest documented case is for each material: what was given, times what for or to whom.

    Returns shape (n_materials,), in [`CASES_FLOOR`, 1]; NaN where no case is like it.
    """
    fits = (_given(tables.knowledge) * _needed_alike(kind, tables)).max(axis=1)
    return np.where(fits < CASES_FLOOR, np.nan, fits)


def similar_case(offered: Kind, needed: Kind, *, tables: WayTables) -> Case | None:
    """Return the nearest documented case of a pair, None where none is like it."""
    if offered.material not in tables.tree.index:
        return None
    alike = _given(tables.knowledge)[tables.tree.index[offered.material]] * _needed_alike(needed, tables)
    best = int(alike.argmax())
    return list(tables.knowledge.cases.values())[best] if alike[best] >= CASES_FLOOR else None


@kept
def _given(knowledge: Knowledge) -> Floats:
    """Return how like each material is to what was given in each case, shape (n_materials, n_cases)."""
    tree = material_tree(knowledge)
    return np.asarray(tree.fits[:, [tree.index[case.material] for case in knowledge.cases.values()]])


def _needed_alike(kind: Kind, tables: WayTables) -> Floats:
    """Return how like a need is to the receiving side of each case, shape (n_cases,)."""
    told = {
        **{("use", each.code): _SAME_USE * each.sureness for each in kind.uses},
        **{("material", each.code): _SAME_MATERIAL * each.sureness for each in kind.materials},
        **{("industry", each.code[:2]): _SAME_INDUSTRY * each.sureness for each in kind.sectors},
    }
    alike, rows_of = np.zeros(len(tables.knowledge.cases)), _told_of_cases(tables.knowledge)
    for what, weight in told.items():
        rows = rows_of.get(what, _NO_CASES)
        alike[rows] = np.maximum(alike[rows], weight)
    return alike


@kept
def _told_of_cases(knowledge: Knowledge) -> Mapping[tuple[str, str], Ints]:
    """Return which cases tell of each use, material and industry of the receiver."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, case in enumerate(knowledge.cases.values()):
        found["use", case.use].append(row)
        found["material", case.material].append(row)
        found["industry", case.receiver_industry[:2]].append(row)
    return {told: np.array(rows, dtype=np.int64) for told, rows in found.items()}
