"""Distances from a routing server over HTTP, and from the road graph wherever the server fails.

One of the two modules that use the network. Address, timeout and cache are arguments.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from geo.distance import Floats, straight_km
from geo.road_tables import Vehicle
from geo.roads import RoadDistances
from geo.routes import Leg, Point, find_route
from geo.routing_protocols import ServerFailure, Service, open_service

# A server may tie a point to a road nearer to the goal, but not by more than this.
NEARER_KM = 1.0

# No way in the region is so many times the straight line, and nobody drives so fast.
LONGEST_RATIO, LONGEST_EXTRA_KM, FASTEST_KMH = 8.0, 60.0, 125.0

# More pairs than this would keep a person waiting: then the graph answers at once.
MOST_PAIRS = 2_500

# Half the width of the range that holds nine in ten, in percent: maps differ by this much.
SERVER_ERROR_PCT = 2.0

PairKey = tuple[float, float, float, float]


class RoutingServer:
    """Kilometres and minutes from a server, else from the road graph; never an error.

    After a failure the server is left alone for `retry_after` seconds, so that a dead one costs one
    timeout and not one for each page.
    """

    least_detour, is_straight = 0.0, False  # a server may come out shorter than the straight line
    fastest_kmh = FASTEST_KMH

    def __init__(
        self,
        service: Service,
        *,
        fallback: RoadDistances,
        cache_size: int = 100_000,
        retry_after: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.service = service
        self.fallback = fallback
        self.method = service.name
        self._cache: OrderedDict[PairKey, tuple[float, float]] = OrderedDict()
        self._cache_size = cache_size
        self._retry_after = retry_after
        self._clock = clock
        self._quiet_until = -np.inf
        self._lock = Lock()

    def km(self, start: Floats, end: Floats) -> Floats:
        """Return kilometres, shape (n, m), between points (n, 2) and (m, 2); NaN where one is unknown."""
        return self.km_and_minutes(start, end)[0]

    def minutes(self, start: Floats, end: Floats) -> Floats:
        """Return minutes, shape (n, m); NaN where a point is unknown."""
        return self.km_and_minutes(start, end)[1]

    def km_and_minutes(self, start: Floats, end: Floats) -> tuple[Floats, Floats]:
        """Return kilometres and minutes, each of shape (n, m); NaN where a point is unknown."""
        start, end = (np.asarray(points, dtype=np.float64).reshape(-1, 2) for points in (start, end))
        km, minutes = self.fallback.km_and_minutes(start, end)
        told_km, told_minutes = self._told(start, end)
        sound = is_sound(told_km, told_minutes, straight=straight_km(start, end))
        return np.where(sound, told_km, km), np.where(sound, told_minutes, minutes)

    def find_route(self, start: Point, end: Point, *, on: date | None = None, vehicle: Vehicle = Vehicle.LORRY) -> Leg:
        """Return a way in detail: length and time from the server if it knows, the rest from the road graph.

        Where winter has closed the way the graph alone answers: servers do not ask which day it is.
        """
        leg = find_route(start, end, on=on, vehicle=vehicle)
        if any(closure.is_avoided for closure in leg.closures):
            return leg
        from_point, to_point = np.array([start]), np.array([end])
        km, minutes = self._told(from_point, to_point)
        if not is_sound(km, minutes, straight=straight_km(from_point, to_point))[0, 0]:
            return leg
        return replace(
            leg, km=float(km[0, 0]), minutes=float(minutes[0, 0]), method=self.method, error_pct=SERVER_ERROR_PCT
        )

    def _told(self, start: Floats, end: Floats) -> tuple[Floats, Floats]:
        """Return what the server has said, now or before; NaN where it has not."""
        km, minutes = np.full((len(start), len(end)), np.nan), np.full((len(start), len(end)), np.nan)
        if start.size == 0 or end.size == 0 or len(start) * len(end) > MOST_PAIRS:
            return km, minutes
        if np.isnan(start).any() or np.isnan(end).any():
            rows, columns = np.flatnonzero(~np.isnan(start).any(1)), np.flatnonzero(~np.isnan(end).any(1))
            known = self._told(start[rows], end[columns])
            km[np.ix_(rows, columns)], minutes[np.ix_(rows, columns)] = known
            return km, minutes
        keys = [[_key(first, last) for last in end] for first in start]
        if not self._is_cached(keys):
            self._ask(start, end, keys=keys)
        return self._read_cache(keys)

    def _ask(self, start: Floats, end: Floats, *, keys: Sequence[Sequence[PairKey]]) -> None:
        """Ask the server and keep its answer; keep quiet for a while if it fails."""
        if self._clock() < self._quiet_until:
            return
        try:
            km, minutes = self.service.ask(start, end)
        except ServerFailure:
            self._quiet_until = self._clock() + self._retry_after
            return
        with self._lock:
            for row, row_keys in enumerate(keys):
                for column, key in enumerate(row_keys):
                    self._cache[key] = (float(km[row, column]), float(minutes[row, column]))
            while len(self._cache) > self._cache_size:
                self._cache.popitem(last=False)

    def _is_cached(self, keys: Sequence[Sequence[PairKey]]) -> bool:
        return all(key in self._cache for row in keys for key in row)

    def _read_cache(self, keys: Sequence[Sequence[PairKey]]) -> tuple[Floats, Floats]:
        with self._lock:
            told = np.array([[self._cache.get(key, (np.nan, np.nan)) for key in row] for row in keys])
        return told[:, :, 0], told[:, :, 1]


def is_sound(km: Floats, minutes: Floats, *, straight: Floats) -> NDArray[np.bool_]:
    """Return which answers can be true: not shorter than the straight line, nor absurdly long or fast."""
    with np.errstate(invalid="ignore"):  # unknown ones are not sound
        sound: NDArray[np.bool_] = (
            (km >= straight - NEARER_KM)
            & (km <= straight * LONGEST_RATIO + LONGEST_EXTRA_KM)
            & (minutes * FASTEST_KMH >= km * 60)
            & np.isfinite(minutes)
        )
    return sound


def open_distances(
    url: str, *, on: date | None = None, vehicle: Vehicle = Vehicle.LORRY, timeout: float = 2.0
) -> RoadDistances | RoutingServer:
    """Return the distances to use: the road graph if `url` is empty, else the server with the graph behind it.

    url: "osrm+http://host:5000" or "valhalla+https://host/path". Raise ValueError for another form.
    """
    graph = RoadDistances(on, vehicle=vehicle)
    if not url:
        return graph
    return RoutingServer(open_service(url, vehicle=vehicle, timeout=timeout), fallback=graph)


def _key(start: Floats, end: Floats) -> PairKey:
    """Return a pair to ten metres, which no routing server tells apart."""
    first, second = np.round(start, 4), np.round(end, 4)
    return float(first[0]), float(first[1]), float(second[0]), float(second[1])
