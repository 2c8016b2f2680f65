"""Points gathered into blocks that lie close together, and how near a block can be at least.

Whoever asks for what is near looks at blocks first and measures only what a block cannot rule out. Points are arrays of
shape (n, 2): latitude and longitude in degrees, NaN where unknown.
"""

import numpy as np
from numpy.typing import NDArray

from geo.distance import EARTH_RADIUS_KM, Floats, unit_vectors

Integers = NDArray[np.int64]

SLACK_KM = 0.01
"""So much nearer than reckoned a block may be: its middle and radius are kept in half the digits."""

_BITS = 16  # of each axis of a curve
_MIDDLE = 1 << (_BITS - 1)
_KM_A_DEGREE = 111.2


def flat_km(points: Floats) -> Floats:
    """Return kilometres north of the equator and east of Greenwich, shape (n, 2): neighbours stay neighbours."""
    latitude, longitude = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
    return np.column_stack((latitude, longitude * np.cos(np.radians(latitude)))) * _KM_A_DEGREE


def curve_numbers(steps: Floats) -> Integers:
    """Return where each row lies on a curve of Morton's that fills space: rows that are alike lie near each other.

    steps: shape (n, 3 at most), in units that weigh alike on every axis, NaN where unknown.
    """
    known = np.where(np.isnan(steps), 0.0, steps)
    whole = np.clip(np.floor(known) + _MIDDLE, 0, (1 << _BITS) - 1).astype(np.int64)
    numbers = np.zeros(len(whole), dtype=np.int64)
    for bit in range(_BITS):
        for axis in range(whole.shape[1]):
            numbers |= ((whole[:, axis] >> bit) & 1) << (bit * whole.shape[1] + axis)
    return numbers


def enclosing_balls(points: Floats, starts: Integers) -> tuple[Floats, Floats]:
    """Return middles on the unit sphere, shape (n_blocks, 3), and radii as chords of it, of consecutive points.

    starts: where each block begins, the first at 0; none is empty. NaN for a block with an unknown point.
    """
    vectors = unit_vectors(points)
    sizes = np.diff(np.append(starts, len(vectors)))
    middles = np.add.reduceat(vectors, starts, axis=0) / sizes[:, None]
    away = ((vectors - np.repeat(middles, sizes, axis=0)) ** 2).sum(axis=1)
    return middles, np.sqrt(np.maximum.reduceat(away, starts))


def least_km(middles: Floats, radii: Floats, *, point: Floats) -> Floats:
    """Return how many straight kilometres away each block is at least: shape (n_blocks,), NaN where its middle is.

    middles, radii: as from `enclosing_balls`, of half the digits too. point: on the unit sphere, shape (3,).
    """
    chord = np.sqrt(((middles - point) ** 2).sum(axis=-1)) - radii
    nearest: Floats = np.maximum(EARTH_RADIUS_KM * chord - SLACK_KM, 0)  # no arc is shorter than its chord
    return nearest
