"""What the benchmark of roads compares computes the same."""

import numpy as np
import pytest

from geo.places import load_gazetteer
from geo.roads import load_whole_network
from marketplace.management.bench import geography
from marketplace.management.bench.geography import geography_section, make_points
from marketplace.management.bench.peers import load_peer


def test_networkx_finds_the_same_ways_as_we_do():
    network = load_whole_network()
    way = load_peer("networkx_roads").make_way(network)
    nodes = [network.nodes[code] for code in ("storlien", "steinkjer", "sveg", "roros", "gaddede")]

    for start in nodes:
        for end in nodes:
            assert way(start, end) == pytest.approx(network.km[start, end])


def test_make_points_lie_around_places():
    places = np.array([(each.latitude, each.longitude) for each in load_gazetteer().localities.values()])

    points = make_points(50, chance=np.random.default_rng(1))

    nearest = np.abs(points[:, None] - places[None]).sum(axis=2).min(axis=1)
    assert points.shape == (50, 2)
    assert nearest.max() < 0.5


def test_geography_section_says_what_was_not_run(monkeypatch):
    monkeypatch.setattr(geography, "find_spec", lambda name: None)
    monkeypatch.setattr(geography, "_MILLION", 10)
    monkeypatch.setattr(geography, "_GEODESICS", 3)
    monkeypatch.setattr(geography, "_POINTS", 10)

    lines = list(geography_section(seed=1, sides=(2, 4)))

    assert "| networkx, Dijkstra by road |  |  | not run: networkx is not installed |" in lines
    assert any(line.startswith("| 16 | ") for line in lines)
    assert any(line.startswith("| tie 10 points to the nearest road | ") for line in lines)
