"""The map as GeoJSON, for a map that people can move: the same layers, classes and towns as the drawn one."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import shapely

from geo.mapview import CREDITS, LAYERS, ROAD_CREDIT, ROAD_STYLES, road_shapes, town_names
from geo.places import load_gazetteer
from geo.tables import DATA


@cache
def map_features() -> str:
    """Return the map as GeoJSON text.

    Every feature has a `css` property, the class that the drawn map uses too; towns and municipalities
    have a `name`, and municipalities their `code`. `credits` says what must be shown beside the map.
    """
    features = [*_base_features(), *_road_features(), *_municipality_features(), *_town_features()]
    collection = {"type": "FeatureCollection", "credits": [*CREDITS, ROAD_CREDIT], "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))


def _base_features() -> Iterator[dict[str, Any]]:
    """Yield land, lakes and borders as the file has them, from the bottom up."""
    collection = json.loads((DATA / "basemap.json").read_text(encoding="utf-8"))
    geometries = {feature["properties"]["layer"]: feature["geometry"] for feature in collection["features"]}
    for layer in LAYERS:
        yield _feature(geometries[layer], css=f"map-{layer.replace('_', '-')}")


def _road_features() -> Iterator[dict[str, Any]]:
    shapes = road_shapes()
    for css in ROAD_STYLES:
        yield _feature(json.loads(shapely.to_geojson(shapes[css])), css=css)


def _municipality_features() -> Iterator[dict[str, Any]]:
    """Yield a point with the name of each municipality, at its seat."""
    for municipality in load_gazetteer().municipalities.values():
        yield _feature(
            _point(municipality.latitude, municipality.longitude),
            css="map-municipality",
            name=municipality.full_name,
            code=municipality.code,
        )


def _town_features() -> Iterator[dict[str, Any]]:
    for town, css in town_names():
        yield _feature(_point(town.latitude, town.longitude), css=css, name=town.name)


def _point(latitude: float, longitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(longitude, 4), round(latitude, 4)]}


def _feature(geometry: dict[str, Any], **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}
