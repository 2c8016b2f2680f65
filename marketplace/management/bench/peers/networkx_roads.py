"""Kilometres by road as networkx finds them: Dijkstra's way for one pair of nodes at a time."""

from collections.abc import Callable

import networkx

from geo.road_network import RoadNetwork

Way = Callable[[int, int], float]


def make_way(network: RoadNetwork) -> Way:
    """Return what tells the kilometres of the fastest way between two nodes that roads connect."""
    graph = networkx.Graph()
    for (start, end), number in network.fastest.items():
        minutes, km = float(network.segment_minutes[number]), float(network.segment_km[number])
        graph.add_edge(start, end, minutes=minutes, km=km)

    def way(start: int, end: int) -> float:
        nodes = networkx.dijkstra_path(graph, start, end, weight="minutes")
        return float(networkx.path_weight(graph, nodes, weight="km"))

    return way
