"""The order in which listings lie packed: by kind, then so that near ones of like amounts stand side by side."""

import numpy as np

from geo.cells import curve_numbers, flat_km
from matching.engine.facts import Records
from matching.kind_arrays import Ints
from matching.records import Floats

# One step on the curve costs about the same score on each axis.
_STEP_KM, _STEP_LOG_QUANTITY = 24.0, 0.5


def packing_order(items: Records, points: Floats) -> Ints:
    """Return the places of items in the order in which they are packed. points: latitudes and longitudes of each."""
    size = np.column_stack((flat_km(points) / _STEP_KM, items["log_quantity"] / _STEP_LOG_QUANTITY))
    return np.lexsort((curve_numbers(size), items["known"], items["kind"], items["resource"]))
