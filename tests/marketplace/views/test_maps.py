"""The base map: kept for ever under its version, compressed, and the tiles that settings may lay over it."""

import gzip
import json

import pytest

from geo.map_features import map_features
from marketplace.queries.maps import base_map, packed_map
from tests.marketplace.test_settings import settings_of


def test_map_features_are_kept_for_ever_under_their_version(client):
    answer = client.get(base_map().features_url, HTTP_ACCEPT_ENCODING="gzip, br")

    assert json.loads(gzip.decompress(answer.content)) == json.loads(map_features())
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Content-Type"] == "application/geo+json"
    assert {"immutable", "public", "max-age=31536000"} == set(answer["Cache-Control"].split(", "))
    assert "Accept-Encoding" in answer["Vary"]


def test_map_features_come_plain_to_who_takes_no_gzip(client):
    answer = client.get(base_map().features_url)

    assert answer.content.decode() == map_features()
    assert "Content-Encoding" not in answer


def test_map_features_of_another_version_are_not_kept(client):
    answer = client.get(base_map().features_url.replace(packed_map().version, "0123abc"))

    assert answer["Cache-Control"] == "no-store"
    assert answer.content.decode() == map_features()


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://{s}.tiles.example:8443/{z}/{x}/{y}.png?key=1", "https://*.tiles.example:8443"),
    ],
)
def test_settings_let_the_browser_load_tiles_from_their_host_alone(tmp_path, address, source):
    ask = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']"

    policy = settings_of(ask, VAR_DIR=str(tmp_path), TILE_URL=address)
    without = settings_of(ask, VAR_DIR=str(tmp_path))

    assert policy["img-src"] == [*without["img-src"], source]
    assert without["img-src"] == ["'self'", "data:"]
    assert {name: value for name, value in policy.items() if value != without[name]}.keys() == {"img-src"}


def test_base_map_tells_the_tiles_of_the_settings(settings):
    settings.TILE_URL, settings.TILE_ATTRIBUTION = "https://tiles.example/{z}/{x}/{y}.png", "© Tiles"

    assert (base_map().tile_url, base_map().tile_attribution) == (settings.TILE_URL, "© Tiles")
