import re
from pathlib import Path

import pytest

from geo.accuracy import Basis, compare_distances, compare_times, spread
from geo.road_tables import load_nodes, load_segments
from geo.transport_tables import load_vehicle_classes

PAGE = Path(__file__).parents[2] / "docs" / "geo.md"


def test_page_tells_how_large_the_graph_is() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())

    assert f"{len(load_nodes())} places, junctions, quays and crossings, {len(load_segments())} roads" in text
    assert len(load_vehicle_classes()) == 12
    assert "Twelve vehicle classes" in text


def test_page_tells_how_good_the_graph_is() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    sourced = [each for each in compare_distances() if each.published.basis == Basis.SOURCED]

    told = re.search(r"on (\d+) pairs of places .*?: ([\d.]+) % off at the median, nine in ten within ([\d.]+) %", text)

    found = spread([each.error_pct for each in sourced])
    assert told is not None
    assert int(told[1]) == found.count
    assert (float(told[2]), float(told[3])) == pytest.approx((found.median, found.ninth_decile), abs=0.05)


def test_page_tells_what_the_doubted_figures_would_change() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    told = re.search(
        r"with the seven doubted ones in, it is ([\d.]+) % and ([\d.]+) %, .*? × 1.31 ([\d.]+) % and ([\d.]+) %", text
    )

    everything = [each for each in compare_distances() if each.published.basis in {Basis.SOURCED, Basis.LEFT_OUT}]

    by_road = spread([each.error_pct for each in everything])
    straight = spread([each.straight_error_pct for each in everything])
    found = (by_road.median, by_road.ninth_decile, straight.median, straight.ninth_decile)
    assert told is not None
    assert sum(each.published.basis == Basis.LEFT_OUT for each in everything) == 7
    assert tuple(float(each) for each in told.groups()) == pytest.approx(found, abs=0.05)


def test_page_tells_how_good_the_minutes_are() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())

    told = re.search(r"Minutes by car are ([\d.]+) % off at the median, on (\d+) published times", text)

    found = spread([each.minutes_error_pct for each in compare_times()])
    assert told is not None
    assert (float(told[1]), int(told[2])) == (pytest.approx(found.median, abs=0.05), found.count)
