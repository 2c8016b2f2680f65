import gzip
import json

import shapely

from geo.map_features import map_features
from geo.mapview import draw_map
from geo.places import load_gazetteer


def test_map_features_have_the_classes_of_the_drawn_map_from_the_bottom_up() -> None:
    classes = [feature["properties"]["css"] for feature in json.loads(map_features())["features"]]

    drawn = [path.css for path in draw_map(with_roads=True).paths]
    assert classes[: len(drawn)] == drawn


def test_map_features_name_every_place_the_most_important_first() -> None:
    rows = [feature["properties"] for feature in json.loads(map_features())["features"]]

    names = [(row["name"], row["zoom"]) for row in rows if "name" in row]
    assert {name for name, _zoom in names} >= {place.name for place in load_gazetteer().localities.values()}
    assert {row["code"] for row in rows if "code" in row} == set(load_gazetteer().municipalities)
    assert [zoom for _name, zoom in names] == sorted(zoom for _name, zoom in names)
    assert [name for name, _zoom in names[:2]] == ["Trondheim", "Östersund"]


def test_map_features_are_sound_geojson_with_credits() -> None:
    collection = json.loads(map_features())

    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in collection["features"]]
    assert all(shapely.is_valid(shape) and not shapely.is_empty(shape) for shape in shapes)
    assert collection["credits"] == list(draw_map(with_roads=True).credits)


def test_map_features_are_small_enough_to_send() -> None:
    assert len(gzip.compress(map_features().encode())) < 60_000
