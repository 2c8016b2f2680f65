"""One way by road in detail: what it passes, what winter does to it, and how sure we are."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from geo.distance import ROAD_FACTOR, straight_km
from geo.legs import Closure, Leg, Point
from geo.road_network import ACCESS_KMH, RoadNetwork, Snap
from geo.road_tables import ERROR_PCT, RoadSegment, Vehicle, load_nodes
from geo.roads import RoadDistances, load_whole_network

__all__ = ["Closure", "Leg", "Point", "find_route", "straight_leg"]

# Nine in ten straight lines times `ROAD_FACTOR` lie within this of the road, in percent.
STRAIGHT_ERROR_PCT = 35.0

# Half the stretch between a point and its road may be a guess.
ACCESS_ERROR_PCT = 50.0

# Published lengths of one and the same road differ by this much among themselves, in percent.
ERROR_PCT_FLOOR = 4.0

CORRELATION = 0.5

_SIGNED_ROAD = re.compile(r"^(E|Rv)\d+$")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A road and how many of its kilometres are driven."""

    segment: RoadSegment
    km: float


@dataclass(frozen=True, slots=True)
class _Way:
    """The stretches between two points and the nodes passed."""

    stretches: tuple[_Stretch, ...]
    nodes: tuple[int, ...]


def find_route(start: Point, end: Point, *, on: date | None = None, vehicle: Vehicle = Vehicle.LORRY) -> Leg:
    """Return the fastest way by road on a day; without a day, over roads that are open all year."""
    distances = RoadDistances(on, vehicle=vehicle)
    from_point, to_point = np.array([start]), np.array([end])
    km, minutes = (float(found[0]) for found in distances.km_and_minutes_of_pairs(from_point, to_point))
    if distances.is_guess(from_point, to_point)[0, 0]:
        return straight_leg(start, end)
    network = distances.network
    start_snap, end_snap = network.snap(from_point), network.snap(to_point)
    way = _find_way(network, start=start_snap, end=end_snap)
    whole = load_whole_network(vehicle)
    whole_start, whole_end = whole.snap(from_point), whole.snap(to_point)
    open_way = _find_way(whole, start=whole_start, end=whole_end)
    open_km = float(whole.measure(whole_start, whole_end)[0][0])
    nodes = load_nodes()
    ferries = [stretch.segment for stretch in way.stretches if stretch.segment.is_ferry]
    return Leg(
        km=km,
        minutes=minutes,
        method=distances.method,
        error_pct=_error_pct(way, access_km=float(start_snap.access_km[0] + end_snap.access_km[0])),
        ferry_minutes=sum(ferry.minutes(vehicle) for ferry in ferries),
        ferries=len(ferries),
        border_crossings=tuple(nodes[number].name for number in way.nodes if nodes[number].kind == "border"),
        roads=_roads_passed(way),
        closures=_closures(way, open_way=open_way, on=on),
        detour_km=max(0.0, km - open_km),
        line=(start, *((nodes[number].latitude, nodes[number].longitude) for number in way.nodes), end),
    )


def straight_leg(start: Point, end: Point) -> Leg:
    """Return what the straight line says of a way. Raise ValueError for an unknown point."""
    km = float(straight_km(np.array([start]), np.array([end]))[0, 0]) * ROAD_FACTOR
    if np.isnan(km):
        raise ValueError("Both ends of a way need a latitude and a longitude.")
    return Leg(
        km=km,
        minutes=60 * km / ACCESS_KMH,
        method="straight_line",
        error_pct=STRAIGHT_ERROR_PCT,
        line=(start, end),
    )


def _find_way(network: RoadNetwork, *, start: Snap, end: Snap) -> _Way:
    """Return the fastest way between two points on the graph, stretch by stretch."""
    from_road, to_road = int(start.segment[0]), int(end.segment[0])
    from_share, to_share = float(start.share[0]), float(end.share[0])
    first, last = network.segments[from_road], network.segments[to_road]
    ways = {
        (from_node, to_node): from_part * first.minutes(network.vehicle)
        + float(network.minutes[from_node, to_node])
        + to_part * last.minutes(network.vehicle)
        for from_node, from_part in _ends(network, from_road, share=from_share)
        for to_node, to_part in _ends(network, to_road, share=to_share)
    }
    from_node, to_node = min(ways, key=lambda pair: ways[pair])
    along = abs(from_share - to_share)
    if from_road == to_road and along * first.minutes(network.vehicle) <= ways[from_node, to_node]:
        return _Way((_Stretch(first, along * first.km),), ())
    nodes = network.nodes_between(from_node, to_node)
    from_part = dict(_ends(network, from_road, share=from_share))[from_node]
    to_part = dict(_ends(network, to_road, share=to_share))[to_node]
    middle = [network.segments[network.fastest[pair]] for pair in pairwise(nodes)]
    stretches = (
        _Stretch(first, from_part * first.km),
        *(_Stretch(segment, segment.km) for segment in middle),
        _Stretch(last, to_part * last.km),
    )
    return _Way(tuple(stretch for stretch in stretches if stretch.km > 0), nodes)


def _ends(network: RoadNetwork, road: int, *, share: float) -> tuple[tuple[int, float], tuple[int, float]]:
    """Return both nodes of a road, each with the share of the road between it and the point."""
    return (int(network.start[road]), share), (int(network.end[road]), 1 - share)


def _roads_passed(way: _Way) -> tuple[str, ...]:
    numbers = [number for stretch in way.stretches for number in stretch.segment.road.split("/")]
    return tuple(dict.fromkeys(number for number in numbers if _SIGNED_ROAD.match(number)))


def _error_pct(way: _Way, *, access_km: float) -> float:
    """Return the error of a sum of lengths in percent.

    Errors of neighbouring stretches are neither independent (one total was split among them) nor
    the same; their correlation is set so that nine in ten published distances lie in the range.
    """
    errors = [stretch.km * ERROR_PCT[stretch.segment.confidence] for stretch in way.stretches]
    errors.append(access_km * ACCESS_ERROR_PCT)
    total = sum(stretch.km for stretch in way.stretches) + access_km
    if total == 0:
        return ERROR_PCT_FLOOR
    error = np.sqrt(CORRELATION * sum(errors) ** 2 + (1 - CORRELATION) * np.square(errors).sum())
    return max(ERROR_PCT_FLOOR, float(error) / total)


def _closures(way: _Way, *, open_way: _Way, on: date | None) -> tuple[Closure, ...]:
    """Return what winter does on the way, and what is closed that would have been on it."""
    passed = [stretch.segment for stretch in way.stretches if stretch.segment.winter]
    avoided = [stretch.segment for stretch in open_way.stretches if not stretch.segment.is_open(on)]
    names = {node.code: node.name for node in load_nodes()}
    return tuple(
        Closure(
            winter=segment.winter,
            road=segment.road,
            start=names[segment.start],
            end=names[segment.end],
            closed_from=segment.closed_from,
            closed_to=segment.closed_to,
            is_avoided=segment in avoided,
        )
        for segment in dict.fromkeys([*passed, *avoided])
    )
