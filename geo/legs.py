"""The record of a way from one point to another."""

from dataclasses import dataclass

from geo.road_tables import MonthDay, Winter

Point = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A stretch that winter closes or hinders, on the way or on the way that it would otherwise be."""

    winter: Winter
    road: str
    start: str  # names of the nodes
    end: str
    closed_from: MonthDay | None
    closed_to: MonthDay | None
    is_avoided: bool  # closed on that day, and driven around


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A way from one point to another.

    km, minutes: of driving and of ferries; minutes hold the mean wait for a ferry, but no breaks.
    method: road_graph, straight_line, or what a routing server is called.
    border_crossings: names of the crossings. roads: E and Rv numbers in the order passed.
    error_pct: half the width of the range that holds nine in ten, in percent of `km`.
    detour_km: how much longer it is than with every road open.
    line: the points passed, for drawing; straight from node to node, so it is no driven route.
    """

    km: float
    minutes: float
    method: str
    error_pct: float
    ferry_minutes: float = 0.0
    ferries: int = 0
    border_crossings: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    closures: tuple[Closure, ...] = ()
    detour_km: float = 0.0
    line: tuple[Point, ...] = ()

    @property
    def crosses_border(self) -> bool:
        return bool(self.border_crossings)

    @property
    def km_low(self) -> float:
        return self.km * (1 - self.error_pct / 100)

    @property
    def km_high(self) -> float:
        return self.km * (1 + self.error_pct / 100)
