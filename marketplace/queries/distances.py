"""How far it is between two ends, and what carrying a load there takes: for pages and the API."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from geo.distance import crow_km
from geo.legs import Leg
from geo.map_records import Frame, MapArc, MapLabel, MapView
from geo.mapview import REGION, draw_map
from geo.road_tables import Vehicle
from geo.transport import (
    Load,
    RailOption,
    TransportEstimate,
    can_carry,
    cheapest_transport,
    estimate_transport,
    find_rail_option,
    pipe_km,
)
from geo.transport_tables import CURRENCIES, LoadKind, Range, load_vehicle_classes
from marketplace.queries.ends import End
from marketplace.queries.routing import find_leg

# Thirteen published times by car are 12 % off at the median: narrower than this no range of minutes is honest.
MINUTES_ERROR_PCT = 15.0

# How wide a map of a way can be, in degrees of longitude, and how far apart such maps lie: few enough to be kept drawn.
_MAP_WIDTHS = (2.5, 5.0)
_MAP_STEPS = 4
_LINE = 40.0  # how high they are there
_LETTER = 20.0  # how wide a letter of the largest names is, in units of the drawing, on a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How far it is from one end to the other. Ranges hold nine in ten, and what is not known of the ends."""

    start: End
    end: End
    on: date | None
    vehicle: Vehicle
    leg: Leg
    crow_km: float
    pipe_km: Range

    @property
    def slack_km(self) -> float:
        """Return how far off both ends together may be, as two independent errors."""
        return float(np.hypot(self.start.slack_km, self.end.slack_km))

    @property
    def km(self) -> Range:
        leg = self.leg
        return Range(max(0.0, leg.km_low - self.slack_km), leg.km, leg.km_high + self.slack_km)

    @property
    def minutes(self) -> Range:
        spread = max(self.leg.error_pct, MINUTES_ERROR_PCT) / 100
        unknown = self.slack_km  # a kilometre of unknown way takes a minute
        low = max(0.0, self.leg.minutes * (1 - spread) - unknown)
        return Range(low, self.leg.minutes, self.leg.minutes * (1 + spread) + unknown)

    @property
    def leg_with_slack(self) -> Leg:
        """Return the leg with what is not known of the ends in its error, for what follows from its length."""
        if not self.leg.km:
            return self.leg
        return replace(self.leg, error_pct=min(100.0, 100 * (self.km.high / self.leg.km - 1)))

    @property
    def rail(self) -> RailOption | None:
        return find_rail_option(self.leg, start=self.start.point, end=self.end.point)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freight:
    """What carrying a load over a way takes, by a haulier of one country."""

    country: str
    estimate: TransportEstimate
    per_tonne: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class WayMap:
    """A way on the drawn map, as `components/map.html` takes it."""

    map: MapView
    arcs: tuple[MapArc, ...]


def find_way(start: End, end: End, *, on: date | None = None, vehicle: Vehicle = Vehicle.LORRY) -> Way:
    """Return the way between two ends on a day; without a day, over roads that are open all year."""
    return Way(
        start=start,
        end=end,
        on=on,
        vehicle=vehicle,
        leg=find_leg(start.point, end.point, on=on, vehicle=vehicle),
        crow_km=crow_km(start.point, end.point),
        pipe_km=pipe_km(start.point, end.point),
    )


def freight(
    way: Way, *, quantity_kg: float, kind: LoadKind, carrier: str = "", density: float | None = None
) -> tuple[Freight, ...]:
    """Return what a load takes by a Swedish and by a Norwegian haulier; none by one whose vehicles may not go there.

    carrier: code of a vehicle class; "" for the one that costs least. density: in kg/m³, loose, where known.
    """
    load, leg = Load(quantity_kg=quantity_kg, kind=kind, density_kg_per_m3=density), way.leg_with_slack
    found = []
    for country in CURRENCIES:
        vehicles = load_vehicle_classes()
        chosen = [vehicles[carrier]] if carrier else list(vehicles.values())
        if not any(can_carry(leg, load=load, vehicle=vehicle, country=country) for vehicle in chosen):
            continue
        if carrier:
            estimate = estimate_transport(leg, load=load, vehicle=chosen[0], country=country)
        else:
            estimate = cheapest_transport(leg, load=load, country=country)
        found.append(Freight(country=country, estimate=estimate, per_tonne=estimate.cost_per_tonne(quantity_kg)))
    return tuple(found)


def way_map(way: Way) -> WayMap:
    """Return the way on the map, with the names of its ends."""
    points = list(way.leg.line) or [way.start.point, way.end.point]
    view = draw_map(_frame(points), with_roads=True)
    ends = tuple(_label(view, end, beside=other) for end, other in ((way.start, way.end), (way.end, way.start)))
    others = tuple(label for label in view.labels if _is_free(label, ends=ends, width=view.frame.width))
    return WayMap(map=replace(view, labels=(*others, *ends)), arcs=(view.route("way", points=points),))


def _is_free(label: MapLabel, *, ends: Sequence[MapLabel], width: float) -> bool:
    """Return whether the name of a town stands whole on the map, and on neither end's name."""
    left, right = _span(label)
    if left < 0 or right > width or any(label.text == end.text for end in ends):
        return False
    spans = [_span(end) for end in ends if abs(end.y - label.y) < _LINE]
    return all(right < start or left > stop for start, stop in spans)


def _span(label: MapLabel) -> tuple[float, float]:
    wide = _LETTER * len(label.text)
    return (label.x - wide, label.x) if label.anchor == "end" else (label.x, label.x + wide)


def _label(view: MapView, end: End, *, beside: End) -> MapLabel:
    """Return the name of an end, turned away from the other one where there is room for it."""
    x, y = (round(float(value), 1) for value in view.frame.project(np.array([end.point]))[0])
    name = end.name if end.name[:1].isdigit() else end.name.partition(",")[0]
    is_west = end.longitude < beside.longitude
    room = x if is_west else view.frame.width - x
    fits = len(name) * _LETTER < room
    return MapLabel(text=name, css="map-town-large", x=x, y=y, anchor="end" if is_west == fits else "start")


def _frame(points: list[tuple[float, float]]) -> Frame:
    """Return the narrowest frame of a grid that holds the points with a margin; the whole region if none does."""
    south, west = np.min(points, axis=0)
    north, east = np.max(points, axis=0)
    shape = (REGION.north - REGION.south) / (REGION.east - REGION.west)
    for width in _MAP_WIDTHS:
        height = width * shape
        left = _snapped((west + east - width) / 2, width / _MAP_STEPS)
        bottom = _snapped((south + north - height) / 2, height / _MAP_STEPS)
        frame = Frame(west=left, south=bottom, east=left + width, north=bottom + height)
        margin = width / 8
        inside = frame.contains(south - margin / 2, west - margin) and frame.contains(north + margin / 2, east + margin)
        if inside and REGION.contains(south, west) and REGION.contains(north, east):
            return frame
    return REGION


def _snapped(value: float, step: float) -> float:
    return round(float(np.round(value / step) * step), 6)
