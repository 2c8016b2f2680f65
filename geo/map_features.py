"""The map as GeoJSON, for a map that people can move: the same layers and classes as the drawn one, and more names."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import shapely

from geo.map_layers import LAYERS, ROAD_STYLES, road_shapes
from geo.map_names import MapName, map_names
from geo.mapview import CREDITS, ROAD_CREDIT
from geo.tables import DATA


@cache
def map_features() -> str:
    """Return the map as GeoJSON text.

    Every feature has a `css` property, the class that the drawn map uses too. Points have a `name` and the
    `zoom` from which on it is shown, the most important first; municipalities also their `code`. `bbox` is
    what is drawn, `credits` what must be shown beside the map.
    """
    base = json.loads((DATA / "basemap.json").read_text(encoding="utf-8"))
    geometries = {feature["properties"]["layer"]: feature["geometry"] for feature in base["features"]}
    layers = [_feature(geometries[layer], css=f"map-{layer.replace('_', '-')}") for layer in LAYERS]
    layers[-1:-1] = _road_features()  # the national border stays on top
    collection = {
        "type": "FeatureCollection",
        "bbox": base["bbox"],
        "credits": [*CREDITS, ROAD_CREDIT],
        "features": [*layers, *(_name_feature(name) for name in map_names())],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))


def _road_features() -> Iterator[dict[str, Any]]:
    shapes = road_shapes()
    for css in ROAD_STYLES:
        yield _feature(json.loads(shapely.to_geojson(shapes[css])), css=css)


def _name_feature(name: MapName) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(name.longitude, 3), round(name.latitude, 3)]}
    code = {"code": name.code} if name.code else {}
    return _feature(point, css=name.css, name=name.text, zoom=name.zoom, **code)


def _feature(geometry: dict[str, Any], **properties: str | float) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}
