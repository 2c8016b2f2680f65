"""The map: its base, kept for ever under its version; the page and its marks; and the tiles of the settings."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from geo.map_features import map_features
from marketplace.queries.maps import base_map, packed_map
from marketplace.queries.places import area_choices
from tests.factories import (
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
)
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


@pytest.mark.django_db
class TestMarketMap:
    """The page, and what its script asks for: they say the same."""

    def test_shows_areas_first_and_the_listings_of_a_chosen_one(self, client):
        offer, other = make_offer(), make_offer(shown_area="NO-5001")

        plain = client.get("/map/")
        chosen = client.get("/map/?area=SE-2309")

        assert [cluster.codes for cluster in plain.context["areas"]] == [("NO-5001",), ("SE-2309",)]
        assert f"/listings/{offer.pk}/" not in plain.content.decode()
        assert [card.pk for card in chosen.context["cards"]] == [offer.pk]
        assert chosen.context["area_name"] == "Krokom municipality"
        assert chosen.context["everywhere_url"] == "/map/"
        assert other.pk
        assert 'href="/map/?area=NO-5001"' in chosen.content.decode(), "the others stay on the map"

    def test_shares_filters_with_the_lists(self, client):
        make_offer(), make_need(), make_offer(material="acid_whey")

        both = client.get("/map/?material=wood_residues")
        needs = client.get("/map/?side=need")

        assert both.context["count"] == 2
        assert needs.context["count"] == 1
        assert client.get("/map/?side=rubbish&area=XX&material=gold").context["count"] == 3
        assert 'href="/map/?side=offer&amp;material=bark"' in client.get("/offers/?material=bark").content.decode()
        assert 'href="/offers/?material=bark"' in client.get("/map/?side=offer&material=bark").content.decode()

    @pytest.mark.parametrize("path", ["/map/", "/offers/"])
    def test_keeps_what_lies_within_reach(self, client, path):
        make_offer(), make_offer(shown_area="NO-5001")

        near = client.get(f"{path}?place=Krokom&within=30&day=2027-02-01&vehicle=car")
        far = client.get(f"{path}?place=Krokom&within=30&vehicle=lorry&place=Trondheim")
        unsaid = client.get(f"{path}?within=30")

        count = [answer.context["count"] for answer in (near, far, unsaid)]
        assert count == [1, 1, 2]
        assert "Type a place" in unsaid.content.decode()

    def test_offers_reach_from_ones_own_sites_as_links(self, client):
        firm = make_firm()
        make_offer(site=make_site(firm)), make_offer(shown_area="NO-5001")
        assert "within=90" not in client.get("/map/").content.decode()

        client.force_login(make_member(firm))

        assert 'href="/map/?within=90"' in client.get("/map/").content.decode()
        assert client.get("/map/?within=30").context["count"] == 1

    def test_is_drawn_only_for_who_has_no_script(self, client):
        make_offer()

        assert "map-drawing" in client.get("/map/").content.decode()
        assert "map-drawing" not in client.get("/map/", headers={"HX-Request": "true"}).content.decode()

    def test_marks_say_the_same_as_the_page(self, client):
        make_offer(), make_need(), make_offer(shown_area="NO-5001", material="acid_whey")
        query = "side=offer&place=Krokom&within=90"

        page, marks = client.get(f"/map/?{query}"), client.get(f"/map/marks/?{query}")

        assert f'data-marks="/map/marks/?{query.replace("&", "&amp;")}"' in page.content.decode()
        nearest = marks.json()["levels"][-1]["clusters"]
        assert [(mark["offers"], mark["needs"], mark["url"]) for mark in nearest] == [
            (area.offers, area.needs, area.url) for area in page.context["areas"]
        ]
        assert marks.json()["start"] == pytest.approx([63.326, 14.449], abs=0.01)
        assert marks.json()["reach"]
        assert "no-store" in marks["Cache-Control"]

    def test_marks_name_groups_where_there_is_room(self, client):
        make_offer(), make_need(material="acid_whey")

        levels = {level["zoom"]: level["clusters"] for level in client.get("/map/marks/").json()["levels"]}

        assert levels[5.0][0]["groups"] == []
        assert [group["icon"] for group in levels[8.0][0]["groups"]] == ["dairy_residues", "wood_residues"]

    def test_lines_are_for_coordinators(self, client):
        verdal = make_site(municipality="NO-5038", latitude=63.79, longitude=11.48)
        suggestion = make_suggestion(make_offer(), make_need(site=verdal))
        text = "Krokom municipality → Verdal municipality: 1 suggestion"
        assert client.get("/map/marks/").json()["lines"] == []

        client.force_login(make_member(suggestion.parts.first().listing.firm))
        assert client.get("/map/marks/").json()["lines"] == []
        assert text not in client.get("/map/").content.decode()

        client.force_login(make_coordinator())
        assert [line["kind"] for line in client.get("/map/marks/").json()["lines"]] == ["suggestion"]
        page = client.get("/map/").content.decode()
        assert text in page
        assert "map-arc-suggestion" in page

    @pytest.mark.parametrize("address", ["/map/", "/map/marks/", "/map/base/x/"])
    def test_is_only_read(self, client, address):
        assert client.post(address).status_code == 405


LIMIT = 200_000


@pytest.mark.django_db
def test_map_page_weighs_little(client):
    """Everything that the page loads, compressed as servers do: page, styles, scripts, icons, base map and marks."""
    site = make_site()
    for code, _name in area_choices():
        for material in ("bark", "acid_whey", "fish_sludge"):
            make_offer(site=site, material=material, shown_area=code)

    page = client.get("/map/").content
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.decode())) | {"/static/marketplace/map.js"}
    files = [Path(finders.find(address.removeprefix("/static/"))).read_bytes() for address in addresses]
    sent = [page, client.get("/map/marks/").content, map_features().encode(), *files]

    assert len(addresses) >= 9
    assert sum(len(gzip.compress(content)) for content in sent) <= LIMIT
