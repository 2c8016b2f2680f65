"""Kilometres and minutes by road between many points at once, on a day and by a vehicle.

Points are arrays of shape (n, 2): latitude and longitude in degrees, NaN where unknown.
"""

from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geo.distance import ROAD_FACTOR, Floats, straight_km
from geo.road_network import ACCESS_KMH, RoadNetwork
from geo.road_tables import Vehicle, load_segments


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
        km, minutes = self.network.measure(start, end)
        guess_km = straight_km(start, end) * ROAD_FACTOR
        # The graph sends neighbours off the road to the road and back; nobody drives so.
        use_guess = np.isnan(km) | (self._on_one_road(start, end) & (guess_km < km))
        km = np.where(use_guess, guess_km, km)
        return km, np.where(use_guess, 60 * guess_km / ACCESS_KMH, minutes)

    def is_guess(self, start: Floats, end: Floats) -> NDArray[np.bool_]:
        """Return where the graph cannot say, shape (n, m), though both points are known."""
        known = ~np.isnan(straight_km(start, end))
        outside: NDArray[np.bool_] = known & np.isnan(self.network.measure(start, end)[0])
        return outside

    def _on_one_road(self, start: Floats, end: Floats) -> NDArray[np.bool_]:
        from_snap, to_snap = self.network.snap(start), self.network.snap(end)
        one: NDArray[np.bool_] = from_snap.segment[:, None] == to_snap.segment
        return one
