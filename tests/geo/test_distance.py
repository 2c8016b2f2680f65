import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import EARTH_RADIUS_KM, ROAD_FACTOR, StraightLine, crow_km, straight_km, straight_km_pairwise

OSTERSUND, TRONDHEIM, RORVIK = (63.1792, 14.63566), (63.43049, 10.39506), (64.86201, 11.23734)

# Geodesics of the same points on WGS 84 (Karney's method, geographiclib 2.1).
GEODESICS = [(OSTERSUND, TRONDHEIM, 214.436), (TRONDHEIM, RORVIK, 164.764), (OSTERSUND, RORVIK, 250.537)]

points = st.tuples(st.floats(min_value=55, max_value=72), st.floats(min_value=4, max_value=32))


@pytest.mark.parametrize(("start", "end", "geodesic_km"), GEODESICS)
def test_straight_km_stays_within_a_thousandth_of_the_geodesic(start, end, geodesic_km) -> None:
    km = straight_km(np.array([start]), np.array([end]))[0, 0]

    assert km == pytest.approx(geodesic_km, rel=0.001)


@pytest.mark.parametrize(("start", "end", "geodesic_km"), GEODESICS)
def test_crow_km_is_the_geodesic(start, end, geodesic_km) -> None:
    assert crow_km(start, end) == pytest.approx(geodesic_km, abs=0.001)


def test_straight_km_gives_a_row_per_start_and_a_column_per_end() -> None:
    start, end = np.array([OSTERSUND, TRONDHEIM]), np.array([OSTERSUND, TRONDHEIM, RORVIK])

    km = straight_km(start, end)

    assert km.shape == (2, 3)
    assert km[0, 0] == km[1, 1] == 0
    assert km[0, 1] == km[1, 0]


def test_straight_km_of_an_unknown_point_is_unknown() -> None:
    km = straight_km(np.array([OSTERSUND, (np.nan, np.nan)]), np.array([TRONDHEIM]))

    assert np.isnan(km).tolist() == [[False], [True]]


def test_straight_km_of_nothing_is_empty() -> None:
    assert straight_km(np.empty((0, 2)), np.array([OSTERSUND])).shape == (0, 1)


def test_straight_km_tells_points_metres_apart() -> None:
    here = np.array([OSTERSUND])
    ten_metres_north = np.add(here, [10 / 1000 / EARTH_RADIUS_KM * 180 / np.pi, 0])

    assert straight_km(here, ten_metres_north)[0, 0] == pytest.approx(0.010, rel=1e-6)


def test_straight_km_reaches_the_other_side_of_the_globe() -> None:
    km = straight_km(np.array([(63.0, 14.0)]), np.array([(-63.0, -166.0)]))[0, 0]

    assert km == pytest.approx(np.pi * EARTH_RADIUS_KM)


@pytest.mark.parametrize("point", [(91.0, 0.0), (0.0, 181.0), (14.6, 631.8)])
def test_straight_km_refuses_degrees_that_do_not_exist(point) -> None:
    with pytest.raises(ValueError, match="between -90 and 90"):
        straight_km(np.array([point]), np.array([OSTERSUND]))


@given(points, points, points)
def test_straight_km_is_a_distance(first, second, third) -> None:
    spots = np.array([first, second, third])

    km = straight_km(spots, spots)

    assert np.array_equal(km, km.T)
    assert km[0, 2] <= km[0, 1] + km[1, 2] + 1e-9


def test_straight_km_pairwise_is_the_diagonal() -> None:
    start, end = np.array([OSTERSUND, TRONDHEIM]), np.array([RORVIK, RORVIK])

    assert straight_km_pairwise(start, end) == pytest.approx(np.diag(straight_km(start, end)))


def test_straight_line_multiplies_by_the_road_factor() -> None:
    start, end = np.array([OSTERSUND]), np.array([TRONDHEIM, (np.nan, np.nan)])

    km = StraightLine().km(start, end)

    assert km[0, 0] == pytest.approx(ROAD_FACTOR * straight_km(start, end)[0, 0])
    assert np.isnan(km[0, 1])
