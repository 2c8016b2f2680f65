import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.geocoding import Geocoder
from geo.places import PlaceError, Precision

# What Nominatim 4 answers to a search in format jsonv2, shortened.
HOUSE = {
    "lat": "63.1792000",
    "lon": "14.6357000",
    "category": "building",
    "addresstype": "building",
    "display_name": "Rådhuset, Rådhusgatan, Östersund",
}
VILLAGE = {"lat": "63.3259", "lon": "14.4488", "category": "place", "addresstype": "village", "display_name": "Krokom"}


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
        lambda path, body: (200, b'{"error": "Unable to geocode"}'),
        slow,
    ],
    ids=["500", "429", "html", "words", "no_point", "error", "slow"],
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


@pytest.mark.parametrize("url", ["", "nominatim", "ftp://host", "http://"])
def test_geocoder_refuses_an_address_it_does_not_understand(url: str) -> None:
    with pytest.raises(ValueError, match="A geocoder is"):
        Geocoder(url, agent="test")
