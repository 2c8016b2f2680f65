import csv

import numpy as np
import pytest

from geo.accuracy import Basis, Comparison, compare_distances, compare_times, load_published, spread
from geo.road_tables import load_segments
from geo.tables import DATA


def compared(*bases: Basis) -> list[Comparison]:
    return [each for each in compare_distances() if each.published.basis in bases]


def test_published_distances_are_at_least_25_pairs_with_an_address() -> None:
    sourced = [each.published for each in compared(Basis.SOURCED)]

    assert len({frozenset((each.start, each.end)) for each in sourced}) == len(sourced) >= 25
    assert all(address.startswith("http") for each in sourced for address in each.addresses)
    assert sum(bool(each.addresses) for each in sourced) >= 25


def test_published_distances_of_a_pair_count_once_with_their_median() -> None:
    (pair,) = [each for each in load_published() if {each.start, each.end} == {"Trondheim", "Røros"}]

    assert (pair.km, pair.minutes) == (150, 150)
    assert len(pair.addresses) == 3


def test_every_row_says_what_it_rests_on() -> None:
    with (DATA / "evaluation" / "road_distances.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert {row["basis"] for row in rows} == set(Basis)
    assert all(row["source"] for row in rows if row["basis"] != Basis.REMEMBERED)
    assert not any(row["source"] or row["address"] for row in rows if row["basis"] == Basis.REMEMBERED)


def test_published_distances_are_no_straight_lines() -> None:
    assert all(each.published.km > each.straight_km for each in compare_distances())


@pytest.mark.parametrize("basis", [Basis.SOURCED, Basis.REMEMBERED])
def test_roads_agree_with_distances_that_wrote_no_segment(basis: Basis) -> None:
    found = spread([each.error_pct for each in compared(basis)])

    assert found.count >= 18
    assert found.median <= 4
    assert found.ninth_decile <= 10


def test_roads_agree_with_published_times_by_car() -> None:
    compared_times = compare_times()

    assert len(compared_times) >= 12
    assert spread([each.minutes_error_pct for each in compared_times]).median <= 15
    assert not any(each.published.basis == Basis.REMEMBERED for each in compared_times)


def test_roads_beat_the_straight_line_times_a_factor() -> None:
    sourced = compared(Basis.SOURCED)

    by_road = spread([each.error_pct for each in sourced])
    straight = spread([each.straight_error_pct for each in sourced])

    assert by_road.median < straight.median / 2
    assert by_road.ninth_decile < straight.ninth_decile / 2


def test_roads_are_never_shorter_than_the_straight_line() -> None:
    assert all(each.leg.km >= each.straight_km for each in compare_distances())


def test_ranges_hold_nine_in_ten_distances() -> None:
    unused = compared(Basis.SOURCED, Basis.REMEMBERED)

    held = [each.is_in_range for each in unused]

    assert np.mean(held) >= 0.9
    assert np.mean([each.leg.error_pct for each in unused]) < 6


def length_of(road: str) -> float:
    """Return kilometres of the segments that bear a number."""
    return sum(segment.km for segment in load_segments() if road in segment.road.split("/"))


def test_whole_roads_have_their_published_lengths() -> None:
    """Swedish Wikipedia: 350 km of the E14 lie in Sweden, the Rv86 has 84; Statens vegvesen: 66.7 from Stjørdal to the
    border; Norwegian Wikipedia: 129.1 km of the Fv714, which Trøndelag County has shortened by up to 12.5 until 2020.
    """
    assert length_of("E14") == pytest.approx(350 + 66.7, rel=0.02)
    assert length_of("Rv86") == pytest.approx(84, rel=0.02)
    assert 129.1 - 12.5 <= length_of("Fv714") <= 129.1


def test_spread_counts_errors_of_either_sign() -> None:
    found = spread([-4.0, 1.0, 2.0])

    assert (found.count, found.median, found.worst) == (3, 2.0, 4.0)


def test_spread_refuses_nothing() -> None:
    with pytest.raises(ValueError, match="No errors"):
        spread([])
