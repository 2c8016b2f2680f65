"""How far it is between the sides of an exchange: from an open side's own site, from the area of a blind one."""

import re
from datetime import date

import numpy as np
import pytest

from marketplace.queries.exchanges import Side, exchange_way
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import visible_listings
from marketplace.queries.places import area_point
from tests.factories import make_coordinator, make_member, make_need, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 7, 1)


def way_for(viewer, offer, need):
    sides = []
    for listing in (offer, need):
        seen = visible_listings(viewer).get(pk=listing.pk)
        sides.append(Side(seen, listing_card(seen)))
    return exchange_way(*sides, on=SUMMER)


def verdal(**fields):
    return make_site(municipality="NO-5038", locality="Verdalsøra", latitude=63.79, longitude=11.48, **fields)


def test_exchange_way_is_exact_for_whom_both_sides_are_open():
    offer, need = make_offer(), make_need(site=verdal())

    exchange = way_for(make_coordinator(is_lead=True), offer, need)

    assert exchange.is_exact
    assert (exchange.way.start.name, exchange.way.end.name) == ("Krokom", "Verdalsøra, Verdal")
    assert exchange.way.border_crossings
    assert [row.haulier for row in exchange.freight] == ["Swedish haulier", "Norwegian haulier"]
    assert "usually" in exchange.freight[0].per_tonne_text
    assert "to=Verdals" in exchange.way.url


def test_exchange_way_goes_from_the_own_site_to_the_area_of_a_blind_side():
    offer = make_offer(shown_area="SE-23-NW")
    need = make_need(site=verdal(name="Hemliga lagret"), shown_area="NO-50-N")
    viewer = make_member(offer.firm)
    before = way_for(viewer, offer, need)

    need.site.latitude, need.site.longitude, need.site.locality = 64.88, 13.56, "Røyrvik"
    need.site.save()

    assert not before.is_exact
    assert (before.way.start.name, before.way.end.name) == ("Krokom", "northern Trøndelag")
    assert way_for(viewer, offer, need) == before


def test_exchange_way_starts_where_the_own_side_is():
    offer, need = make_offer(shown_area="SE-23-NW"), make_need(site=verdal(), shown_area="NO-5038")
    viewer = make_member(offer.firm)
    before = way_for(viewer, offer, need)

    offer.site.latitude, offer.site.longitude = 63.315, 12.09  # Storlien
    offer.site.save()

    assert before.way.kilometres_text != way_for(viewer, offer, need).way.kilometres_text


@pytest.mark.parametrize(
    ("area", "names_crossing"), [("NO-5038", True), ("NO-50-N", False)], ids=["municipality", "half of a county"]
)
def test_exchange_way_names_no_road_to_an_area_that_several_lead_to(area, names_crossing):
    offer, need = make_offer(shown_area="SE-23-NW"), make_need(site=verdal(), shown_area=area)

    way = way_for(make_member(offer.firm), offer, need).way

    assert bool(way.border_crossings) == bool(way.roads) == names_crossing


def test_exchange_way_names_no_road_from_area_to_area():
    offer, need = make_offer(shown_area="SE-2309"), make_need(site=verdal(), shown_area="NO-5038")

    exchange = way_for(make_user(), offer, need)

    assert (exchange.way.start.name, exchange.way.end.name) == ("Krokom municipality", "Verdal municipality")
    assert (exchange.way.border_crossings, exchange.way.roads, exchange.way.closures) == ((), (), [])


def test_exchange_way_is_drawn_to_the_area_of_a_blind_side():
    offer, need = make_offer(shown_area="SE-23-NW"), make_need(site=verdal(), shown_area="NO-50-N")

    blind = way_for(make_member(offer.firm), offer, need).drawing
    exact = way_for(make_coordinator(is_lead=True), offer, need).drawing

    def ends(drawing):
        first, last = re.fullmatch(r"M([\d.]+ [\d.]+)L.*?([\d.]+ [\d.]+)", drawing.arcs[0].line).groups()
        return [tuple(map(float, end.split())) for end in (first, last)]

    def drawn(drawing, *points):
        return [tuple(point.round(1)) for point in drawing.map.frame.project(np.array(points))]

    area, site = area_point("NO-50-N"), (offer.site.latitude, offer.site.longitude)
    assert ends(blind) == drawn(blind, site, (area.latitude, area.longitude))
    assert ends(exact) == drawn(exact, site, (63.79, 11.48))
    assert blind.arcs[0].line.count(" ") == 2  # a straight line: no road is told


def test_exchange_way_inside_one_place_is_not_drawn():
    assert way_for(make_coordinator(is_lead=True), make_offer(), make_need()).drawing is None


def test_exchange_way_keeps_the_exact_point_out_of_its_link():
    site = make_site(location_precision="pin", latitude=63.987654, longitude=14.123456, locality="Bortre Gården")
    offer, need = make_offer(site=site), make_need(site=verdal())

    exchange = way_for(make_coordinator(is_lead=True), offer, need)

    assert exchange.way.url.startswith("/distance/?from=Krokom&")
    assert exchange.way.start.precision_text == "exact point"


@pytest.mark.parametrize(("material", "needs_tank"), [("bark", False), ("sweet_whey", True)])
def test_exchange_way_takes_a_vehicle_for_what_the_material_is(material, needs_tank):
    offer = make_offer(material=material, quantity_kg=400_000)
    need = make_need(material=material, quantity_kg=400_000, site=verdal())

    (row, _other) = way_for(make_coordinator(is_lead=True), offer, need).freight

    assert ("tank" in row.carrier) == needs_tank


def test_exchange_way_of_heat_goes_through_a_pipe():
    heat = {"resource": "heat", "material": "low_temperature_heat"}

    exchange = way_for(make_coordinator(is_lead=True), make_offer(**heat), make_need(**heat))

    assert exchange.by_pipe
    assert exchange.freight == []
    assert exchange.way.pipe_text
    assert exchange.drawing is None


@pytest.mark.parametrize("resource", ["storage", "premises"])
def test_exchange_way_to_what_is_used_where_it_is_has_no_freight(resource):
    room = {"resource": resource, "material": {"storage": "cold_storage", "premises": "food_premises"}[resource]}

    exchange = way_for(make_coordinator(is_lead=True), make_offer(**room), make_need(site=verdal(), **room))

    assert exchange.way.kilometres_text
    assert exchange.freight == []


def test_exchange_way_of_what_does_not_travel_or_has_no_place_is_none():
    skill = {"resource": "competence"}

    assert way_for(make_coordinator(is_lead=True), make_offer(**skill), make_need(**skill)) is None
    assert way_for(make_user(), make_offer(shown_area=""), make_need()) is None
