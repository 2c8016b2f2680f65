"""What the map is made of, as geometries in degrees (longitude, latitude): land, waters, borders, roads."""

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import shapely

from geo.road_tables import RoadSegment, Winter, load_nodes, load_segments
from geo.tables import DATA

# Drawn from the bottom up.
LAYERS = ("land", "region_se", "region_no", "lake", "county_border", "country_border")

# Roads and ferries are drawn straight from node to node, the lesser ones below.
ROAD_STYLES = ("map-road-minor", "map-road-winter", "map-ferry", "map-road-primary", "map-road-main")


def road_shapes() -> dict[str, Any]:
    """Return the roads of the graph by class of path, as geometries in degrees (longitude, latitude)."""
    points = {node.code: (node.longitude, node.latitude) for node in load_nodes()}
    lines: dict[str, list[list[tuple[float, float]]]] = {style: [] for style in ROAD_STYLES}
    for segment in load_segments():
        lines[_road_style(segment)].append([points[segment.start], points[segment.end]])
    return {style: shapely.MultiLineString(parts) for style, parts in lines.items()}


def _road_style(segment: RoadSegment) -> str:
    if segment.is_ferry:
        return "map-ferry"
    if segment.winter in (Winter.CLOSED, Winter.WEATHER_CLOSURES):
        return "map-road-winter"
    if segment.road_class in ("motorway_trunk", "e_road"):
        return "map-road-main"
    return "map-road-primary" if segment.road_class == "primary" else "map-road-minor"


@cache
def load_basemap() -> Mapping[str, Any]:
    """Return the layers of the base map as shapely geometries in degrees (longitude, latitude)."""
    collection = json.loads((DATA / "basemap.json").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            feature["properties"]["layer"]: shapely.from_geojson(json.dumps(feature["geometry"]))
            for feature in collection["features"]
        }
    )
