"""Points held to a centimetre, in half the bytes: whole numbers of four bytes instead of degrees with all digits."""

from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from matching.records import Floats

PARTS = 1e7  # of a degree
UNKNOWN = int(np.iinfo(np.int32).min)
NOWHERE = (UNKNOWN, UNKNOWN)

Points = NDArray[np.int32]
"""Latitude and longitude in parts of a degree, shape (n, 2), `UNKNOWN` where nobody tells."""


def point_of(latitude: float | None, longitude: float | None) -> tuple[int, int]:
    """Return a point as it is held. Raises ValueError outside the degrees there are."""
    if latitude is None or longitude is None:
        return NOWHERE
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("A latitude lies between -90 and 90 and a longitude between -180 and 180 degrees.")
    return round(latitude * PARTS), round(longitude * PARTS)


def degrees(points: Points) -> Floats:
    """Return latitudes and longitudes, shape (n, 2), NaN where unknown."""
    return np.where(points == UNKNOWN, np.nan, points / PARTS)


def on_sphere(point: Points | tuple[int, int]) -> tuple[float, float, float]:
    """Return one point on the unit sphere as `geo.distance.unit_vectors` does, NaN where unknown. point: shape (2,)."""
    if point[0] == UNKNOWN:
        return np.nan, np.nan, np.nan
    latitude, longitude = radians(point[0] / PARTS), radians(point[1] / PARTS)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)
