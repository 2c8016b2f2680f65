from datetime import date

import numpy as np
import pytest

from geo.places import find_place
from geo.road_tables import Vehicle, Winter, load_nodes
from geo.roads import RoadDistances
from geo.routes import ERROR_PCT_FLOOR, Point, find_route, straight_leg

SUMMER, WINTER = date(2026, 7, 1), date(2027, 1, 15)
NODES = {node.code: (node.latitude, node.longitude) for node in load_nodes()}


def point(name: str) -> Point:
    place = find_place(name)
    return place.latitude, place.longitude


def test_find_route_over_the_border_names_crossing_and_roads() -> None:
    leg = find_route(point("Östersund"), point("Trondheim"))

    assert (round(leg.km), leg.method) == (262, "road_graph")
    assert leg.border_crossings == ("Storlien/Teveldalen",)
    assert leg.roads == ("E14", "E6", "Rv706")
    assert leg.crosses_border
    assert {closure.winter for closure in leg.closures} == {Winter.MOUNTAIN}


def test_find_route_inside_a_country_crosses_no_border() -> None:
    leg = find_route(point("Östersund"), point("Sveg"))

    assert not leg.crosses_border
    assert leg.closures == ()


def test_find_route_agrees_with_the_many_to_many_distances() -> None:
    names = ["Östersund", "Leka", "Lofsdalen", "Fillan", "Gäddede", "Meråker", "Björnänge"]
    points = np.array([point(name) for name in names])
    km, minutes = RoadDistances(SUMMER, vehicle=Vehicle.CAR).km_and_minutes(points, points)

    for row, start in enumerate(names):
        for column, end in enumerate(names):
            leg = find_route(point(start), point(end), on=SUMMER, vehicle=Vehicle.CAR)
            assert (leg.km, leg.minutes) == pytest.approx((km[row, column], minutes[row, column]))


def test_find_route_counts_the_minutes_of_ferries() -> None:
    leg = find_route(point("Rissa"), point("Trondheim"))

    assert leg.ferry_minutes == 35
    assert leg.minutes > leg.ferry_minutes


def test_find_route_warns_of_a_road_that_winter_closes_later() -> None:
    leg = find_route(NODES["gaddede"], NODES["klimpfjall"], on=SUMMER)

    closed = [closure for closure in leg.closures if closure.winter == Winter.CLOSED]
    assert [(closure.closed_from, closure.closed_to, closure.is_avoided) for closure in closed] == [
        ((10, 15), (6, 5), False)
    ]
    assert leg.detour_km == 0


@pytest.mark.parametrize("day", [WINTER, None])
def test_find_route_says_what_it_drives_around_and_what_that_costs(day: date | None) -> None:
    leg = find_route(NODES["gaddede"], NODES["klimpfjall"], on=day)

    assert leg.detour_km == pytest.approx(378 - 106)
    assert [closure.is_avoided for closure in leg.closures if closure.winter == Winter.CLOSED] == [True]


def test_find_route_draws_a_line_from_end_to_end() -> None:
    leg = find_route(point("Östersund"), point("Trondheim"))

    assert (leg.line[0], leg.line[-1]) == (point("Östersund"), point("Trondheim"))
    assert len(leg.line) > 10


def test_find_route_is_surer_of_main_roads_than_of_minor_ones() -> None:
    main = find_route(point("Trondheim"), point("Meråker"))
    minor = find_route(point("Snåsa"), point("Valsjöbyn"))

    assert ERROR_PCT_FLOOR <= main.error_pct < minor.error_pct
    assert minor.km_low < minor.km < minor.km_high


def test_find_route_between_points_on_one_road_follows_it() -> None:
    near_stromsund, near_hoting = (63.93, 15.72), (64.03, 15.99)

    leg = find_route(near_stromsund, near_hoting)

    assert leg.roads == ("E45",)
    assert 17 < leg.km < 25


def test_find_route_to_where_one_stands_is_nothing() -> None:
    leg = find_route(point("Åre"), point("Åre"))

    assert (leg.km, leg.minutes, leg.ferry_minutes) == (0, 0, 0)


def test_find_route_outside_the_graph_is_the_straight_line() -> None:
    leg = find_route((59.33, 18.07), point("Östersund"))

    assert leg == straight_leg((59.33, 18.07), point("Östersund"))
    assert leg.method == "straight_line"
    assert leg.error_pct > 30


def test_straight_leg_refuses_an_unknown_point() -> None:
    with pytest.raises(ValueError, match="latitude and a longitude"):
        straight_leg((float("nan"), 14.0), point("Åre"))
