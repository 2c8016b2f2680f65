"""The aspect distance."""

import numpy as np
import pytest

from geo.distance import USUAL_KMH, StraightLine
from geo.roads import RoadDistances
from matching.nearness import (
    DISTANCE_FLOOR,
    STAYING,
    distance_fits,
    least_detour,
    travel_limit_km,
    travel_scale_km,
    trips,
)
from matching.records import Resource, Travel


def test_distance_fits_fade_from_one_to_the_floor():
    fits = distance_fits(np.array([0.0, 50.0, 300.0, 1e6]), scale_km=150.0)

    assert fits[0] == 1
    assert np.all(np.diff(fits) < 0)
    assert fits[-1] == pytest.approx(DISTANCE_FLOOR)
    assert np.isnan(distance_fits(np.array([np.nan]), scale_km=150.0))[0]


@pytest.mark.parametrize("resource", Resource)
def test_travel_limit_and_scale_suit_the_way_of_travelling(resource):
    limit, scale = travel_limit_km(resource), travel_scale_km(resource)

    if resource.travel is Travel.PIPE:
        assert scale < limit <= 10
    else:
        assert limit == np.inf
        assert np.isnan(scale) == (resource.travel is Travel.NONE)


def test_travel_scale_grows_with_the_usual_haul():
    assert travel_scale_km(Resource.MATERIAL, haul_km=300) == 2 * travel_scale_km(Resource.MATERIAL, haul_km=150)


@pytest.mark.parametrize("resource", sorted(STAYING))
def test_whoever_uses_what_stays_where_it_is_travels_by_road(resource):
    assert resource.travel is Travel.ROAD


def test_trips_cost_more_the_slower_they_are():
    km, minutes = np.full(4, 130.0), np.array([60 * 130 / USUAL_KMH, 90, 180, np.nan])

    costly = trips(km, minutes).costly

    assert costly[0] == pytest.approx(130)
    assert costly[1] < 130 < costly[2]
    assert np.isnan(costly[3])


def test_no_trip_is_shorter_or_cheaper_than_its_least_detour():
    points = np.random.default_rng(4).uniform((61.7, 9.5), (64.9, 16.5), (60, 2))
    for distances in (StraightLine(), RoadDistances()):
        straight = StraightLine().km(points, points) / StraightLine.least_detour

        for found in trips(*distances.km_and_minutes(points, points)):
            assert (found >= straight * least_detour(distances) - 1e-9)[~np.isnan(found)].all()
