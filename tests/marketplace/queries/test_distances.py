"""How far it is, as ranges; what a load takes; the way on the map."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from geo.mapview import REGION
from geo.road_tables import Vehicle
from geo.transport_tables import LoadKind
from marketplace.queries.distance_cards import freight_table, way_card
from marketplace.queries.distances import MINUTES_ERROR_PCT, find_way, freight, way_map
from marketplace.queries.ends import find_end

WINTER, SUMMER = date(2027, 1, 15), date(2026, 7, 1)


def way(start, end, **facts):
    return find_way(find_end(start, viewer=AnonymousUser()), find_end(end, viewer=AnonymousUser()), **facts)


def test_find_way_tells_length_time_roads_and_border():
    found = way("Östersund", "Trondheim")

    assert found.km.low < 262 < found.km.high
    assert found.crow_km == pytest.approx(214.44, abs=0.01)
    assert "E14" in found.leg.roads
    assert found.leg.border_crossings == ("Storlien/Teveldalen",)
    assert found.minutes.high > found.minutes.default * (1 + MINUTES_ERROR_PCT / 100)


def test_find_way_is_wider_the_less_is_known_of_the_ends():
    points, places, areas = (
        way(*ends).km
        for ends in (
            ("63.3259, 14.4488", "63.7933, 11.4817"),
            ("Krokom", "Verdal"),
            ("north-western Jämtland", "northern Trøndelag"),
        )
    )

    assert points.high - points.low < places.high - places.low < areas.high - areas.low
    assert areas.high - areas.low > 200


def test_find_way_of_an_end_that_is_everywhere_is_never_below_zero():
    found = way("Krokom", "north-western Jämtland")

    assert found.km.low == 0
    assert found.minutes.low == 0


def test_find_way_goes_around_what_winter_closes_and_says_so():
    winter, summer = (way("Gäddede", "65.06, 14.80", on=day) for day in (WINTER, SUMMER))

    assert winter.leg.km > 3 * summer.leg.km
    closed, around = way_card(winter).closures[:2]
    assert "Stora Blåsjön–Klimpfjäll is closed on that day" in closed
    assert "October 15" in closed
    assert around == "The way around is about 270 km longer."
    assert "closed each winter" in way_card(summer).closures[0]


def test_find_way_is_faster_by_car():
    assert way("Åre", "Sveg", vehicle=Vehicle.CAR).minutes.default < way("Åre", "Sveg").minutes.default


def test_way_card_outside_of_the_road_map_says_that_the_line_is_straight():
    card = way_card(way("Åre", "59.33, 18.07"))

    assert card.is_guess
    assert card.method_text == "straight line × factor (outside of our road map)"


def test_way_card_tells_ferries_and_trains():
    assert "1 ferry" in way_card(way("Brekstad", "Hitra")).ferries_text
    assert "Östersund" in way_card(way("Östersund", "Trondheim")).rail_text
    assert way_card(way("Östersund", "Krokom")).rail_text == ""


def test_way_card_tells_of_pipes_only_where_one_could_lie():
    assert way_card(way("Östersund", "Krokom")).pipe_text
    assert way_card(way("Östersund", "Trondheim")).pipe_text == ""


def test_freight_is_a_range_in_both_currencies_that_grows_with_what_is_not_known():
    exact = freight(way("63.3259, 14.4488", "63.7933, 11.4817"), quantity_kg=20_000, kind=LoadKind.DRY_BULK)
    vague = freight(way("Krokom municipality", "Verdal"), quantity_kg=20_000, kind=LoadKind.DRY_BULK)

    assert [each.estimate.currency for each in exact] == ["SEK", "NOK"]
    for sharp, blurred in zip(exact, vague, strict=True):
        assert 0 < sharp.estimate.cost.low < sharp.estimate.cost.default < sharp.estimate.cost.high
        assert blurred.estimate.cost.high > sharp.estimate.cost.high
        assert sharp.per_tonne.default == pytest.approx(sharp.estimate.cost.default / 20)


def test_freight_takes_the_cheapest_vehicle_or_the_chosen_one():
    found = way("Östersund", "Sveg")

    chosen = freight(found, quantity_kg=800, kind=LoadKind.PIECE, carrier="van")
    cheapest = freight(found, quantity_kg=800, kind=LoadKind.PIECE)

    assert {each.estimate.vehicle for each in chosen} == {"van"}
    assert cheapest[0].estimate.cost.default <= chosen[0].estimate.cost.default


def test_freight_leaves_out_hauliers_whose_vehicles_may_not_go_there():
    at_home = freight(way("Östersund", "Sveg"), quantity_kg=40_000, kind=LoadKind.DRY_BULK, carrier="trailer_74")
    abroad = freight(way("Östersund", "Trondheim"), quantity_kg=40_000, kind=LoadKind.DRY_BULK, carrier="trailer_74")

    assert [each.country for each in at_home] == ["SE"]
    assert abroad == ()
    assert freight_table(abroad, tonnes=40) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [("Krokom", "Ås, Krokom"), ("Östersund", "Trondheim"), ("Hitra", "Sveg"), ("Gäddede", "Leka"), ("Åre", "Åre")],
)
def test_way_map_shows_both_ends_with_their_names(start, end):
    drawing = way_map(way(start, end))

    frame = drawing.map.frame
    names = [label.text for label in drawing.map.labels]
    for name in (start, end):
        place = find_end(name, viewer=AnonymousUser())
        assert frame.contains(*place.point)
        assert names.count(place.name.partition(",")[0]) >= 1
    assert drawing.arcs[0].line.startswith("M")


def test_way_map_lets_no_town_stand_on_the_name_of_an_end_or_half_outside():
    names = [label.text for label in way_map(way("Järpen", "Meråker")).map.labels]

    assert {"Järpen", "Meråker"} <= set(names)
    assert not {"Trondheim", "Östersund"} & set(names)


def test_way_map_comes_nearer_where_the_way_is_short():
    assert way_map(way("Krokom", "Ås, Krokom")).map.frame.east - way_map(way("Krokom", "Ås, Krokom")).map.frame.west < 3
    assert way_map(way("Hitra", "Hammarstrand")).map.frame == REGION


@pytest.mark.parametrize("outside", ["59.33, 18.07", "90, 0", "-90, -180"])
def test_way_map_of_points_outside_is_the_whole_region(outside):
    assert way_map(way("Åre", outside)).map.frame == REGION
