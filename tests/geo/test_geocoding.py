import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.geocoding import Geocoder
from geo.places import PlaceError, Precision

# What Nominatim 4 answers to a search in format json, shortened.
HOUSE = {
    "lat": "63.1792000",
    "lon": "14.6357000",
    "class": "building",
    "addresstype": "building",
    "display_name": "Rådhuset, Rådhusgatan, Östersund",
}
VILLAGE = {"lat": "63.3259", "lon": "14.4488", "class": "place", "addresstype": "village", "display_name": "Krokom"}


def geocoder(server: Any, *, timeout: float = 2.0, cache_size: int = 100) -> Geocoder:
    return Geocoder(server.address, agent="Materialtorget (test)", timeout=timeout, cache_size=cache_size)


@pytest.mark.parametrize(("row", "precision"), [(HOUSE, Precision.PIN), (VILLAGE, Precision.PLACE)])
def test_find_address_returns_the_point_and_how_exact_it_is(
    server: Any, row: dict[str, str], precision: Precision
) -> None:
    server.answer = lambda path, body: (200, json.dumps([row]).encode())

    found = geocoder(server).find_address("Rådhusgatan 44, Östersund")

    assert (found.latitude, found.longitude) == (float(row["lat"]), float(row["lon"]))
    assert (found.label, found.precision) == (row["display_name"], precision)


def test_find_address_asks_for_the_region_and_says_who_asks(server: Any) -> None:
    server.answer = lambda path, body: (200, json.dumps([HOUSE]).encode())

    geocoder(server).find_address("Rådhusgatan 44, Östersund")

    ((path, _),) = server.asked
    question = parse_qs(urlsplit(path).query)
    assert urlsplit(path).path == "/search"
    assert question["q"] == ["Rådhusgatan 44, Östersund"]
    assert (question["countrycodes"], question["bounded"]) == (["se,no"], ["1"])
    assert question["viewbox"] == ["7.4,61.4,17.6,65.5"]
    assert server.headers[0]["User-Agent"] == "Materialtorget (test)"


def test_find_address_remembers_answers_and_that_there_was_none(server: Any) -> None:
    server.answer = lambda path, body: (200, b"[]")
    asked = geocoder(server)

    for _ in range(3):
        with pytest.raises(PlaceError, match="unknown_address"):
            asked.find_address("Nowhere  Street")

    assert len(server.asked) == 1


def test_find_address_forgets_the_oldest(server: Any) -> None:
    server.answer = lambda path, body: (200, json.dumps([HOUSE]).encode())
    asked = geocoder(server, cache_size=2)

    for text in ("a", "b", "c", "c", "a"):
        asked.find_address(text)

    assert len(server.asked) == 4


def slow(path: str, body: bytes) -> tuple[int, bytes]:
    time.sleep(0.6)
    return 200, b"[]"


@pytest.mark.parametrize(
    "answer",
    [
        lambda path, body: (500, b""),
        lambda path, body: (429, b"[]"),
        lambda path, body: (200, b"<html>"),
        lambda path, body: (200, b'[{"lat": "north"}]'),
        lambda path, body: (200, b'[{"lat": "630", "lon": "14"}]'),
        lambda path, body: (200, b'[{"lat": "59.33", "lon": "18.07"}]'),
        lambda path, body: (200, b'["Krokom"]'),
        lambda path, body: (200, b'{"error": "Bandwidth limit exceeded"}'),
        slow,
    ],
    ids=["500", "429", "html", "words", "no_point", "elsewhere", "list", "error", "slow"],
)
def test_find_address_says_when_nobody_could_say_and_asks_again(server: Any, answer: Any) -> None:
    server.answer = answer
    asked = geocoder(server, timeout=0.2)

    with pytest.raises(PlaceError, match="geocoder_unavailable"):
        asked.find_address("Rådhusgatan 44")
    server.answer = lambda path, body: (200, json.dumps([HOUSE]).encode())

    assert asked.find_address("Rådhusgatan 44").precision == Precision.PIN


def test_find_address_without_a_network_is_no_surprise() -> None:
    with pytest.raises(PlaceError, match="geocoder_unavailable"):
        Geocoder("http://127.0.0.1:9", agent="test", timeout=0.2).find_address("Rådhusgatan 44")


def test_find_address_of_nothing_is_unknown() -> None:
    with pytest.raises(PlaceError, match="unknown_address"):
        Geocoder("http://127.0.0.1:9", agent="test").find_address("   ")


def feature(**properties: str) -> bytes:
    """Return what Photon and Pelias answer: GeoJSON."""
    point = {"type": "Point", "coordinates": [14.6357, 63.1792]}
    shown = {"type": "Feature", "geometry": point, "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [shown]}).encode()


@pytest.mark.parametrize(
    ("kind", "path", "answer", "precision"),
    [
        ("photon", "/api", {"name": "Rådhuset", "osm_key": "building", "type": "house"}, Precision.PIN),
        ("photon", "/api", {"name": "Krokom", "osm_key": "place", "type": "city"}, Precision.PLACE),
        ("pelias", "/v1/search", {"name": "Rådhusgatan 44", "layer": "address"}, Precision.PIN),
        ("pelias", "/v1/search", {"name": "Krokom", "layer": "locality"}, Precision.PLACE),
    ],
)
def test_find_address_understands_photon_and_pelias(
    server: Any, kind: str, path: str, answer: dict[str, str], precision: Precision
) -> None:
    server.answer = lambda path, body: (200, feature(**answer))

    found = Geocoder(f"{kind}+{server.address}", agent="test", timeout=2.0).find_address("Rådhusgatan 44")

    assert (found.latitude, found.longitude, found.precision) == (63.1792, 14.6357, precision)
    assert urlsplit(server.asked[0][0]).path == path


def test_find_address_keeps_the_path_of_the_address(server: Any) -> None:
    server.answer = lambda path, body: (200, json.dumps([HOUSE]).encode())

    Geocoder(f"{server.address}/nominatim/", agent="test").find_address("Rådhusgatan 44")

    assert urlsplit(server.asked[0][0]).path == "/nominatim/search"


def drips(path: str, body: bytes) -> tuple[int, bytes]:
    return 200, b" " * 9_000_000 + b"[]"


def test_find_address_gives_up_an_answer_without_end(server: Any) -> None:
    server.answer = drips

    with pytest.raises(PlaceError, match="geocoder_unavailable"):
        geocoder(server).find_address("Rådhusgatan 44")


@pytest.mark.parametrize("url", ["", "nominatim", "ftp://host", "http://", "google+https://host"])
def test_geocoder_refuses_an_address_it_does_not_understand(url: str) -> None:
    with pytest.raises(ValueError, match="A geocoder is"):
        Geocoder(url, agent="test")
