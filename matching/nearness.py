"""The aspect distance: how far it is, and how far such a thing can travel at all."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from geo.distance import USUAL_KMH
from matching.records import Bools, Distances, Floats, Resource, Travel

DISTANCE_FLOOR = 0.1
USUAL_HAUL_KM = 150.0
"""How far residues are carried where the table of uses says nothing else."""

HAUL_SHARE = 0.75
"""After this share of the usual haul two thirds of the fit are lost. A weak signal: what counts is delivered value."""

PIPE_LIMIT_KM: Mapping[Resource, float] = MappingProxyType({Resource.HEAT: 10, Resource.COLD: 5, Resource.WATER: 10})
"""How far, in a straight line, a pipe is worth thinking of: judgement; heat crosses a town, not a valley."""

STAYING = frozenset({Resource.STORAGE, Resource.PREMISES})
"""What is used where it is: whoever uses it travels, by road, and no load of it is carried."""


HOURS_SHARE = 0.5
"""So much of what a kilometre costs is the hour: .42 of it with the largest vehicle of the table, .65 with a van."""

_COSTLY_MINUTE = HOURS_SHARE * USUAL_KMH / 60  # kilometres that cost as much as the hour of a minute


class Trips(NamedTuple):
    """How far it is between pairs: kilometres, and kilometres as they cost. Shapes alike, NaN where unknown."""

    km: Floats
    costly: Floats

    def at(self, *places: Any) -> "Trips":
        return Trips(self.km[places], self.costly[places])

    @property
    def minutes(self) -> Floats:
        """Return what `trips` was told of them."""
        return (self.costly - self.km * (1 - HOURS_SHARE)) / _COSTLY_MINUTE

    def ravel(self) -> "Trips":
        return Trips(self.km.ravel(), self.costly.ravel())

    def but(self, others: "Trips", *, where: Bools) -> "Trips":
        """Return these trips with others where that is asked for."""
        return Trips(np.where(where, others.km, self.km), np.where(where, others.costly, self.costly))


def trips(km: Floats, minutes: Floats) -> Trips:
    """Return ways as trips: a slow kilometre costs more than one at `USUAL_KMH`."""
    return Trips(km, km * (1 - HOURS_SHARE) + minutes * _COSTLY_MINUTE)


def least_detour(distances: Distances) -> float:
    """Return the factor on the straight line that no trip is shorter than, as it costs neither."""
    quickest = min(USUAL_KMH / distances.fastest_kmh, 1.0)
    return distances.least_detour * (1 - HOURS_SHARE + HOURS_SHARE * quickest)


def distance_fits(km: Floats, *, scale_km: Floats | float) -> Floats:
    """Return how well a distance fits: it fades from 1 towards `DISTANCE_FLOOR`.

    km: `Trips.costly`, not negative, NaN where unknown. scale_km: where two thirds are lost; broadcasts with `km`.
    Returns the shape of `km`, in [`DISTANCE_FLOOR`, 1]; NaN where unknown.
    """
    return DISTANCE_FLOOR + (1 - DISTANCE_FLOOR) * np.exp(-km / scale_km)


def travel_scale_km(resource: Resource, *, haul_km: float = USUAL_HAUL_KM) -> float:
    """Return the scale for `distance_fits`: by road, or a third of what a pipe bridges; NaN where nothing travels.

    haul_km: how far such a thing is usually worth carrying by road.
    """
    if resource.travel is Travel.ROAD:
        return HAUL_SHARE * haul_km
    return PIPE_LIMIT_KM[resource] / 3 if resource.travel is Travel.PIPE else float("nan")


def travel_limit_km(resource: Resource) -> float:
    """Return the farthest that this resource can go at all: infinite, except through a pipe."""
    return PIPE_LIMIT_KM[resource] if resource.travel is Travel.PIPE else float("inf")
