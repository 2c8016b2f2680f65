"""Web Mercator: true angles, north up; small things keep their shape anywhere on the map."""

import numpy as np
from numpy.typing import NDArray

from geo.distance import Floats

# The poles lie at infinity; what is beyond this is drawn there.
_TOP = 89.9


def mercator(points: Floats) -> Floats:
    """Return x and y in degrees of longitude, shape (n, 2), y to the north, of points (latitude, longitude).

    Snyder (1987), Map projections, equation 7-2, on the sphere.
    """
    latitude, longitude = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
    return np.column_stack((longitude, _ordinate(latitude)))


def inverse_mercator(plane: Floats) -> Floats:
    """Return the points (latitude, longitude), shape (n, 2), of x and y as `mercator` gives them."""
    x, y = np.asarray(plane, dtype=np.float64).reshape(-1, 2).T
    return np.column_stack((np.degrees(np.arcsin(np.tanh(np.radians(y)))), x))


def _ordinate(latitude: NDArray[np.float64]) -> NDArray[np.float64]:
    within = np.clip(latitude, -_TOP, _TOP)
    ordinate: NDArray[np.float64] = np.degrees(np.arctanh(np.sin(np.radians(within))))
    return ordinate
