"""How far one gets: the roads within so many minutes of a point."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from geo.distance import Floats
from geo.road_network import ACCESS_KMH, RoadNetwork
from geo.road_tables import Vehicle, load_nodes
from geo.roads import load_network
from geo.routes import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedRoad:
    """A piece of road, or a whole ferry, that is reached in time; straight, as the graph is."""

    start: Point
    end: Point
    is_ferry: bool


def find_reach(
    point: Point, *, minutes: float, on: date | None = None, vehicle: Vehicle = Vehicle.LORRY
) -> tuple[ReachedRoad, ...]:
    """Return the roads that are reached within `minutes` of a point; none if it is outside the graph.

    Which of many points lie within reach is `RoadDistances.minutes(...) <= minutes`; this is for drawing.
    """
    network = load_network(on, vehicle=vehicle)
    snap = network.snap(np.array([point]))
    own = int(snap.segment[0])
    if own < 0:
        return ()
    left = minutes - 60 * float(snap.access_km[0]) / ACCESS_KMH
    share = float(snap.share[0])
    node_minutes = _minutes_to_nodes(network, own=own, share=share)
    reached = []
    for number in range(len(network.segments)):
        length = float(network.segment_minutes[number])
        from_start = (left - float(node_minutes[network.start[number]])) / length
        from_end = (left - float(node_minutes[network.end[number]])) / length
        parts = _parts(from_start, from_end)
        if number == own and left > 0:
            parts = _joined([*parts, (max(0.0, share - left / length), min(1.0, share + left / length))])
        if network.segments[number].is_ferry:  # nobody gets off half way
            parts = [(0.0, 1.0)] if max(from_start, from_end) >= 1 else []
        reached += [_road(network, number=number, part=part) for part in parts]
    return tuple(reached)


def _minutes_to_nodes(network: RoadNetwork, *, own: int, share: float) -> Floats:
    """Return minutes from a point on a road to every node."""
    length = float(network.segment_minutes[own])
    over_start = share * length + network.minutes[network.start[own]]
    over_end = (1 - share) * length + network.minutes[network.end[own]]
    fastest: Floats = np.minimum(over_start, over_end)
    return fastest


def _parts(from_start: float, from_end: float) -> list[tuple[float, float]]:
    """Return the shares of a road that are reached from its two ends."""
    if from_start + from_end >= 1 and from_start > 0 and from_end > 0:
        return [(0.0, 1.0)]
    if max(from_start, from_end) >= 1:
        return [(0.0, 1.0)]
    parts = [(0.0, from_start)] if from_start > 0 else []
    return parts + ([(1 - from_end, 1.0)] if from_end > 0 else [])


def _joined(parts: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the parts with those that overlap made into one."""
    joined: list[tuple[float, float]] = []
    for first, last in sorted(parts):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _road(network: RoadNetwork, *, number: int, part: tuple[float, float]) -> ReachedRoad:
    nodes = load_nodes()
    start, end = nodes[network.start[number]], nodes[network.end[number]]

    def at(share: float) -> Point:
        return (
            start.latitude + share * (end.latitude - start.latitude),
            start.longitude + share * (end.longitude - start.longitude),
        )

    return ReachedRoad(start=at(part[0]), end=at(part[1]), is_ferry=network.segments[number].is_ferry)
