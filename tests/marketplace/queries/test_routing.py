"""Who says how far it is: the routing server of the settings, and the road graph whenever it fails."""

import pytest

from marketplace.queries.routing import find_leg

ARE, SVEG = (63.399, 13.082), (62.034, 14.366)


@pytest.fixture
def asked(settings, monkeypatch):
    """Return what the settings' server was asked; it answers 251 km and 200 minutes."""
    questions = []

    def answer(url, **kwargs):
        questions.append((url, kwargs["timeout"]))
        return {"code": "Ok", "distances": [[251_000.0]], "durations": [[12_000.0]]}

    monkeypatch.setattr("geo.routing_protocols.fetch_json", answer)
    settings.ROUTING_URL, settings.ROUTING_TIMEOUT = "osrm+http://routing.example:5000", 0.7
    return questions


def test_find_leg_without_a_server_is_of_the_road_graph():
    assert find_leg(ARE, SVEG).method == "road_graph"


def test_find_leg_asks_the_server_of_the_settings_once_and_in_its_time(asked):
    first, second = find_leg(ARE, SVEG), find_leg(ARE, SVEG)

    assert (first.method, first.km, first.minutes) == ("osrm", 251.0, 200.0)
    assert second == first
    assert [timeout for _url, timeout in asked] == [0.7]
    assert asked[0][0].startswith("http://routing.example:5000/table/v1/driving/")


def test_find_leg_is_of_the_road_graph_while_the_server_is_away(settings):
    settings.ROUTING_URL, settings.ROUTING_TIMEOUT = "valhalla+http://127.0.0.1:9", 0.2

    assert find_leg(ARE, SVEG) == find_leg(ARE, SVEG)
    assert find_leg(ARE, SVEG).method == "road_graph"
