"""What road distances cost, beside the loops that people write."""

from collections.abc import Iterator, Sequence
from functools import partial
from importlib.util import find_spec

import numpy as np
from geopy.distance import geodesic

from geo.distance import Floats
from geo.places import load_gazetteer
from geo.road_network import RoadNetwork
from geo.road_tables import Vehicle, load_segments
from geo.roads import RoadDistances, load_whole_network
from marketplace.management.bench.measuring import (
    cpu_seconds,
    growth_exponent,
    table,
    told_number,
    told_ratio,
    told_seconds,
)
from marketplace.management.bench.peers import load_peer

SIDES = (100, 316, 1_000, 3_162)
"""So many points with as many others: from ten thousand pairs to ten million."""

_MILLION = 1_000
_POINTS = 10_000
_GEODESICS, _DIJKSTRAS = 5_000, 300
_AROUND_DEGREES = 0.05


def geography_section(*, seed: int, sides: Sequence[int] = SIDES) -> Iterator[str]:
    """Yield the lines on road distances."""
    chance = np.random.default_rng(seed)
    yield from ("## Road distances", "", "Points lie around the places of the region.", "")
    yield from _growth_lines(chance, sides)
    yield from _peer_lines(chance)
    network = load_whole_network()
    points = make_points(_POINTS, chance=chance)
    snapped = cpu_seconds(partial(network.snap, points), times=3)
    loaded = cpu_seconds(lambda: RoadNetwork(load_segments.__wrapped__(), vehicle=Vehicle.LORRY), times=3)
    rows = [
        (f"load {len(load_segments())} roads, all pairs of {len(network.nodes)} nodes", told_seconds(loaded)),
        (f"tie {told_number(_POINTS)} points to the nearest road", told_seconds(snapped)),
    ]
    yield from table("work", "CPU time", rows=rows)


def make_points(size: int, *, chance: np.random.Generator) -> Floats:
    """Return points around places of the region, shape (size, 2)."""
    places = np.array([(each.latitude, each.longitude) for each in load_gazetteer().localities.values()])
    drawn: Floats = places[chance.integers(0, len(places), size)] + chance.normal(0, _AROUND_DEGREES, (size, 2))
    return drawn


def _growth_lines(chance: np.random.Generator, sides: Sequence[int]) -> Iterator[str]:
    roads, rows, costs = RoadDistances(), [], []
    for side in sides:
        start, end = make_points(side, chance=chance), make_points(side, chance=chance)
        seconds = cpu_seconds(partial(roads.km, start, end), times=3)
        costs.append(seconds)
        pairs = told_number(side * side)
        rows.append((pairs, told_seconds(seconds), told_seconds(seconds / side**2)))
    yield from table("pairs", "CPU time", "each", rows=rows)
    yield f"CPU time grows with pairs^{growth_exponent([side * side for side in sides], costs):.2f}."
    yield ""


def _peer_lines(chance: np.random.Generator) -> Iterator[str]:
    """Yield a million pairs at once beside single pairs one after another, as the same number of pairs."""
    start, end = make_points(_MILLION, chance=chance), make_points(_MILLION, chance=chance)
    ours = cpu_seconds(partial(RoadDistances().km, start, end), times=3) / _MILLION**2
    starts, ends = make_points(_GEODESICS, chance=chance), make_points(_GEODESICS, chance=chance)
    loop = cpu_seconds(lambda: [geodesic(one, other).km for one, other in zip(starts, ends, strict=True)]) / _GEODESICS
    rows = [
        ("ours, by road, a million pairs at once", told_seconds(ours), told_ratio(1), ""),
        ("`geopy.distance.geodesic`, straight", told_seconds(loop), told_ratio(loop / ours), _sample(_GEODESICS)),
    ]
    if find_spec("networkx"):
        way, drawn = load_peer("networkx_roads").make_way(load_whole_network()), _node_pairs(chance)
        each = cpu_seconds(lambda: [way(one, other) for one, other in drawn]) / _DIJKSTRAS
        rows.append(("networkx, Dijkstra by road", told_seconds(each), told_ratio(each / ours), _sample(_DIJKSTRAS)))
    else:
        rows.append(("networkx, Dijkstra by road", "", "", "not run: networkx is not installed"))
    yield from table("a pair", "CPU time", "to ours", "measured on", rows=rows)


def _node_pairs(chance: np.random.Generator) -> list[tuple[int, int]]:
    """Return pairs of nodes that roads reach: the search alone is timed, tying points to the graph is not."""
    reached = sorted(set(load_whole_network().start.tolist()))
    return [(reached[one], reached[other]) for one, other in chance.integers(0, len(reached), (_DIJKSTRAS, 2))]


def _sample(pairs: int) -> str:
    return f"{told_number(pairs)} pairs drawn; the ratio takes the others to be alike"
