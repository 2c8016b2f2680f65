import json
import re
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from geo.distance import straight_km
from geo.places import find_place
from geo.road_tables import Vehicle
from geo.roads import RoadDistances
from geo.routing import MOST_PAIRS, RoutingServer, is_sound, open_distances
from geo.routing_protocols import Service, open_service


def point(name: str) -> tuple[float, float]:
    place = find_place(name)
    return place.latitude, place.longitude


START = np.array([point("Östersund"), point("Krokom")])
END = np.array([point("Trondheim"), point("Åre"), point("Sveg")])
GRAPH = RoadDistances()

Answer = Callable[[str, bytes], tuple[int, bytes]]


def osrm_answer(km: np.ndarray, minutes: np.ndarray) -> bytes:
    """Return what OSRM 5 answers to a table request, as recorded from its documentation's example."""
    tables = {"distances": (km * 1000).round(1).tolist(), "durations": (minutes * 60).round(1).tolist()}
    return json.dumps({"code": "Ok", **tables, "sources": [], "destinations": []}).encode()


def valhalla_answer(km: np.ndarray, minutes: np.ndarray) -> bytes:
    """Return what Valhalla 3 answers to a matrix request."""
    rows = [
        [
            {"distance": round(float(km[row, column]), 3), "time": round(float(minutes[row, column]) * 60)}
            | {"from_index": row, "to_index": column}
            for column in range(km.shape[1])
        ]
        for row in range(km.shape[0])
    ]
    return json.dumps({"units": "kilometers", "sources_to_targets": rows}).encode()


def true_answer() -> tuple[np.ndarray, np.ndarray]:
    km, minutes = GRAPH.km_and_minutes(START, END)
    return km * 1.02, minutes * 1.1


def test_osrm_is_asked_for_longitude_first_and_answers_in_metres(server: Any) -> None:
    km, minutes = true_answer()
    server.answer = lambda path, body: (200, osrm_answer(km, minutes))

    told_km, told_minutes = open_distances(f"osrm+{server.address}").km_and_minutes(START, END)

    assert told_km == pytest.approx(km, abs=0.01)
    assert told_minutes == pytest.approx(minutes, abs=0.01)
    ((path, _),) = server.asked
    assert re.fullmatch(
        r"/table/v1/driving/[\d.,;]+\?sources=0;1&destinations=2;3;4&annotations=distance,duration", path
    )
    assert path.startswith("/table/v1/driving/14.63566,63.17920;")


@pytest.mark.parametrize(("vehicle", "costing"), [(Vehicle.CAR, "auto"), (Vehicle.LORRY, "truck")])
def test_valhalla_is_asked_with_the_vehicle(server: Any, vehicle: Vehicle, costing: str) -> None:
    km, minutes = true_answer()
    server.answer = lambda path, body: (200, valhalla_answer(km, minutes))

    told_km, _ = open_distances(f"valhalla+{server.address}/", vehicle=vehicle).km_and_minutes(START, END)

    ((path, body),) = server.asked
    question = json.loads(body)
    assert told_km == pytest.approx(km, abs=0.01)
    assert path == "/sources_to_targets"
    assert (question["costing"], len(question["sources"]), len(question["targets"])) == (costing, 2, 3)


def slow(path: str, body: bytes) -> tuple[int, bytes]:
    time.sleep(1.0)
    return 200, b"{}"


@pytest.mark.parametrize(
    "answer",
    [
        lambda path, body: (500, b"broken"),
        lambda path, body: (404, b"{}"),
        lambda path, body: (200, b"<html>not a table</html>"),
        lambda path, body: (200, b"[]"),
        lambda path, body: (200, b'{"code": "InvalidQuery"}'),
        lambda path, body: (200, b'{"code": "Ok", "distances": [[1000]], "durations": [[60]]}'),
        lambda path, body: (200, b'{"code": "Ok", "distances": [["far"]], "durations": [[60]]}'),
        lambda path, body: (200, b"\xff\xfe\x00"),
        slow,
    ],
    ids=["500", "404", "html", "list", "refused", "too_few", "words", "bytes", "slow"],
)
@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_graph_answers_when_the_server_fails(server: Any, kind: str, answer: Answer) -> None:
    server.answer = answer

    km, minutes = open_distances(f"{kind}+{server.address}", timeout=0.3).km_and_minutes(START, END)

    expected = GRAPH.km_and_minutes(START, END)
    assert np.array_equal(km, expected[0])
    assert np.array_equal(minutes, expected[1])


def test_graph_answers_when_nobody_is_there() -> None:
    km = open_distances("osrm+http://127.0.0.1:9", timeout=0.3).km(START, END)

    assert np.array_equal(km, GRAPH.km(START, END))


def test_graph_answers_for_the_pairs_that_cannot_be_true(server: Any) -> None:
    km, minutes = true_answer()
    km[0] = straight_km(START[:1], END) * [0.5, 20, 1.4]  # too short, too long, well possible
    minutes[0, 2] = 1  # but not in a minute
    server.answer = lambda path, body: (200, osrm_answer(km, minutes))

    told = open_distances(f"osrm+{server.address}").km(START, END)

    assert told[0] == pytest.approx(GRAPH.km(START[:1], END)[0])
    assert told[1] == pytest.approx(km[1], abs=0.01)


def test_graph_answers_where_the_server_knows_no_way(server: Any) -> None:
    server.answer = lambda path, body: (
        200,
        b'{"code": "Ok", "distances": [[null, null, null], [null, null, null]],'
        b' "durations": [[null, null, null], [null, null, null]]}',
    )

    assert np.array_equal(open_distances(f"osrm+{server.address}").km(START, END), GRAPH.km(START, END))


def test_answers_are_kept(server: Any) -> None:
    km, minutes = true_answer()
    server.answer = lambda path, body: (200, osrm_answer(km, minutes))
    distances = open_distances(f"osrm+{server.address}")

    first, second = distances.km(START, END), distances.km(START[:1], END[1:])

    assert len(server.asked) == 1
    assert np.array_equal(second, first[:1, 1:])


class FailingService:
    """A service that counts how often it was asked in vain."""

    def __init__(self) -> None:
        self.asked = 0
        self.service = open_service("osrm+http://127.0.0.1:9", vehicle=Vehicle.LORRY, timeout=0.1)

    def ask(self, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        self.asked += 1
        return self.service.ask(start, end)


def test_a_dead_server_is_left_alone_for_a_while() -> None:
    failing, now = FailingService(), [1000.0]
    service = Service(name="osrm", ask=failing.ask)
    distances = RoutingServer(service, fallback=GRAPH, retry_after=60, clock=lambda: now[0])

    distances.km(START, END)
    distances.km(START, END)
    now[0] += 61
    distances.km(START, END)

    assert failing.asked == 2


def test_the_cache_forgets_the_oldest(server: Any) -> None:
    km, minutes = true_answer()
    service = Service(
        name="osrm", ask=lambda start, end: (km[: len(start), : len(end)], minutes[: len(start), : len(end)])
    )
    distances = RoutingServer(service, fallback=GRAPH, cache_size=4)

    distances.km(START, END)

    assert len(distances._cache) == 4


def test_a_large_table_is_left_to_the_graph() -> None:
    failing = FailingService()
    many = np.tile(START, (MOST_PAIRS, 1))[: MOST_PAIRS + 1]
    distances = RoutingServer(Service(name="osrm", ask=failing.ask), fallback=GRAPH)

    km = distances.km(many, END[:1])

    assert failing.asked == 0
    assert np.isfinite(km).all()


def test_unknown_points_are_not_asked_about(server: Any) -> None:
    km, minutes = true_answer()
    server.answer = lambda path, body: (200, osrm_answer(km[:1], minutes[:1]))
    start = np.array([(np.nan, np.nan), START[0]])

    told = open_distances(f"osrm+{server.address}").km(start, END)

    assert np.isnan(told[0]).all()
    assert told[1] == pytest.approx(km[0], abs=0.01)


def test_nothing_asked_is_nothing_told() -> None:
    distances = open_distances("osrm+http://127.0.0.1:9")

    assert distances.km(np.empty((0, 2)), END).shape == (0, 3)


def test_find_route_takes_length_from_the_server_and_the_rest_from_the_graph(server: Any) -> None:
    server.answer = lambda path, body: (200, osrm_answer(np.array([[265.0]]), np.array([[230.0]])))
    distances = open_distances(f"osrm+{server.address}")
    assert isinstance(distances, RoutingServer)

    leg = distances.find_route(point("Östersund"), point("Trondheim"))

    assert (leg.km, leg.minutes, leg.method) == (265.0, 230.0, "osrm")
    assert leg.border_crossings == ("Storlien/Teveldalen",)


def test_find_route_is_the_graph_when_the_server_fails(server: Any) -> None:
    server.answer = lambda path, body: (500, b"")
    distances = open_distances(f"osrm+{server.address}")
    assert isinstance(distances, RoutingServer)

    assert distances.find_route(point("Östersund"), point("Trondheim")).method == "road_graph"


def test_find_route_does_not_ask_the_server_for_a_way_that_winter_has_closed(server: Any) -> None:
    server.answer = lambda path, body: (200, osrm_answer(np.array([[106.0]]), np.array([[100.0]])))
    distances = open_distances(f"osrm+{server.address}")
    assert isinstance(distances, RoutingServer)
    klimpfjall = (65.06, 14.80)

    winter = distances.find_route(point("Gäddede"), klimpfjall, on=date(2027, 1, 1))
    summer = distances.find_route(point("Gäddede"), klimpfjall, on=date(2026, 7, 1))

    assert (winter.method, summer.method) == ("road_graph", "osrm")
    assert winter.km > 3 * summer.km


def test_open_distances_without_an_address_is_the_graph() -> None:
    assert isinstance(open_distances(""), RoadDistances)


@pytest.mark.parametrize(
    "url", ["http://host:5000", "osrm+ftp://host", "osrm+http://", "osrm", "google+http://host", "osrm+host:5000"]
)
def test_open_distances_refuses_an_address_it_does_not_understand(url: str) -> None:
    with pytest.raises(ValueError, match="routing server"):
        open_distances(url)


def test_is_sound_refuses_what_is_unknown() -> None:
    unknown = np.array([[np.nan]])

    assert not is_sound(unknown, np.array([[10.0]]), straight=np.array([[5.0]])).any()
    assert not is_sound(np.array([[8.0]]), unknown, straight=np.array([[5.0]])).any()
    assert is_sound(np.array([[8.0]]), np.array([[10.0]]), straight=np.array([[5.0]])).all()
