"""The map of the region as data for an SVG: paths with class names, labels, and where points lie.

Nothing here is a sentence or a colour: a template draws the paths, the stylesheet colours them.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import shapely

from geo.map_layers import LAYERS, ROAD_STYLES, load_basemap, road_shapes
from geo.map_names import TOWN_SIDES, town_class
from geo.map_records import Frame, MapArc, MapLabel, MapPath, MapPoint, MapView
from geo.places import load_gazetteer

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
]

# What is shown wherever the map is.
CREDITS = ("Natural Earth", "Kartverket, CC BY 4.0", "GeoNames, CC BY 4.0")

ROAD_CREDIT = "ETISplus, CC BY 4.0"

# A bend of less than this many units of the drawing cannot be seen.
_INVISIBLE = 0.4

# Both regions to their last corner, with a margin.
REGION = Frame(west=7.4, south=61.4, east=17.6, north=65.5)


@cache
def draw_map(frame: Frame = REGION, *, with_roads: bool = False) -> MapView:
    """Return the map of a frame: land, lakes, borders, the names of towns, and the roads if wanted."""
    shapes = {f"map-{name.replace('_', '-')}": shape for name, shape in load_basemap().items()}
    order = [f"map-{name.replace('_', '-')}" for name in LAYERS]
    if with_roads:
        shapes |= road_shapes()
        order[-1:-1] = ROAD_STYLES  # the national border stays on top
    lines = ((css, _path_line(shapes[css], frame=frame)) for css in order)
    paths = tuple(MapPath(css=css, line=line) for css, line in lines if line)
    credits = (*CREDITS, ROAD_CREDIT) if with_roads else CREDITS
    return MapView(frame=frame, paths=paths, labels=tuple(_town_labels(frame)), credits=credits)


def _path_line(shape: Any, *, frame: Frame) -> str:
    """Return a geometry in degrees as the line of a path, cut to the frame."""
    # A little more than the frame, so that the cut itself is never stroked.
    window = shapely.box(frame.west - 0.2, frame.south - 0.2, frame.east + 0.2, frame.north + 0.2)
    cut = shapely.intersection(shapely.make_valid(shape), window)
    drawn = shapely.transform(cut, lambda points: frame.project(points[:, ::-1]))
    drawn = drawn.simplify(_INVISIBLE)
    return "".join(_part_line(part) for part in shapely.get_parts(drawn) if not part.is_empty)


def _part_line(part: Any) -> str:
    if part.geom_type == "Polygon":
        rings = [part.exterior, *part.interiors]
        return "".join(_points_line(ring.coords[:-1]) + "Z" for ring in rings)
    return _points_line(part.coords) if part.geom_type == "LineString" else ""


def _points_line(points: Sequence[Sequence[float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, *_ in points)


def _town_labels(frame: Frame) -> Iterator[MapLabel]:
    localities = load_gazetteer().localities
    for code, anchor in TOWN_SIDES.items():
        town = localities[code]
        if frame.contains(town.latitude, town.longitude):
            x, y = frame.project(np.array([[town.latitude, town.longitude]]))[0]
            at = {"x": round(float(x), 1), "y": round(float(y), 1)}
            yield MapLabel(text=town.name, css=town_class(town), anchor=anchor, **at)
