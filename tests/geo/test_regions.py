import csv
from pathlib import Path

import pytest
import shapely

from geo.map_layers import load_basemap
from geo.outlines import load_outlines, make_outlines
from geo.places import PlaceError, load_gazetteer
from geo.regions import find_municipality


def test_find_municipality_knows_every_place() -> None:
    gazetteer = load_gazetteer()

    for place in gazetteer.localities.values():
        found = find_municipality(place.latitude, place.longitude).municipality
        assert found.code == place.municipality, place.name


def test_find_municipality_is_exact_in_norway_and_a_guess_in_sweden() -> None:
    assert find_municipality(63.0555, 9.2115).is_exact  # Rindal
    assert not find_municipality(63.1792, 14.6357).is_exact  # Östersund


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (63.3167, 12.1000, "SE-2321"),  # Storlien, 3 km from the border
        (63.3369, 12.0450, "NO-5034"),  # Teveldalen, across it
        (64.5040, 14.1500, "SE-2313"),  # Gäddede
        (64.4750, 14.0000, "NO-5042"),  # Murusjøen, across the border
        (62.5980, 12.1780, "SE-2361"),  # Fjällnäs
        (62.6336, 12.0000, "NO-5025"),  # Vauldalen
    ],
)
def test_find_municipality_tells_the_countries_apart_at_the_border(
    latitude: float, longitude: float, code: str
) -> None:
    assert find_municipality(latitude, longitude).municipality.code == code


def test_find_municipality_takes_a_quay_for_the_land_beside_it() -> None:
    found = find_municipality(63.47, 10.35)  # in the fjord off Trondheim

    assert (found.municipality.code, found.is_exact) == ("NO-5001", False)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(59.33, 18.07), (62.39, 17.31), (65.84, 13.19), (62.28, 10.78), (64.62, 16.66), (64.5, 8.0), (63.11, 7.73)],
    ids=["Stockholm", "Sundsvall", "Mosjøen", "Tynset", "Vilhelmina", "the sea", "Kristiansund"],
)
def test_find_municipality_refuses_what_lies_outside(latitude: float, longitude: float) -> None:
    with pytest.raises(PlaceError, match="outside_region"):
        find_municipality(latitude, longitude)


def test_outlines_are_sound_and_do_not_overlap() -> None:
    shapes = load_outlines().shapes

    assert len(shapes) == 38
    assert shapely.is_valid(shapes).all()
    assert sum(shapely.area(shapes)) == pytest.approx(shapely.union_all(shapes).area, rel=1e-4)


def test_outlines_hold_the_seats() -> None:
    outlines = load_outlines()

    for code, shape in zip(outlines.codes, outlines.shapes, strict=True):
        seat = load_gazetteer().municipalities[code]
        assert shape.distance(shapely.Point(seat.longitude, seat.latitude)) < 0.02, seat.name


def test_make_outlines_refuses_a_file_without_one_of_ours() -> None:
    with pytest.raises(ValueError, match="No borders for NO-5001"):
        make_outlines({"features": []})


def test_find_municipality_agrees_with_the_reference_nodes(reference: Path) -> None:
    with (reference / "roads" / "nodes.csv").open(encoding="utf-8", newline="") as lines:
        nodes = [row for row in csv.DictReader(lines) if row["region"] in ("NO-50", "SE-Z")]

    for node in nodes:
        found = find_municipality(float(node["lat"]), float(node["lon"])).municipality
        assert found.code == f"{node['country']}-{node['municipality_code']}", node["name"]
    assert len(nodes) > 150


def test_outlines_hold_the_interior_points_of_the_reference(reference: Path) -> None:
    with (reference / "municipalities.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["interior_lat"]]
    land = load_basemap()["land"]

    on_land = 0  # the reference counts the sea in, and some of its points lie there
    for row in rows:
        latitude, longitude = float(row["interior_lat"]), float(row["interior_lon"])
        if land.contains(shapely.Point(longitude, latitude)):
            assert find_municipality(latitude, longitude).municipality.code == f"NO-{row['code']}", row["name"]
            on_land += 1
    assert on_land >= 25
