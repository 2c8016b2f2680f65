"""Blocks of points: near each other, and never nearer to anybody than said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cells import curve_numbers, enclosing_balls, flat_km, least_km
from geo.distance import straight_km, unit_vectors

anywhere = st.tuples(st.floats(55, 70), st.floats(4, 32))


@given(st.lists(anywhere, min_size=1, max_size=12), anywhere)
def test_least_km_never_exceeds_the_way_to_any_point_of_a_block(spots, own):
    points, starts = np.array(spots), np.arange(0, len(spots), 4)
    middles, radii = (each.astype(np.float32) for each in enclosing_balls(points, starts))

    nearest = least_km(middles, radii, point=unit_vectors(np.array([own]))[0])

    km = straight_km(np.array([own]), points)[0]
    assert (np.repeat(nearest, np.diff(np.append(starts, len(points)))) <= km).all()


def test_least_km_is_close_for_a_block_of_one():
    points = np.array([(63.18, 14.64), (63.43, 10.40)])
    middles, radii = enclosing_balls(points[1:], np.array([0]))

    assert least_km(middles, radii, point=unit_vectors(points[:1])[0]) == pytest.approx(
        straight_km(points[:1], points[1:])[0], rel=1e-3
    )


def test_an_unknown_point_makes_its_block_unknown():
    points = np.array([(63.0, 14.0), (np.nan, np.nan), (63.0, 10.0)])

    middles, radii = enclosing_balls(points, np.array([0, 2]))

    assert np.isnan(least_km(middles, radii, point=unit_vectors(points[:1])[0])).tolist() == [True, False]


def test_curve_numbers_keep_neighbours_together():
    squares = np.array([(north, east) for north in range(8) for east in range(8)], dtype=float)

    numbers = curve_numbers(squares)

    assert len(set(numbers)) == 64
    quarter = squares[np.argsort(numbers)][:16]
    assert quarter.max() == 3
    assert curve_numbers(np.array([(np.nan, 5.0), (0.0, 5.0)])).tolist() == [numbers[5]] * 2


def test_flat_km_are_kilometres_where_points_are_near():
    points = np.array([(63.0, 14.0), (63.0, 14.2)])

    north, east = np.abs(np.diff(flat_km(points), axis=0)[0])

    assert (north, east) == pytest.approx((0, straight_km(points[:1], points[1:])[0, 0]), rel=0.01)
