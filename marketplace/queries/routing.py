"""The way between two points, by the routing server of the settings if there is one, else by our road graph."""

from datetime import date
from functools import cache

from django.conf import settings

from geo.legs import Leg, Point
from geo.road_tables import Vehicle
from geo.roads import RoadDistances
from geo.routes import find_route
from geo.routing import RoutingServer, open_distances


def find_leg(start: Point, end: Point, *, on: date | None = None, vehicle: Vehicle = Vehicle.LORRY) -> Leg:
    """Return the way between two points; `method` says who answered. Never an error of the server."""
    distances = _distances(settings.ROUTING_URL, vehicle, settings.ROUTING_TIMEOUT)
    if isinstance(distances, RoutingServer):
        return distances.find_route(start, end, on=on, vehicle=vehicle)
    return find_route(start, end, on=on, vehicle=vehicle)


@cache
def _distances(url: str, vehicle: Vehicle, timeout: float) -> RoadDistances | RoutingServer:
    """Return the server with what it has answered so far: kept as long as the process lives."""
    return open_distances(url, vehicle=vehicle, timeout=timeout)
