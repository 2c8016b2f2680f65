import csv
import dataclasses
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import ROAD_FACTOR, straight_km
from geo.places import find_place, load_gazetteer
from geo.road_network import REACH_KM, RoadNetwork
from geo.road_tables import RoadSegment, Vehicle, Winter, load_nodes, load_segments
from geo.roads import RoadDistances, load_network, load_whole_network

SUMMER, WINTER = date(2026, 7, 1), date(2027, 1, 15)
NODES = {node.code: number for number, node in enumerate(load_nodes())}
POINTS = np.array([(node.latitude, node.longitude) for node in load_nodes()])
GAEDDEDE, KLIMPFJALL = NODES["gaddede"], NODES["klimpfjall"]

# Places that lie behind a road that is closed in winter, and behind nothing else: none, so far.
CUT_OFF_IN_WINTER: set[str] = set()

# Anywhere in or around the region, at sea too.
anywhere = st.tuples(st.floats(min_value=61.0, max_value=66.0), st.floats(min_value=7.0, max_value=18.0))


def error_pct(found: np.ndarray, published: list[float]) -> np.ndarray:
    return np.abs(found / np.array(published) - 1) * 100


def test_segments_are_never_shorter_than_the_great_circle() -> None:
    for segment in load_segments():
        ends = straight_km(POINTS[[NODES[segment.start]]], POINTS[[NODES[segment.end]]])[0, 0]
        assert segment.km >= ends, (segment.start, segment.end)


def test_segments_say_what_they_rest_on() -> None:
    assert {segment.winter for segment in load_segments()} == set(Winter)
    assert all(segment.km > 0 and segment.lorry_minutes >= segment.car_minutes > 0 for segment in load_segments())


@pytest.mark.parametrize("vehicle", list(Vehicle))
@pytest.mark.parametrize("day", [None, SUMMER, WINTER])
def test_network_connects_every_place_but_the_listed_ones(day: date | None, vehicle: Vehicle) -> None:
    network = load_network(day, vehicle=vehicle)

    assert cut_off(network) == (set() if day == SUMMER else CUT_OFF_IN_WINTER)
    assert np.array_equal(np.isfinite(network.km), np.isfinite(network.minutes))


def cut_off(network: RoadNetwork) -> set[str]:
    """Return the places that no road leads to from Östersund."""
    reached = np.isfinite(network.minutes[NODES["ostersund"]])
    return {code for code, number in NODES.items() if not reached[number]}


def test_network_without_its_only_road_cuts_a_place_off() -> None:
    kept = tuple(segment for segment in load_segments() if "vilhelmina" not in (segment.start, segment.end))

    assert cut_off(RoadNetwork(kept, vehicle=Vehicle.CAR)) == {"vilhelmina", "storuman"}


@pytest.mark.parametrize("vehicle", list(Vehicle))
@pytest.mark.parametrize("day", [None, SUMMER, WINTER])
def test_network_is_symmetric(day: date | None, vehicle: Vehicle) -> None:
    network = load_network(day, vehicle=vehicle)

    assert np.array_equal(network.minutes, network.minutes.T)
    assert np.array_equal(network.km, network.km.T)
    assert (np.diag(network.minutes) == 0).all()


@pytest.mark.parametrize("vehicle", list(Vehicle))
@pytest.mark.parametrize("day", [SUMMER, WINTER])
def test_network_minutes_keep_the_triangle_inequality(day: date, vehicle: Vehicle) -> None:
    minutes = load_network(day, vehicle=vehicle).minutes

    for middle in range(len(minutes)):
        assert (minutes <= minutes[:, [middle]] + minutes[[middle], :] + 1e-9).all()


def test_network_km_are_never_below_the_great_circle() -> None:
    network = load_network()

    assert (network.km >= straight_km(POINTS, POINTS) - 1e-6).all()


def test_network_km_add_up_along_the_way() -> None:
    network = load_network()

    nodes = network.nodes_between(NODES["leknes"], NODES["hudiksvall"])

    steps = [network.segments[network.fastest[pair]].km for pair in pairwise(nodes)]
    assert sum(steps) == pytest.approx(network.km[NODES["leknes"], NODES["hudiksvall"]])


def test_network_ignores_order_and_doubles_of_segments() -> None:
    segments = load_segments()

    turned = RoadNetwork((*reversed(segments), *segments[:20]), vehicle=Vehicle.LORRY)

    assert turned.minutes == pytest.approx(load_whole_network().minutes)
    assert turned.km == pytest.approx(load_whole_network().km)


@pytest.mark.parametrize(
    ("day", "km"),
    [
        (SUMMER, 106),
        (WINTER, 378),
        (None, 378),
        (date(2026, 10, 14), 106),
        (date(2026, 10, 15), 378),
        (date(2026, 6, 5), 378),
        (date(2026, 6, 6), 106),
    ],
)
def test_closure_of_stekenjokk_switches_the_way(day: date | None, km: float) -> None:
    assert load_network(day).km[GAEDDEDE, KLIMPFJALL] == pytest.approx(km)


@pytest.mark.parametrize("day", [None, SUMMER])
def test_snap_of_a_node_returns_the_node(day: date | None) -> None:
    network = load_network(day)
    on_roads = sorted({*network.start[network.road_numbers], *network.end[network.road_numbers]})

    snap = network.snap(POINTS[on_roads])

    assert snap.access_km == pytest.approx(0, abs=1e-6)
    ends = np.where(snap.share < 0.5, network.start[snap.segment], network.end[snap.segment])
    assert ends.tolist() == on_roads
    assert np.minimum(snap.share, 1 - snap.share) == pytest.approx(0, abs=1e-9)


def test_snap_never_takes_a_ferry() -> None:
    network = load_network()
    half_way_to_rissa = (POINTS[NODES["flakk"]] + POINTS[NODES["rorvik-fk"]]) / 2

    snap = network.snap(half_way_to_rissa)

    assert not network.segments[snap.segment[0]].is_ferry


def test_snap_leaves_out_what_is_far_from_every_road() -> None:
    snap = load_network().snap(np.array([(64.5, 8.0), (np.nan, 14.0)]))

    assert snap.segment.tolist() == [-1, -1]


def test_seats_and_places_lie_near_a_road() -> None:
    gazetteer = load_gazetteer()
    places = [*gazetteer.municipalities.values(), *gazetteer.localities.values()]

    snap = load_network().snap(np.array([(place.latitude, place.longitude) for place in places]))

    assert (snap.segment >= 0).all()
    assert np.quantile(snap.access_km, 0.9) < 5


def test_reference_places_lie_near_a_road(reference: Path) -> None:
    with (reference / "places_geonames500.csv").open(encoding="utf-8", newline="") as lines:
        points = np.array([(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(lines)])

    snap = load_network().snap(points)

    assert len(points) == 90
    assert (snap.access_km <= REACH_KM).all()


def test_places_left_out_of_the_graph_in_turn_keep_their_distances() -> None:
    errors = [leave_out(node.code) for node in load_nodes() if can_be_left_out(node.code)]

    assert len(errors) > 80
    assert np.median(np.concatenate(errors)) <= 2
    assert np.quantile(np.concatenate(errors), 0.9) <= 6


def can_be_left_out(code: str) -> bool:
    """Return whether two roads meet here and go on to different places."""
    roads = [segment for segment in load_segments() if code in (segment.start, segment.end)]
    ends = {end for segment in roads for end in (segment.start, segment.end)}
    return len(roads) == 2 and len(ends) == 3 and not any(segment.is_ferry for segment in roads)


def leave_out(code: str) -> np.ndarray:
    """Return the errors in percent, over all other places, if two roads run past a place as one."""
    first, second = [segment for segment in load_segments() if code in (segment.start, segment.end)]
    start, end = [({road.start, road.end} - {code}).pop() for road in (first, second)]
    through = dataclasses.replace(
        first,
        start=start,
        end=end,
        km=first.km + second.km,
        car_minutes=first.car_minutes + second.car_minutes,
        lorry_minutes=first.lorry_minutes + second.lorry_minutes,
    )
    kept: tuple[RoadSegment, ...] = tuple(road for road in load_segments() if road not in (first, second))
    network = RoadNetwork((*kept, through), vehicle=Vehicle.LORRY)
    km = network.measure(network.snap(POINTS[[NODES[code]]]), network.snap(POINTS))[0]
    others = np.flatnonzero((np.arange(len(POINTS)) != NODES[code]) & ~np.isnan(km))
    return error_pct(km[others], load_whole_network().km[NODES[code], others].tolist())


@given(st.lists(anywhere, min_size=1, max_size=6))
def test_road_distances_are_symmetric_and_never_below_the_great_circle(spots: list[tuple[float, float]]) -> None:
    points = np.array(spots)

    km, minutes = RoadDistances().km_and_minutes(points, points)

    assert km == pytest.approx(km.T)
    assert minutes == pytest.approx(minutes.T)
    assert (km >= straight_km(points, points) - 1e-6).all()
    assert np.diag(km) == pytest.approx(0, abs=1e-6)


def test_road_distances_follow_the_graph_between_places() -> None:
    ostersund, trondheim = find_place("Östersund"), find_place("Trondheim")

    km = RoadDistances().km(
        np.array([(ostersund.latitude, ostersund.longitude)]), np.array([(trondheim.latitude, trondheim.longitude)])
    )

    assert km[0, 0] == pytest.approx(262, abs=1)


def test_road_distances_fall_back_to_the_straight_line_outside_the_graph_and_say_so() -> None:
    distances = RoadDistances()
    stockholm, ostersund = np.array([(59.33, 18.07)]), POINTS[[NODES["ostersund"]]]

    km = distances.km(stockholm, ostersund)

    assert km == pytest.approx(straight_km(stockholm, ostersund) * ROAD_FACTOR)
    assert distances.is_guess(stockholm, ostersund).all()
    assert not distances.is_guess(ostersund, ostersund).any()


def test_road_distances_of_an_unknown_point_are_unknown() -> None:
    km, minutes = RoadDistances().km_and_minutes(np.array([(np.nan, np.nan)]), POINTS[:2])

    assert np.isnan(km).all()
    assert np.isnan(minutes).all()


def test_road_distances_do_not_send_neighbours_to_the_road_and_back() -> None:
    beside_the_road = np.array([(63.40, 15.20), (63.401, 15.201)])

    km = RoadDistances().km(beside_the_road, beside_the_road)

    assert km[0, 1] < 0.5


def test_road_distances_are_the_same_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = RoadDistances().km(POINTS, POINTS)
    monkeypatch.setattr("geo.roads._BLOCK", 1000)

    assert np.array_equal(RoadDistances().km(POINTS, POINTS), whole)


@pytest.mark.parametrize("vehicle", list(Vehicle))
@pytest.mark.parametrize("day", [None, SUMMER, WINTER])
def test_road_distances_of_pairs_are_the_diagonal(day: date | None, vehicle: Vehicle) -> None:
    distances, start, end = RoadDistances(day, vehicle=vehicle), POINTS[:40], POINTS[40:80]

    km, minutes = distances.km_and_minutes_of_pairs(start, end)

    whole_km, whole_minutes = distances.km_and_minutes(start, end)
    assert np.array_equal(km, np.diag(whole_km))
    assert np.array_equal(minutes, np.diag(whole_minutes))


def test_road_distances_of_nothing_are_empty() -> None:
    assert RoadDistances().km(np.empty((0, 2)), POINTS).shape == (0, len(POINTS))


def test_cars_are_faster_than_lorries() -> None:
    car, lorry = (RoadDistances(vehicle=vehicle).minutes(POINTS[:1], POINTS[40:60]) for vehicle in Vehicle)

    assert (car < lorry).all()
