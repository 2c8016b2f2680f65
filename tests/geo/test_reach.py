from datetime import date

import numpy as np
import pytest

from geo.places import find_place
from geo.reach import ReachedRoad, find_reach
from geo.road_tables import Vehicle, load_nodes, load_segments
from geo.roads import RoadDistances
from geo.routes import Point

SUMMER = date(2026, 7, 1)


def point(name: str) -> Point:
    place = find_place(name)
    return place.latitude, place.longitude


def degrees(roads: tuple[ReachedRoad, ...]) -> float:
    """Return the drawn length of roads."""
    return sum(float(np.hypot(road.end[0] - road.start[0], road.end[1] - road.start[1])) for road in roads)


def test_find_reach_ends_where_the_time_ends() -> None:
    start, minutes = point("Lofsdalen"), 60.0

    roads = find_reach(start, minutes=minutes, on=SUMMER, vehicle=Vehicle.CAR)

    spots = np.array([spot for road in roads for spot in (road.start, road.end)])
    taken = RoadDistances(SUMMER, vehicle=Vehicle.CAR).minutes(np.array([start]), spots)[0]
    assert len(roads) >= 3
    assert taken.max() == pytest.approx(minutes, abs=0.1)


@pytest.mark.parametrize("name", ["Östersund", "Lofsdalen", "Fillan", "Björnänge"])
def test_find_reach_holds_the_nodes_that_are_within_the_time(name: str) -> None:
    nodes = np.array([(node.latitude, node.longitude) for node in load_nodes()])
    within = RoadDistances().minutes(np.array([point(name)]), nodes)[0] <= 90

    drawn = {spot for road in find_reach(point(name), minutes=90) for spot in (road.start, road.end)}

    held = [any(np.hypot(*(node - np.array(spot))) < 1e-6 for spot in drawn) for node in nodes]
    assert held == within.tolist()


def test_find_reach_grows_with_time() -> None:
    lengths = [degrees(find_reach(point("Östersund"), minutes=minutes)) for minutes in (5, 30, 90, 1000)]

    assert lengths == sorted(lengths)
    assert (
        len(find_reach(point("Östersund"), minutes=1000)) == len(load_segments()) - 1
    )  # Stekenjokk is not open all year


def test_find_reach_takes_a_ferry_whole_or_not_at_all() -> None:
    before, after = (
        [road for road in find_reach(point("Trondheim"), minutes=minutes) if road.is_ferry] for minutes in (40, 60)
    )

    assert before == []
    assert len(after) == 1


def test_find_reach_of_no_time_is_nothing_but_the_spot() -> None:
    assert degrees(find_reach(point("Östersund"), minutes=0)) == pytest.approx(0, abs=1e-9)


def test_find_reach_outside_the_graph_is_nothing() -> None:
    assert find_reach((59.3, 18.0), minutes=500) == ()
