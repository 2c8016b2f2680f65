"""The map of the region as data for an SVG: paths with class names, labels, and where points lie.

Nothing here is a sentence or a colour: a template draws the paths, the stylesheet colours them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely

from geo.map_records import Frame, MapArc, MapLabel, MapPath, MapPoint, MapView
from geo.place_records import Locality
from geo.places import load_gazetteer
from geo.road_tables import RoadSegment, Winter, load_nodes, load_segments
from geo.tables import DATA

__all__ = [
    "CREDITS",
    "REGION",
    "Frame",
    "MapArc",
    "MapLabel",
    "MapPath",
    "MapPoint",
    "MapView",
    "draw_map",
    "load_basemap",
]

# What is shown wherever the map is.
CREDITS = ("Natural Earth", "Kartverket, CC BY 4.0", "GeoNames, CC BY 4.0")

ROAD_CREDIT = "ETISplus, CC BY 4.0"

# Roads and ferries are drawn straight from node to node, the lesser ones below.
ROAD_STYLES = ("map-road-minor", "map-road-winter", "map-ferry", "map-road-primary", "map-road-main")

# Drawn from the bottom up.
LAYERS = ("land", "region_se", "region_no", "lake", "county_border", "country_border")

# A bend of less than this many units of the drawing cannot be seen.
_INVISIBLE = 0.4

# Both regions to their last corner, with a margin.
REGION = Frame(west=7.4, south=61.4, east=17.6, north=65.5)

# The towns that a reader finds the way by, and on which side of its dot each name has room.
_TOWNS = MappingProxyType(
    {
        "SE-ostersund": "start",
        "SE-stromsund": "start",
        "SE-are": "start",
        "SE-sveg": "start",
        "SE-funasdalen": "start",
        "SE-gaddede": "start",
        "SE-bracke": "start",
        "SE-hammarstrand": "start",
        "NO-trondheim": "start",
        "NO-steinkjer": "start",
        "NO-namsos": "end",
        "NO-roros": "end",
        "NO-oppdal": "end",
        "NO-orkanger": "end",
        "NO-rorvik": "end",
        "NO-grong": "start",
        "NO-sistranda": "end",
        "NO-levanger": "start",
    }
)


@cache
def draw_map(frame: Frame = REGION, *, with_roads: bool = False) -> MapView:
    """Return the map of a frame: land, lakes, borders, the names of towns, and the roads if wanted."""
    shapes = {f"map-{name.replace('_', '-')}": shape for name, shape in load_basemap().items()}
    order = [f"map-{name.replace('_', '-')}" for name in LAYERS]
    if with_roads:
        shapes |= road_shapes()
        order[-1:-1] = ROAD_STYLES  # the national border stays on top
    paths = tuple(MapPath(css=css, line=_path_line(shapes[css], frame=frame)) for css in order)
    credits = (*CREDITS, ROAD_CREDIT) if with_roads else CREDITS
    return MapView(frame=frame, paths=paths, labels=tuple(_town_labels(frame)), credits=credits)


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


def _path_line(shape: Any, *, frame: Frame) -> str:
    """Return a geometry in degrees as the line of a path, cut to the frame."""
    # A little more than the frame, so that the cut itself is never stroked.
    window = shapely.box(frame.west - 0.2, frame.south - 0.2, frame.east + 0.2, frame.north + 0.2)
    cut = shapely.intersection(shapely.make_valid(shape), window)
    drawn = shapely.transform(cut, lambda points: frame.project(points[:, ::-1]))
    drawn = drawn.simplify(_INVISIBLE)
    return "".join(_part_line(part) for part in shapely.get_parts(drawn))


def _part_line(part: Any) -> str:
    if part.geom_type == "Polygon":
        rings = [part.exterior, *part.interiors]
        return "".join(_points_line(ring.coords[:-1]) + "Z" for ring in rings)
    return _points_line(part.coords) if part.geom_type == "LineString" else ""


def _points_line(points: Sequence[Sequence[float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, *_ in points)


def town_names() -> Iterator[tuple[Locality, str]]:
    """Yield the towns that the map names, each with the class of its name."""
    localities = load_gazetteer().localities
    for code in _TOWNS:
        size = "large" if (localities[code].population or 0) > 40_000 else "small"
        yield localities[code], f"map-town-{size}"


def _town_labels(frame: Frame) -> Iterator[MapLabel]:
    for town, css in town_names():
        if frame.contains(town.latitude, town.longitude):
            x, y = frame.project(np.array([[town.latitude, town.longitude]]))[0]
            yield MapLabel(
                text=town.name, css=css, x=round(float(x), 1), y=round(float(y), 1), anchor=_TOWNS[town.code]
            )
