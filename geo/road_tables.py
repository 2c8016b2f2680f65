"""The road graph as tables: places where roads meet, and the roads between them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from geo.tables import Row, read_table

# Half the interval of a ferry that leaves every twenty minutes; timetables are not in the tables.
FERRY_WAIT_MINUTES = 10.0


class Vehicle(StrEnum):
    """What drives: it decides the speed."""

    CAR = "car"
    LORRY = "lorry"


class Winter(StrEnum):
    """What winter does to a road."""

    OPEN = ""
    MOUNTAIN = "mountain"  # convoys, or closed for hours
    WEATHER_CLOSURES = "weather_closures"  # kept open, yet shut for days
    CLOSED = "closed"  # every winter, between two dates


class Confidence(StrEnum):
    """How well the length of a road is known."""

    HIGH = "high"  # published, or measured on a map
    MEDIUM = "medium"  # estimated, held by published distances end to end
    LOW = "low"  # estimated


# Half the width of the range that holds nine in ten lengths, in percent.
ERROR_PCT = {Confidence.HIGH: 4.0, Confidence.MEDIUM: 7.0, Confidence.LOW: 15.0}

MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNode:
    """A place where roads meet, begin or end."""

    code: str
    name: str
    kind: str  # place, junction, quay, border
    country: str  # empty on the border
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadSegment:
    """A road, or a ferry, between two nodes; both ways."""

    start: str
    end: str
    road: str  # "E14", "E45/Rv84"; empty for streets, ferries and roads whose number is not known
    km: float
    road_class: str
    car_minutes: float
    lorry_minutes: float
    winter: Winter
    closed_from: MonthDay | None
    closed_to: MonthDay | None
    confidence: Confidence

    @property
    def is_ferry(self) -> bool:
        return self.road_class == "ferry"

    def minutes(self, vehicle: Vehicle) -> float:
        return self.car_minutes if vehicle == Vehicle.CAR else self.lorry_minutes

    def is_open(self, on: date | None) -> bool:
        """Return whether one may drive here on this day; without a day, on every day of the year."""
        if self.closed_from is None or self.closed_to is None:
            return True
        if on is None:
            return False
        today = (on.month, on.day)
        if self.closed_from <= self.closed_to:
            return not self.closed_from <= today <= self.closed_to
        return self.closed_to < today < self.closed_from


@cache
def load_nodes() -> tuple[RoadNode, ...]:
    """Return the nodes of the road graph."""
    return tuple(
        RoadNode(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            country=row["country"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for row in read_table("road_nodes")
    )


@cache
def load_segments() -> tuple[RoadSegment, ...]:
    """Return the roads and ferries of the graph."""
    speeds = {row["road_class"]: row for row in read_table("road_classes")}
    return tuple(_segment(row, speeds=speeds) for row in read_table("road_segments"))


def _segment(row: Row, *, speeds: dict[str, Row]) -> RoadSegment:
    km, road_class = float(row["km"]), row["road_class"]
    if road_class == "ferry":
        car_minutes = lorry_minutes = float(row["crossing_minutes"]) + FERRY_WAIT_MINUTES
    else:
        car_minutes = 60 * km / float(speeds[road_class]["car_kmh"])
        lorry_minutes = 60 * km / float(speeds[road_class]["lorry_kmh"])
    return RoadSegment(
        start=row["start"],
        end=row["end"],
        road=row["road"],
        km=km,
        road_class=road_class,
        car_minutes=car_minutes,
        lorry_minutes=lorry_minutes,
        winter=Winter(row["winter"]),
        closed_from=_month_day(row["closed_from"]),
        closed_to=_month_day(row["closed_to"]),
        confidence=Confidence(row["confidence"]),
    )


def _month_day(text: str) -> MonthDay | None:
    """Return the month and day of "10-15"."""
    if not text:
        return None
    month, day = text.split("-")
    return int(month), int(day)
