import gzip
import json

import shapely

from geo.map_features import map_features
from geo.mapview import LAYERS, ROAD_STYLES, draw_map
from geo.places import load_gazetteer


def test_map_features_have_the_classes_of_the_drawn_map_from_the_bottom_up() -> None:
    classes = [feature["properties"]["css"] for feature in json.loads(map_features())["features"]]

    base = [f"map-{layer.replace('_', '-')}" for layer in LAYERS]
    assert classes[: len(base) + len(ROAD_STYLES)] == [*base, *ROAD_STYLES]
    assert {path.css for path in draw_map(with_roads=True).paths} <= set(classes)


def test_map_features_name_every_municipality_and_town() -> None:
    features = json.loads(map_features())["features"]

    municipalities = {row["properties"]["code"] for row in features if row["properties"]["css"] == "map-municipality"}
    towns = {row["properties"]["name"] for row in features if row["properties"]["css"].startswith("map-town")}
    assert municipalities == set(load_gazetteer().municipalities)
    assert towns == {label.text for label in draw_map().labels}


def test_map_features_are_sound_geojson_with_credits() -> None:
    collection = json.loads(map_features())

    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in collection["features"]]
    assert all(shapely.is_valid(shape) and not shapely.is_empty(shape) for shape in shapes)
    assert collection["credits"] == list(draw_map(with_roads=True).credits)


def test_map_features_are_small_enough_to_send() -> None:
    assert len(gzip.compress(map_features().encode())) < 60_000
