"""Distances over the API: the numbers of the page, and the same errors."""

from urllib.parse import urlencode

import pytest

from tests.api.asking import ask, read
from tests.factories import make_firm, make_member, make_site

pytestmark = pytest.mark.django_db


def path(**parameters):
    return f"distance/?{urlencode(parameters)}"


def test_a_way_is_told_with_its_range_and_what_lies_on_it():
    found = read(path(**{"from": "Östersund", "to": "Tråante", "on": "2026-07-01"}))

    assert (found["start"]["name"], found["end"]["name"]) == ("Östersund", "Trondheim")
    assert found["end"]["precision"] == "place"
    assert found["km"]["low"] < found["km"]["default"] < found["km"]["high"]
    assert found["straight_km"] == 214.4
    assert (found["method"], found["border_crossings"]) == ("road_graph", ["Storlien/Teveldalen"])
    assert [each["currency"] for each in found["freight"]] == ["SEK", "NOK"]
    assert found["freight"][0]["cost"]["low"] < found["freight"][0]["cost"]["high"]


def test_a_way_without_tonnes_has_no_freight():
    assert read(path(**{"from": "Åre", "to": "Sveg", "tonnes": ""}))["freight"] == []


def test_winter_makes_a_detour():
    ends = {"from": "Gäddede", "to": "65.06, 14.80"}
    winter, summer = (read(path(on=day, **ends)) for day in ("2027-01-15", "2026-07-01"))

    assert winter["detour_km"] > 200
    assert summer["detour_km"] == 0
    assert "is closed on that day" in winter["closures"][0]


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"to": "Sveg"}, "from"),
        ({"from": "Ås", "to": "Sveg"}, "from"),
        ({"from": "Åre", "to": "Qwertyuiop"}, "to"),
        ({"from": "Åre", "to": "Sveg", "tonnes": "-1"}, "tonnes"),
        ({"from": "Åre", "to": "Sveg", "on": "soon"}, "on"),
        ({"from": "Åre", "to": "Sveg", "carrier": "sledge"}, "carrier"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(parameters, field):
    answer = ask(path(**parameters))

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_own_sites_are_known_to_their_firm_alone():
    firm = make_firm()
    make_site(firm, name="Bortre gården", latitude=63.41, longitude=14.11, location_precision="pin")
    asked = path(**{"from": "Bortre gården (Krokom)", "to": "Åre"})

    assert ask(asked).status_code == 400
    assert read(asked, make_member(firm))["start"]["precision"] == "pin"
