"""The road network of a day: where points meet it, and the fastest ways through it.

Points are arrays of shape (n, 2): latitude and longitude in degrees, NaN where unknown. A point is
tied to the nearest road (not the nearest node: that misses by 34 % for one point in ten, this by
6 %), and the way along that road counts by the share of it.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.distance import Floats, straight_km_pairwise
from geo.projection import inverse_mercator, mercator
from geo.road_tables import RoadSegment, Vehicle, load_nodes

Integers = NDArray[np.intp]

# Farther than this from every road of the graph, a point is outside it.
REACH_KM = 25.0

# How fast one drives from a point to the road it is tied to, and where the graph knows no road.
ACCESS_KMH = 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Snap:
    """Where n points meet the graph.

    segment: shape (n,), number of the nearest road, or -1 outside the graph.
    share: shape (n,), how far along it from its start, in [0, 1].
    access_km: shape (n,), kilometres from the point to the road, straight: most points off a road
        are so because the road bends and the graph does not, and its length holds the bends. (Places
        left out of the graph in turn come out 1.0 % off at the median so, 1.3 % with `ROAD_FACTOR`.)
    """

    segment: Integers
    share: Floats
    access_km: Floats

    def take(self, numbers: Integers | slice) -> "Snap":
        """Return some of the points."""
        return Snap(segment=self.segment[numbers], share=self.share[numbers], access_km=self.access_km[numbers])

    def as_column(self) -> "Snap":
        """Return the points in shape (n, 1), to be measured with all of (m,)."""
        return Snap(segment=self.segment[:, None], share=self.share[:, None], access_km=self.access_km[:, None])


class RoadNetwork:
    """The roads that are open, with the fastest way between every two nodes.

    nodes: code → number. minutes, km: shape (nodes, nodes), along the fastest way. before: the node
    before the last on that way, negative where there is none.
    """

    def __init__(self, segments: tuple[RoadSegment, ...], *, vehicle: Vehicle) -> None:
        self.segments = segments
        self.vehicle = vehicle
        self.nodes = {node.code: number for number, node in enumerate(load_nodes())}
        self.start = np.array([self.nodes[segment.start] for segment in segments], dtype=np.intp)
        self.end = np.array([self.nodes[segment.end] for segment in segments], dtype=np.intp)
        self.segment_km = np.array([segment.km for segment in segments])
        self.segment_minutes = np.array([segment.minutes(vehicle) for segment in segments])
        self.fastest = self._fastest_segments()
        self.minutes, self.km, self.before = self._ways()
        self._set_up_snapping()

    def _fastest_segments(self) -> dict[tuple[int, int], int]:
        """Return the number of the fastest segment between two neighbouring nodes, both ways."""
        fastest: dict[tuple[int, int], int] = {}
        for number in np.argsort(-self.segment_minutes, kind="stable"):
            start, end = int(self.start[number]), int(self.end[number])
            fastest[start, end] = fastest[end, start] = int(number)
        return fastest

    def _ways(self) -> tuple[Floats, Floats, Integers]:
        """Return minutes, kilometres and the node before the last, by Dijkstra from every node."""
        rows, columns = np.array(list(self.fastest), dtype=np.intp).T
        numbers = np.array(list(self.fastest.values()))
        size = len(self.nodes)
        graph = csr_array((self.segment_minutes[numbers], (rows, columns)), shape=(size, size))
        minutes, before = dijkstra(graph, return_predecessors=True)
        step_km = np.zeros((size, size))
        step_km[rows, columns] = self.segment_km[numbers]
        minutes = np.minimum(minutes, minutes.T)  # both ways alike, to the last bit
        return minutes, _km_along(before, step_km=step_km), before.astype(np.intp)

    def _set_up_snapping(self) -> None:
        """Lay out the roads, ferries aside, for the search of the nearest one."""
        points = mercator(np.array([(node.latitude, node.longitude) for node in load_nodes()]))
        self.road_numbers = np.array(
            [number for number, segment in enumerate(self.segments) if not segment.is_ferry], dtype=np.intp
        )
        ends = np.stack((points[self.start[self.road_numbers]], points[self.end[self.road_numbers]]), axis=1)
        self._lines = shapely.linestrings(ends)
        self._tree = shapely.STRtree(self._lines)

    @property
    def fastest_kmh(self) -> float:
        """Return the highest speed at which anything of the network is passed."""
        return max(ACCESS_KMH, float(np.max(60 * self.segment_km / self.segment_minutes)))

    def snap(self, points: Floats) -> Snap:
        """Return where points meet the nearest road within `REACH_KM`."""
        points = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        segment = np.full(len(points), -1, dtype=np.intp)
        share, access_km = np.full(len(points), np.nan), np.full(len(points), np.nan)
        known = np.flatnonzero(~np.isnan(points).any(axis=1))
        spots = shapely.points(mercator(points[known]))
        nearest = self._tree.nearest(spots)
        lines = self._lines[nearest]
        found = shapely.line_locate_point(lines, spots, normalized=True)
        feet = inverse_mercator(shapely.get_coordinates(shapely.line_interpolate_point(lines, found, normalized=True)))
        away = straight_km_pairwise(points[known], feet)
        away[away < 1e-6] = 0.0  # on the road, but for rounding
        near = away <= REACH_KM
        segment[known[near]] = self.road_numbers[nearest[near]]
        share[known[near]], access_km[known[near]] = found[near], away[near]
        return Snap(segment=segment, share=share, access_km=access_km)

    def nodes_between(self, start: int, end: int) -> tuple[int, ...]:
        """Return the numbers of the nodes passed on the fastest way, both ends with them."""
        nodes = [end]
        while nodes[-1] != start:
            nodes.append(int(self.before[start, nodes[-1]]))
        return tuple(reversed(nodes))

    def measure(self, start: Snap, end: Snap) -> tuple[Floats, Floats]:
        """Return kilometres and minutes between points that meet the graph so; NaN where one does not.

        Shapes broadcast: (n,) and (n,) for pairs, (n, 1) and (m,) for all with all.
        """
        # Two points on one road drive along it. (The way over a node may still be faster on a slow road.)
        along = np.abs(start.share - end.share)
        minutes = np.where(start.segment == end.segment, along * self.segment_minutes[start.segment], np.inf)
        km = along * self.segment_km[start.segment]
        for from_node, from_share in self._sides(start):
            for to_node, to_share in self._sides(end):
                over_nodes = self.minutes[from_node, to_node]
                over_nodes = over_nodes + from_share * self.segment_minutes[start.segment]
                over_nodes += to_share * self.segment_minutes[end.segment]
                better = over_nodes < minutes
                km_over_nodes = self.km[from_node, to_node]
                km_over_nodes = km_over_nodes + from_share * self.segment_km[start.segment]
                km_over_nodes += to_share * self.segment_km[end.segment]
                minutes = np.where(better, over_nodes, minutes)
                km = np.where(better, km_over_nodes, km)
        access_km = start.access_km + end.access_km
        minutes = minutes + 60 * access_km / ACCESS_KMH
        reached = np.isfinite(minutes)
        return np.where(reached, km + access_km, np.nan), np.where(reached, minutes, np.nan)

    def _sides(self, snap: Snap) -> tuple[tuple[Integers, Floats], tuple[Integers, Floats]]:
        """Return both ends of each point's road with the share of the road to drive there."""
        return (self.start[snap.segment], snap.share), (self.end[snap.segment], 1 - snap.share)


def _km_along(before: NDArray[np.int32], *, step_km: Floats) -> Floats:
    """Return kilometres along the ways that `before` tells, shape (nodes, nodes).

    Every round doubles the stretch that is summed up, so eight rounds do for 256 nodes in a row.
    """
    size = len(before)
    own = np.arange(size)
    reached = before >= 0
    up = np.where(reached, before, own[:, None])  # the first node stays where it is
    km = np.where(reached, step_km[up, own], 0.0)
    for _ in range(size.bit_length()):
        km = km + np.take_along_axis(km, up, axis=1)
        up = np.take_along_axis(up, up, axis=1)
    km = np.minimum(km, km.T)
    return np.where(reached | reached.T | np.eye(size, dtype=bool), km, np.inf)
