"""The map of the region as data for an SVG: paths with class names, labels, and where points lie.

Nothing here is a sentence or a colour: a template draws the paths, the stylesheet colours them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely

from geo.distance import Floats
from geo.places import load_gazetteer
from geo.projection import mercator
from geo.tables import DATA

# What is shown wherever the map is.
CREDITS = ("Natural Earth", "GeoNames, CC BY 4.0")

# Drawn from the bottom up.
LAYERS = ("land", "region_se", "region_no", "lake", "county_border", "country_border")

# A bend of less than this many units of the drawing cannot be seen.
_INVISIBLE = 0.4

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The window of a map in degrees and how wide it is drawn; Web Mercator, so north is up."""

    west: float
    south: float
    east: float
    north: float
    width: float = 1000.0

    @property
    def height(self) -> float:
        return float(self.project(np.array([[self.south, self.east]]))[0, 1])

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width:.0f} {self.height:.0f}"

    def project(self, points: Floats) -> Floats:
        """Return x and y, shape (n, 2), of points (latitude, longitude): x to the right, y down."""
        scale = self.width / (self.east - self.west)
        left, top = mercator(np.array([[self.north, self.west]]))[0]
        drawn: Floats = (mercator(points) - (left, top)) * (scale, -scale)
        return drawn

    def contains(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


# Both regions to their last corner, with a margin.
REGION = Frame(west=7.4, south=61.4, east=17.6, north=65.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPath:
    """One `<path>`: the class that the stylesheet knows, and its line."""

    css: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLabel:
    """One name on the map: its dot, and which end of the text lies beside it."""

    text: str
    css: str
    x: float
    y: float
    anchor: str  # as in SVG: start runs to the right of the point, end stands to its left


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """Something of the caller's on the map."""

    key: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArc:
    """A bent line between two things of the caller's, as a `<path>` line."""

    key: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """Everything a template needs to draw the map."""

    frame: Frame
    paths: tuple[MapPath, ...]
    labels: tuple[MapLabel, ...]
    credits: tuple[str, ...] = CREDITS

    @property
    def view_box(self) -> str:
        return self.frame.view_box

    @property
    def height(self) -> float:
        return self.frame.height

    def place_points(self, points: Mapping[str, tuple[float, float]]) -> tuple[MapPoint, ...]:
        """Return where points (latitude, longitude) lie on the map, without those outside it.

        Points that coincide, as coarse positions do, are set on a small spiral around their place.
        """
        inside = {key: point for key, point in points.items() if self.frame.contains(*point)}
        taken: dict[tuple[float, float], int] = {}
        placed = []
        for key, point in inside.items():
            turn = taken[point] = taken.get(point, -1) + 1
            x, y = self.frame.project(np.array([point]))[0] + _spiral(turn)
            placed.append(MapPoint(key=key, x=round(float(x), 1), y=round(float(y), 1)))
        return tuple(placed)

    def arc(self, key: str, *, start: tuple[float, float], end: tuple[float, float]) -> MapArc:
        """Return a line from start to end (latitude, longitude), bent to the left so that both ways differ."""
        first, last = self.frame.project(np.array([start, end]))
        along = last - first
        bend = (first + last) / 2 + 0.18 * np.array([along[1], -along[0]])
        line = "M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*first, *bend, *last)
        return MapArc(key=key, line=line)


def _spiral(turn: int, *, step: float = 9.0) -> Floats:
    """Return the offset of the n-th thing on one spot: sunflower seeds, equally dense (Vogel 1979)."""
    radius, angle = step * np.sqrt(turn), turn * np.pi * (3 - np.sqrt(5))
    return np.array([radius * np.cos(angle), radius * np.sin(angle)])


@cache
def draw_map(frame: Frame = REGION) -> MapView:
    """Return the map of a frame: land, lakes, borders and the names of towns."""
    layers = load_basemap()
    paths = tuple(
        MapPath(css=f"map-{name.replace('_', '-')}", line=_path_line(layers[name], frame=frame)) for name in LAYERS
    )
    return MapView(frame=frame, paths=paths, labels=tuple(_town_labels(frame)))


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


def _town_labels(frame: Frame) -> Iterator[MapLabel]:
    gazetteer = load_gazetteer()
    for code, anchor in _TOWNS.items():
        town = gazetteer.localities[code]
        if frame.contains(town.latitude, town.longitude):
            x, y = frame.project(np.array([[town.latitude, town.longitude]]))[0]
            size = "large" if (town.population or 0) > 40_000 else "small"
            yield MapLabel(
                text=town.name, css=f"map-town-{size}", x=round(float(x), 1), y=round(float(y), 1), anchor=anchor
            )
