import re

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.map_layers import LAYERS, ROAD_STYLES, load_basemap
from geo.mapview import REGION, Frame, draw_map
from geo.places import load_gazetteer
from geo.road_tables import load_segments
from geo.tables import DATA

OSTERSUND, TRONDHEIM = (63.1792, 14.63566), (63.43049, 10.39506)


def test_draw_map_draws_every_layer_from_the_bottom_up() -> None:
    view = draw_map()

    assert [path.css for path in view.paths] == [f"map-{layer.replace('_', '-')}" for layer in LAYERS]
    assert all(re.fullmatch(r"(M[-\d. L]+Z?)+", path.line) for path in view.paths)


def test_draw_map_is_small_enough_for_a_page() -> None:
    assert sum(len(path.line) for path in draw_map().paths) < 70_000


def test_draw_map_keeps_labels_inside_the_drawing() -> None:
    view = draw_map()

    assert {"Östersund", "Trondheim"} <= {label.text for label in view.labels}
    assert all(0 < label.x < view.frame.width and 0 < label.y < view.height for label in view.labels)


def test_frame_project_puts_west_left_and_north_up() -> None:
    trondheim, ostersund = REGION.project(np.array([TRONDHEIM, OSTERSUND]))

    assert trondheim[0] < ostersund[0]
    assert trondheim[1] < ostersund[1]


def test_frame_project_puts_the_corners_in_the_corners() -> None:
    corners = REGION.project(np.array([[REGION.north, REGION.west], [REGION.south, REGION.east]]))

    assert corners.tolist() == [[0, 0], [pytest.approx(REGION.width), pytest.approx(REGION.height)]]


@given(st.floats(min_value=61.5, max_value=65.4), st.floats(min_value=7.5, max_value=17.5))
def test_frame_project_keeps_the_shape_of_small_things(latitude: float, longitude: float) -> None:
    step = 0.001
    here, north, east = REGION.project(
        np.array(
            [
                (latitude, longitude),
                (latitude + step * np.cos(np.radians(latitude)), longitude),
                (latitude, longitude + step),
            ]
        )
    )

    assert here[1] - north[1] == pytest.approx(east[0] - here[0], rel=1e-3)


def test_region_frame_holds_every_place() -> None:
    localities = load_gazetteer().localities.values()

    assert all(REGION.contains(locality.latitude, locality.longitude) for locality in localities)


def test_place_points_leaves_out_what_lies_outside() -> None:
    points = draw_map().place_points({"here": OSTERSUND, "stockholm": (59.33, 18.07)})

    assert [point.key for point in points] == ["here"]


def test_place_points_parts_what_lies_on_one_spot() -> None:
    points = draw_map().place_points(dict.fromkeys("abcdef", OSTERSUND))

    spots = np.array([(point.x, point.y) for point in points])
    gaps = np.linalg.norm(spots[:, None] - spots[None], axis=2)[~np.eye(len(spots), dtype=bool)]
    assert spots[0] == pytest.approx(REGION.project(np.array([OSTERSUND]))[0], abs=0.1)
    assert gaps.min() > 7


def test_arc_bends_apart_for_the_way_back() -> None:
    view = draw_map()

    there = view.arc("there", start=OSTERSUND, end=TRONDHEIM)
    back = view.arc("back", start=TRONDHEIM, end=OSTERSUND)

    assert re.fullmatch(r"M[-\d.]+ [-\d.]+Q[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+", there.line)
    assert there.line.split("Q")[1].split()[:2] != back.line.split("Q")[1].split()[:2]


def test_basemap_file_is_small_enough_to_send() -> None:
    assert (DATA / "basemap.json").stat().st_size <= 150_000


def test_load_basemap_has_sound_shapes() -> None:
    assert all(shapely.is_valid(shape) for shape in load_basemap().values())


def test_load_basemap_puts_villages_on_the_land_of_their_region() -> None:
    layers = load_basemap()

    astray = {}
    for code, village in load_gazetteer().localities.items():
        point = shapely.Point(village.longitude, village.latitude)
        astray[code] = float(shapely.distance(layers[f"region_{code[:2].lower()}"], point))

    # Natural Earth is generalised: harbours lie up to 2 km out at sea.
    assert {code for code, degrees in astray.items() if degrees > 0.02} == set()


def test_draw_map_of_another_frame_is_cut_to_it() -> None:
    frame = Frame(west=14.0, south=63.0, east=15.0, north=63.4, width=400)

    view = draw_map(frame)

    assert [label.text for label in view.labels] == ["Östersund"]
    assert view.view_box.startswith("0 0 400 ")


def test_draw_map_of_a_frame_without_some_layers_draws_none_of_them() -> None:
    inland = Frame(west=14.9, south=62.9, east=15.4, north=63.1)

    view = draw_map(inland, with_roads=True)

    assert "map-country-border" not in {path.css for path in view.paths}
    assert all(re.fullmatch(r"(M[-\d.]+ [-\d.L ]+Z?)+", path.line) for path in view.paths)


def test_draw_map_with_roads_draws_them_under_the_border_and_credits_them() -> None:
    plain, view = draw_map(), draw_map(with_roads=True)

    added = [path.css for path in view.paths if path not in plain.paths]
    assert added == list(ROAD_STYLES)
    assert view.paths[-1].css == "map-country-border"
    assert all(path.line for path in view.paths)
    assert set(view.credits) - set(plain.credits) == {"ETISplus, CC BY 4.0"}


def test_draw_map_draws_each_road_once() -> None:
    everywhere = Frame(west=5, south=60, east=20, north=67)

    drawn = sum(path.line.count("M") for path in draw_map(everywhere, with_roads=True).paths if path.css in ROAD_STYLES)

    assert drawn == len(load_segments())


def test_route_runs_through_its_points() -> None:
    line = draw_map().route("1", points=[TRONDHEIM, OSTERSUND]).line

    ends = REGION.project(np.array([TRONDHEIM, OSTERSUND]))
    assert line == f"M{ends[0, 0]:.1f} {ends[0, 1]:.1f}L{ends[1, 0]:.1f} {ends[1, 1]:.1f}"
