"""The aspect legal ease: how much law stands between the two at best; the border card of a pair says it exactly."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.compliance.legal_ease import COUNTRIES, LegalTable, use_columns
from matching.knowledge import Knowledge
from matching.records import Bools, Floats

Ints = NDArray[np.int64]
LEGAL_FLOOR = 0.1


def country_number(country: str) -> int:
    """Return the place of a country in `compliance.COUNTRIES`, -1 for others and none."""
    return COUNTRIES.index(country) if country in COUNTRIES else -1


def use_places(sets: Sequence[tuple[str, ...]], *, knowledge: Knowledge) -> Ints:
    """Return the columns of each set of uses in a `LegalTable`, -1 for unknown ones and none.

    Returns shape (n_sets, most), the last of a set once more to fill up.
    """
    columns = use_columns(knowledge)
    found = [[columns.get(use, -1) for use in each] or [-1] for each in sets]
    most = max(map(len, found), default=1)
    padded = [each + each[-1:] * (most - len(each)) for each in found]
    return np.array(padded, dtype=np.int64).reshape(len(found), most)


def legal_levels(materials: Sequence[str], places: Ints, *, table: LegalTable) -> NDArray[np.uint8]:
    """Return the ease of each material with each set of uses, by the easiest of them, as places in `table.levels`.

    places: of the sets, from `use_places`.
    Returns shape (n_materials, n_sets, 4), the pairs of countries in the order of `compliance.COUNTRY_PAIRS`. The level
    is 0 where the law closes all, NaN where the law of materials has nothing to say or the material is unknown.
    """
    rows = table.codes[table.rows(list(materials))]
    best = rows[:, :, places[:, 0]]
    for further in places.T[1:]:
        best = np.maximum(best, rows[:, :, further])
    return np.ascontiguousarray(best.transpose(0, 2, 1))


def pair_places(givers: Ints, receivers: Ints) -> Ints:
    """Return the place in `compliance.COUNTRY_PAIRS`, -1 where either country is unknown. Shapes that broadcast."""
    return np.where((givers < 0) | (receivers < 0), -1, givers * len(COUNTRIES) + receivers)


def legal_fits(eases: Floats, *, known: Bools) -> Floats:
    """Return how easy the law makes it, in [`LEGAL_FLOOR`, 1]; NaN where it or a country is unknown."""
    return np.where(known, np.maximum(eases, LEGAL_FLOOR), np.nan)
