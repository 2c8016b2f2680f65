"""What a map is made of: its frame, paths, names, and the caller's things on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.distance import Floats
from geo.projection import mercator


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
    """A line between things of the caller's, as a `<path>` line."""

    key: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """Everything a template needs to draw the map."""

    frame: Frame
    paths: tuple[MapPath, ...]
    labels: tuple[MapLabel, ...]
    credits: tuple[str, ...]

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

    def route(self, key: str, *, points: Sequence[tuple[float, float]]) -> MapArc:
        """Return a line through points (latitude, longitude), such as those of a `Leg`."""
        drawn = self.frame.project(np.array(points))
        return MapArc(key=key, line="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn))

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
