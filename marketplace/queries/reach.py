"""What lies within so many minutes by road of a place. Listings are judged by the points of the areas they show.

However often somebody asks, from wherever: all listings of one area are within reach, or none is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from django.db.models import F

from geo.legs import Point
from geo.nearby import find_near_pairs
from geo.reach import ReachedRoad, find_reach
from geo.road_tables import Vehicle
from geo.roads import RoadDistances
from marketplace.models import Site
from marketplace.queries.listings import Viewer
from marketplace.queries.places import area_choices, area_point


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far somebody would go: from a point, in minutes, on a day, by a vehicle."""

    start: Point
    start_name: str
    minutes: int
    day: date
    vehicle: Vehicle

    def roads(self) -> tuple[ReachedRoad, ...]:
        """Return the roads that are reached in time, for drawing."""
        return find_reach(self.start, minutes=self.minutes, on=self.day, vehicle=self.vehicle)

    def areas(self) -> tuple[str, ...]:
        """Return the codes of the areas whose points are reached in time."""
        reached = _exact_minutes(self.start, self.day, self.vehicle)
        return tuple(code for code, minutes in reached if minutes <= self.minutes)


def area_minutes(start: Point, *, day: date) -> list[tuple[str, int]]:
    """Return every area that can be reached by road, with how many minutes a lorry takes to its point."""
    return [(code, round(minutes)) for code, minutes in _exact_minutes(start, day, Vehicle.LORRY)]


@lru_cache(maxsize=2_000)
def _exact_minutes(start: Point, day: date, vehicle: Vehicle) -> tuple[tuple[str, float], ...]:
    """Return every area that can be reached, with its minutes.

    Kept: each count of a page asks for it, and each listing that saved searches are asked about.
    """
    codes = [code for code, _name in area_choices()]
    points = np.array([(area_point(code).latitude, area_point(code).longitude) for code in codes])
    near = find_near_pairs(np.array([start]), points, distances=RoadDistances(day, vehicle=vehicle))
    return tuple((codes[number], float(minutes)) for number, minutes in zip(near.end, near.minutes, strict=True))


def sites_of(viewer: Viewer) -> list[Site]:
    """Return the sites of the viewer's firms; nobody asks from another's."""
    if not viewer.is_authenticated:
        return []
    return sites_by_person([viewer.pk]).get(viewer.pk, [])


def sites_by_person(people: Collection[int]) -> dict[int, list[Site]]:
    """Return the sites of people's firms, by person."""
    sites = Site.objects.annotate(person=F("firm__membership__user")).filter(person__in=people)
    found: dict[int, list[Site]] = {}
    for site in sites.select_related("firm").order_by("firm__name", "pk"):
        found.setdefault(site.person, []).append(site)
    return found
