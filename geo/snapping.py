"""Where points meet the roads, remembered: a market asks about the same places again and again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.distance import Floats
from geo.road_network import RoadNetwork, Snap

_MOST_REMEMBERED = 200_000  # points, of 40 bytes each
_NOWHERE = 999 + 999j  # stands for a point that is not known: no degrees are so large


@dataclass(frozen=True)
class _Seen:
    """Points as complex numbers (latitude, longitude), in order, and where each meets the roads."""

    points: NDArray[np.complex128]
    snap: Snap

    def places(self, points: NDArray[np.complex128]) -> NDArray[np.intp]:
        """Return where these points stand, or would stand."""
        return np.searchsorted(self.points, points)

    def has(self, points: NDArray[np.complex128]) -> NDArray[np.bool_]:
        if not len(self.points):
            return np.zeros(len(points), dtype=bool)
        return np.asarray(self.points[np.minimum(self.places(points), len(self.points) - 1)] == points)


class SnapMemory:
    """Ties points to the nearest road of a network, each only once. (Looking one up takes a twentieth of tying it.)"""

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network
        # Replaced as a whole: threads may ask at once.
        self._seen = _Seen(np.empty(0, dtype=np.complex128), network.snap(np.empty((0, 2))))

    def snap(self, points: Floats) -> Snap:
        """Return the same as `RoadNetwork.snap`."""
        known = ~np.isnan(points).any(axis=1)
        wanted = np.where(known, points[:, 0] + 1j * points[:, 1], _NOWHERE)
        seen = self._seen
        new = np.unique(wanted[~seen.has(wanted)])
        if len(new):
            seen = self._seen = self._with(seen, new)
        if not seen.has(wanted).all():  # so many at once that what was known had to be forgotten
            return self._network.snap(points)
        return seen.snap.take(seen.places(wanted))

    def _with(self, seen: _Seen, new: NDArray[np.complex128]) -> _Seen:
        """Return what is known with what is new; what is new alone where that would be too much."""
        points = np.where((new == _NOWHERE)[:, None], np.nan, np.column_stack((new.real, new.imag)))
        found = self._network.snap(points)
        if len(seen.points) + len(new) > _MOST_REMEMBERED:
            return _Seen(new, found)
        order = np.argsort(np.concatenate((seen.points, new)))
        both = Snap(
            segment=np.concatenate((seen.snap.segment, found.segment)),
            share=np.concatenate((seen.snap.share, found.share)),
            access_km=np.concatenate((seen.snap.access_km, found.access_km)),
        )
        return _Seen(np.concatenate((seen.points, new))[order], both.take(order))
