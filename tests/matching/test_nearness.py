"""The aspect distance."""

import numpy as np
import pytest

from matching.nearness import DISTANCE_FLOOR, STAYING, distance_fits, travel_limit_km, travel_scale_km
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
