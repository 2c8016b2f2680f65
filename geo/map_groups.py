"""Which points stand together on a map, because they would lie over each other at its scale."""

from collections.abc import Mapping

import numpy as np

from geo.distance import Floats
from geo.legs import Point
from geo.projection import mercator

TILE_PIXELS = 256  # of the whole world at zoom 0; twice as many at each step, as on every web map


def group_nearby(points: Mapping[str, Point], *, zoom: float, pixels: float) -> dict[str, str]:
    """Return for each point (latitude, longitude) the key of the one that it stands with, itself where it is alone.

    Two that lead lie at least `pixels` apart. The first in the mapping lead, so put the most important ones
    there; what is drawn on the points decides nothing, so that groups stay as they are when it changes.
    """
    plane = mercator(np.array(list(points.values()))) * TILE_PIXELS * 2**zoom / 360
    leaders: list[tuple[str, Floats]] = []
    group = {}
    for key, spot in zip(points, plane, strict=True):
        gaps = [float(np.linalg.norm(spot - other)) for _leader, other in leaders]
        if gaps and min(gaps) < pixels:
            group[key] = leaders[gaps.index(min(gaps))][0]
        else:
            group[key] = key
            leaders.append((key, spot))
    return group
