"""The engine on the road graph: water and mountains count, the crow does not."""

from datetime import date

import numpy as np
import pytest

from geo.distance import StraightLine
from geo.nearby import find_near_pairs
from geo.places import load_gazetteer
from geo.road_tables import Vehicle
from geo.roads import RoadDistances
from matching.records import Aspect, Gate
from tests.matching.made import make_market, need, offer

BREKSTAD = {"latitude": 63.6870, "longitude": 9.6654}
ACROSS_THE_SEA = {"latitude": 63.6064, "longitude": 8.9696}  # Fillan: 36 km for a gull
ALONG_THE_FJORD = {"latitude": 63.4305, "longitude": 10.3951}  # Trondheim: 46 km for a gull
GAEDDEDE, KLIMPFJALL = {"latitude": 64.5040, "longitude": 14.1500}, {"latitude": 65.0600, "longitude": 14.8000}
SPOTS = [{"latitude": place.latitude, "longitude": place.longitude} for place in load_gazetteer().localities.values()][
    ::4
]


def ranked_needs(distances):
    needs = [need("sea", **ACROSS_THE_SEA), need("fjord", **ALONG_THE_FJORD)]
    market = make_market([offer(**BREKSTAD)], needs, distances=distances)
    return [match.need_id for match in sorted(market.matches(top=2), key=lambda match: -match.score)]


def test_the_nearer_by_road_comes_first_whatever_the_crow_says():
    assert ranked_needs(StraightLine()) == ["sea", "fjord"]
    assert ranked_needs(RoadDistances()) == ["fjord", "sea"]


def test_a_limit_is_one_of_road_kilometres():
    offers, needs = [offer(**BREKSTAD)], [need(max_km=100, **ACROSS_THE_SEA)]

    assert make_market(offers, needs, distances=StraightLine()).closed_gates("o", "n") == ()
    assert make_market(offers, needs, distances=RoadDistances()).closed_gates("o", "n") == (Gate.BEYOND_LIMIT,)


@pytest.mark.parametrize(("day", "km"), [(date(2026, 7, 1), 106), (date(2027, 1, 15), 378)])
def test_the_day_of_the_distances_decides_what_is_near(day, km):
    market = make_market([offer(**GAEDDEDE)], [need(**KLIMPFJALL)], distances=RoadDistances(day))

    assert market.judge("o", "n").distance_km == pytest.approx(km, abs=1)


class _Slow(RoadDistances):
    """The same roads, at half the speed."""

    def km_and_minutes(self, start, end):
        km, minutes = super().km_and_minutes(start, end)
        return km, minutes * 2


def test_a_slow_way_costs_more_and_is_less_near_though_it_is_no_longer():
    offers, needs = [offer(quantity=90_000.0, material="bark", **BREKSTAD)], [need(price=0.5, **ALONG_THE_FJORD)]

    usual, slow = (make_market(offers, needs, distances=each).judge("o", "n") for each in (RoadDistances(), _Slow()))

    assert usual.distance_km == slow.distance_km
    assert usual.fits[Aspect.DISTANCE] > slow.fits[Aspect.DISTANCE]
    assert usual.value.value > slow.value.value


@pytest.mark.parametrize("vehicle", list(Vehicle))
@pytest.mark.parametrize("limit_km", [40, 150])
def test_the_pairs_within_a_limit_are_those_that_the_geography_calls_near(vehicle, limit_km):
    distances = RoadDistances(vehicle=vehicle)
    offers = [offer(f"o{number}", **spot) for number, spot in enumerate(SPOTS)]
    needs = [need(f"n{number}", max_km=limit_km, **spot) for number, spot in enumerate(SPOTS)]
    points = np.array([(spot["latitude"], spot["longitude"]) for spot in SPOTS])

    matched = make_market(offers, needs, distances=distances).matches(top=len(SPOTS))

    near = find_near_pairs(points, points, distances=distances, km=limit_km)
    expected = {(f"o{start}", f"n{end}") for start, end in zip(near.start, near.end, strict=True)}
    assert {(match.offer_id, match.need_id) for match in matched} == expected
