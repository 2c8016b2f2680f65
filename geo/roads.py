"""Kilometres and minutes by road between many points at once, on a day and by a vehicle.

Points are arrays of shape (n, 2): latitude and longitude in degrees, NaN where unknown.
"""

from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geo.distance import ROAD_FACTOR, Floats, straight_km, straight_km_pairwise
from geo.road_network import ACCESS_KMH, Integers, RoadNetwork, Snap
from geo.road_tables import Vehicle, load_segments
from geo.snapping import SnapMemory

# A point meets its road on the flat map, which stretches what lies farther north: along the longest
# road by one part in a hundred. So much shorter than the straight line a way may come out.
LEAST_DETOUR = 1 / 1.02

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
    least_detour, is_straight = LEAST_DETOUR, False

    def __init__(self, on: date | None = None, *, vehicle: Vehicle = Vehicle.LORRY) -> None:
        self.network = load_network(on, vehicle=vehicle)
        self.fastest_kmh = self.network.fastest_kmh
        self._memory = SnapMemory(self.network)

    def snap(self, points: Floats) -> Snap:
        """Return where points meet the roads; each is looked for only once."""
        return self._memory.snap(_as_points(points))

    def km(self, start: Floats, end: Floats) -> Floats:
        """Return kilometres, shape (n, m), between points (n, 2) and (m, 2); NaN where one is unknown."""
        return self.km_and_minutes(start, end)[0]

    def minutes(self, start: Floats, end: Floats) -> Floats:
        """Return minutes of driving and of ferries, shape (n, m); NaN where a point is unknown."""
        return self.km_and_minutes(start, end)[1]

    def km_and_minutes(self, start: Floats, end: Floats) -> tuple[Floats, Floats]:
        """Return kilometres and minutes, each of shape (n, m); NaN where a point is unknown."""
        table = self.table(start, end)
        km, minutes = np.empty(table.shape), np.empty(table.shape)
        columns = np.arange(table.shape[1])
        step = max(1, _BLOCK // max(1, len(columns)))
        for first in range(0, len(km), step):
            rows = np.arange(first, min(first + step, len(km)))
            km[rows], minutes[rows] = table.part(rows, columns)
        return km, minutes

    def table(self, start: Floats, end: Floats) -> "RoadTable":
        """Return the table between points (n, 2) and (m, 2), to be measured part by part."""
        return RoadTable(self, start=_as_points(start), end=_as_points(end))

    def km_and_minutes_of_pairs(self, start: Floats, end: Floats) -> tuple[Floats, Floats]:
        """Return kilometres and minutes, each of shape (n,), from each start to its own end."""
        start, end = _as_points(start), _as_points(end)
        guess_km = straight_km_pairwise(start, end) * ROAD_FACTOR
        return self.measure(self.snap(start), self.snap(end), guess_km=guess_km)

    def is_guess(self, start: Floats, end: Floats) -> NDArray[np.bool_]:
        """Return where the graph cannot say, shape (n, m), though both points are known."""
        known = ~np.isnan(straight_km(start, end))
        measured = self.network.measure(self.snap(start).as_column(), self.snap(end))[0]
        outside: NDArray[np.bool_] = known & np.isnan(measured)
        return outside

    def is_guess_of_pairs(self, start: Floats, end: Floats) -> NDArray[np.bool_]:
        """Return for which pairs the graph cannot say, shape (n,), though both points are known."""
        known = ~np.isnan(straight_km_pairwise(start, end))
        measured = self.network.measure(self.snap(start), self.snap(end))[0]
        outside: NDArray[np.bool_] = known & np.isnan(measured)
        return outside

    def measure(self, start: Snap, end: Snap, *, guess_km: Floats) -> tuple[Floats, Floats]:
        """Return what the graph says, and the guess where it says nothing or sends neighbours astray."""
        km, minutes = self.network.measure(start, end)
        # From one house beside the road to the next the graph goes by the road and back; nobody drives so.
        use_guess = np.isnan(km) | ((start.segment == end.segment) & (guess_km < km))
        return np.where(use_guess, guess_km, km), np.where(use_guess, 60 * guess_km / ACCESS_KMH, minutes)


class RoadTable:
    """Points that are tied to their roads once, in however many parts the table between them is measured."""

    def __init__(self, distances: RoadDistances, *, start: Floats, end: Floats) -> None:
        self.shape = (len(start), len(end))
        self.start_snap, self.end_snap = distances.snap(start), distances.snap(end)
        self._distances, self._start, self._end = distances, start, end

    def part(self, rows: Integers, columns: Integers) -> tuple[Floats, Floats]:
        """Return kilometres and minutes, each of shape (rows, columns)."""
        return self._distances.measure(
            self.start_snap.take(rows).as_column(),
            self.end_snap.take(columns),
            guess_km=straight_km(self._start[rows], self._end[columns]) * ROAD_FACTOR,
        )


def _as_points(points: Floats) -> Floats:
    return np.asarray(points, dtype=np.float64).reshape(-1, 2)
