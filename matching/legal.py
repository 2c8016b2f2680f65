"""The aspect legal ease: how much law stands between the two at best; the border card of a pair says it exactly."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.compliance.legal_ease import COUNTRIES, COUNTRY_PAIRS, LegalTable
from matching.records import Bools, Floats

Ints = NDArray[np.int64]
LEGAL_FLOOR = 0.1


def country_numbers(countries: Sequence[str]) -> Ints:
    """Return the place of each country in `compliance.COUNTRIES`, -1 for others and none."""
    return np.array([COUNTRIES.index(each) if each in COUNTRIES else -1 for each in countries], dtype=np.int64)


def legal_eases(materials: Sequence[str], uses: Sequence[tuple[str, ...]], *, table: LegalTable) -> Floats:
    """Return the ease of each material with each set of uses, by the easiest of them: 0 where the law closes all.

    Returns shape (n_materials, n_sets, 4), the pairs of countries in the order of `compliance.COUNTRY_PAIRS`; NaN where
    the law of materials has nothing to say or the material is unknown.
    """
    rows = table.ease[table.rows(list(materials))]
    sets = [rows[:, :, table.columns(list(each) or [""])] for each in uses]
    best = [np.fmax.reduce(each, axis=2) for each in sets]
    return np.stack(best, axis=1) if best else np.empty((len(materials), 0, len(COUNTRY_PAIRS)))


def pair_places(givers: Ints, receivers: Ints) -> Ints:
    """Return the place in `compliance.COUNTRY_PAIRS`, -1 where either country is unknown. Shapes that broadcast."""
    return np.where((givers < 0) | (receivers < 0), -1, givers * len(COUNTRIES) + receivers)


def legal_fits(eases: Floats, *, known: Bools) -> Floats:
    """Return how easy the law makes it, in [`LEGAL_FLOOR`, 1]; NaN where it or a country is unknown."""
    return np.where(known, np.maximum(eases, LEGAL_FLOOR), np.nan)
