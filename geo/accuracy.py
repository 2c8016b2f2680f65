"""How far off the roads are: our distances against published ones that wrote no segment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from statistics import median

import numpy as np

from geo.distance import ROAD_FACTOR, Floats, straight_km_pairwise
from geo.legs import Leg, Point
from geo.places import find_place
from geo.road_tables import Vehicle, load_nodes
from geo.routes import find_route
from geo.tables import Row, read_table


class Basis(StrEnum):
    """What a published distance may prove (`data/evaluation/README.md`)."""

    SOURCED = "sourced"
    REMEMBERED = "remembered"
    USED = "used"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDistance:
    """What is told of the way between two places: the median of those who tell it, NaN where nobody does."""

    start: str
    end: str
    km: float
    minutes: float  # by car
    basis: Basis
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A published distance beside ours; the straight line without a factor."""

    published: PublishedDistance
    leg: Leg
    straight_km: float

    @property
    def error_pct(self) -> float:
        """Return how much longer ours is, in percent."""
        return 100 * (self.leg.km / self.published.km - 1)

    @property
    def straight_error_pct(self) -> float:
        """Return how much longer the straight line times `ROAD_FACTOR` is, in percent."""
        return 100 * (self.straight_km * ROAD_FACTOR / self.published.km - 1)

    @property
    def minutes_error_pct(self) -> float:
        return 100 * (self.leg.minutes / self.published.minutes - 1)

    @property
    def is_in_range(self) -> bool:
        """Return whether our range meets what was told: "70" may be anything from 65 to 75, "73" is 73."""
        rounded = 5.0 if self.published.km % 10 == 0 else 0.5
        return self.leg.km_low - rounded <= self.published.km <= self.leg.km_high + rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Absolute errors in percent."""

    count: int
    median: float
    ninth_decile: float
    worst: float


@cache
def load_published() -> tuple[PublishedDistance, ...]:
    """Return the distances to test against, one per pair of places and basis."""
    pairs: dict[tuple[str, ...], list[Row]] = {}
    for row in read_table("evaluation/road_distances"):
        pairs.setdefault((row["basis"], *sorted((row["start"], row["end"]))), []).append(row)
    return tuple(_published(rows) for rows in pairs.values())


def _published(rows: Sequence[Row]) -> PublishedDistance:
    return PublishedDistance(
        start=rows[0]["start"],
        end=rows[0]["end"],
        km=_median(row["km"] for row in rows),
        minutes=_median(row["minutes"] for row in rows),
        basis=Basis(rows[0]["basis"]),
        addresses=tuple(row["address"] for row in rows if row["address"]),
    )


def _median(told: Iterable[str]) -> float:
    figures = [float(figure) for figure in told if figure]
    return median(figures) if figures else np.nan


def compare_distances() -> tuple[Comparison, ...]:
    """Return every published distance beside ours, by car over the roads that are open all year."""
    return tuple(_compare(published) for published in load_published() if not np.isnan(published.km))


def compare_times() -> tuple[Comparison, ...]:
    """Return every published time beside ours, likewise."""
    return tuple(_compare(published) for published in load_published() if not np.isnan(published.minutes))


def _compare(published: PublishedDistance) -> Comparison:
    start, end = _point(published.start), _point(published.end)
    return Comparison(
        published=published,
        leg=find_route(start, end, vehicle=Vehicle.CAR),
        straight_km=float(straight_km_pairwise(np.array([start]), np.array([end]))[0]),
    )


def _point(name: str) -> Point:
    """Return the point of a node of the graph, or else of a place of the gazetteer."""
    for node in load_nodes():
        if node.name == name:
            return node.latitude, node.longitude
    place = find_place(name)
    return place.latitude, place.longitude


def spread(errors_pct: Sequence[float] | Floats) -> Spread:
    """Return how far errors lie from nought. Raise ValueError for none."""
    if not len(errors_pct):
        raise ValueError("No errors to tell the spread of.")
    sizes = np.abs(np.asarray(errors_pct, dtype=np.float64))
    return Spread(
        count=len(sizes),
        median=float(np.median(sizes)),
        ninth_decile=float(np.quantile(sizes, 0.9)),
        worst=float(sizes.max()),
    )
