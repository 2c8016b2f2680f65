"""Kilometres and minutes by road between many points at once, on a day and by a vehicle.

Points are arrays of shape (n, 2): latitude and longitude in degrees, NaN where unknown.
"""

from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geo.distance import ROAD_FACTOR, Floats, straight_km, straight_km_pairwise
from geo.road_network import ACCESS_KMH, RoadNetwork, Snap
from geo.road_tables import Vehicle, load_segments

# Pairs worked on at once: enough to be fast, and few enough to stay under 100 MB.
_BLOCK = 500_000


@cache
def _network(numbers: tuple[int, ...], vehicle: Vehicle) -> RoadNetwork:
    segments = load_segments()
    return RoadNetwork(tuple(segments[number] for number in numbers), vehicle=vehicle)


def load_network(on: date | None = None, *, vehicle: Vehicle = Vehicle.LORRY) -> RoadNetwork:
    """Return the network of a day; without a day, of the roads that are open all year."""
    return _network(tuple(number for number, segment in enumerate(load_segments()) if segment.is_open(on)), vehicle)


def load_whole_network(vehicle: Vehicle = Vehicle.LORRY) -> RoadNetwork:
    """Return the network with every road open, as in high summer."""
    return _network(tuple(range(len(load_segments()))), vehicle)


class RoadDistances:
    """Kilometres and minutes by road, between any points, on one day (None: all year) by one vehicle.

    Outside the graph both come from the straight line times `ROAD_FACTOR`; `is_guess` tells where.
    """

    method = "road_graph"

    def __init__(self, on: date | None = None, *, vehicle: Vehicle = Vehicle.LORRY) -> None:
        self.network = load_network(on, vehicle=vehicle)

    def km(self, start: Floats, end: Floats) -> Floats:
        """Return kilometres, shape (n, m), between points (n, 2) and (m, 2); NaN where one is unknown."""
        return self.km_and_minutes(start, end)[0]

    def minutes(self, start: Floats, end: Floats) -> Floats:
        """Return minutes of driving and of ferries, shape (n, m); NaN where a point is unknown."""
        return self.km_and_minutes(start, end)[1]

    def km_and_minutes(self, start: Floats, end: Floats) -> tuple[Floats, Floats]:
        """Return kilometres and minutes, each of shape (n, m); NaN where a point is unknown."""
        start, end = _as_points(start), _as_points(end)
        start_snap, end_snap = self.network.snap(start), self.network.snap(end)
        km, minutes = np.empty((len(start), len(end))), np.empty((len(start), len(end)))
        step = max(1, _BLOCK // max(1, len(end)))
        for first in range(0, len(start), step):
            rows = slice(first, first + step)
            guess_km = straight_km(start[rows], end) * ROAD_FACTOR
            measured = self._measure(start_snap.take(rows).as_column(), end_snap, guess_km=guess_km)
            km[rows], minutes[rows] = measured
        return km, minutes

    def km_and_minutes_of_pairs(self, start: Floats, end: Floats) -> tuple[Floats, Floats]:
        """Return kilometres and minutes, each of shape (n,), from each start to its own end."""
        start, end = _as_points(start), _as_points(end)
        guess_km = straight_km_pairwise(start, end) * ROAD_FACTOR
        return self._measure(self.network.snap(start), self.network.snap(end), guess_km=guess_km)

    def is_guess(self, start: Floats, end: Floats) -> NDArray[np.bool_]:
        """Return where the graph cannot say, shape (n, m), though both points are known."""
        known = ~np.isnan(straight_km(start, end))
        measured = self.network.measure(self.network.snap(start).as_column(), self.network.snap(end))[0]
        outside: NDArray[np.bool_] = known & np.isnan(measured)
        return outside

    def is_guess_of_pairs(self, start: Floats, end: Floats) -> NDArray[np.bool_]:
        """Return for which pairs the graph cannot say, shape (n,), though both points are known."""
        known = ~np.isnan(straight_km_pairwise(start, end))
        measured = self.network.measure(self.network.snap(start), self.network.snap(end))[0]
        outside: NDArray[np.bool_] = known & np.isnan(measured)
        return outside

    def _measure(self, start: Snap, end: Snap, *, guess_km: Floats) -> tuple[Floats, Floats]:
        """Return what the graph says, and the guess where it says nothing or sends neighbours astray."""
        km, minutes = self.network.measure(start, end)
        # From one house beside the road to the next the graph goes by the road and back; nobody drives so.
        use_guess = np.isnan(km) | ((start.segment == end.segment) & (guess_km < km))
        return np.where(use_guess, guess_km, km), np.where(use_guess, 60 * guess_km / ACCESS_KMH, minutes)


def _as_points(points: Floats) -> Floats:
    return np.asarray(points, dtype=np.float64).reshape(-1, 2)
