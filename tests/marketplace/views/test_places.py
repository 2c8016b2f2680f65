"""Places to offer while one types: by every name they have, and by postcode."""

import pytest


def offered(client, text, **headers):
    return [place["name"] for place in client.get("/places/", {"q": text}, **headers).json()["places"]]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("öster", "Östersund"),
        ("oster", "Östersund"),
        ("Staa", "Östersund"),
        ("Tråa", "Trondheim"),
        ("trondh", "Trondheim"),
        ("verda", "Verdalsøra, Verdal"),
        ("Raarv", "Røyrvik"),
        ("7650", "7650 Verdalsøra"),
        ("831 3", "83130 Östersund"),
    ],
)
def test_place_list_offers_what_a_text_may_become(client, typed, first):
    assert offered(client, typed)[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "qwertyuiop", "99999", "x" * 10_000, "²"])
def test_place_list_offers_nothing_where_nothing_is_meant(client, typed):
    assert offered(client, typed) == []


def test_place_list_is_short(client):
    assert len(offered(client, "s")) == len(offered(client, "7")) == 8


def test_place_list_says_where_namesakes_are(client):
    places = client.get("/places/", {"q": "Ås"}, HTTP_ACCEPT_LANGUAGE="sv").json()["places"]

    assert {"name": "Ås, Krokom", "detail": "Krokoms kommun"} in places
    assert len(places) == 2


def test_place_list_may_be_kept_by_browsers(client):
    answer = client.get("/places/", {"q": "kro"})

    assert "max-age=3600" in answer["Cache-Control"]
    assert "Accept-Language" in answer["Vary"]
