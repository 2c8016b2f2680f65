"""Points that are tied to the roads once, and remembered."""

import numpy as np
import pytest

from geo import snapping
from geo.road_network import RoadNetwork
from geo.roads import load_network
from geo.snapping import SnapMemory

CHANCE = np.random.default_rng(1)
POINTS = np.vstack((CHANCE.uniform((61, 7), (66, 18), (40, 2)), [(np.nan, 14.6), (63.2, np.nan), (63.2, 14.6)]))


def assert_same(found, points, network):
    expected = network.snap(points)
    assert np.array_equal(found.segment, expected.segment)
    assert np.array_equal(found.share, expected.share, equal_nan=True)
    assert np.array_equal(found.access_km, expected.access_km, equal_nan=True)


@pytest.mark.parametrize("most", [200_000, 25, 5])
def test_snap_equals_that_of_the_network_whatever_has_been_asked_before(most, monkeypatch):
    monkeypatch.setattr(snapping, "_MOST_REMEMBERED", most)
    network = load_network()
    memory = SnapMemory(network)

    for rows in ([0, 1, 2], [2, 1, 40, 41], np.arange(43), [7, 7, 42, 7], [], np.arange(43)[::-1]):
        points = POINTS[np.array(rows, dtype=int)]
        assert_same(memory.snap(points), points, network)


def test_snap_looks_for_each_point_once(monkeypatch):
    memory = SnapMemory(load_network())
    memory.snap(POINTS)
    monkeypatch.setattr(RoadNetwork, "snap", lambda *_: pytest.fail("looked for again"))

    assert len(memory.snap(POINTS[[3, 3, 40, 5]]).segment) == 4
