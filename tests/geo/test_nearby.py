from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.nearby import find_near_pairs
from geo.road_tables import Vehicle, load_nodes
from geo.roads import RoadDistances, RoadTable, load_network

SUMMER, WINTER = date(2026, 7, 1), date(2027, 1, 15)
NODES = {node.code: number for number, node in enumerate(load_nodes())}
POINTS = np.array([(node.latitude, node.longitude) for node in load_nodes()])

# In and around the region, at sea and beyond the roads too.
anywhere = st.tuples(st.floats(min_value=60.0, max_value=66.5), st.floats(min_value=6.0, max_value=19.0))


def pairs_of_full_table(
    start: np.ndarray, end: np.ndarray, *, distances: RoadDistances, minutes: float, km: float
) -> list[tuple[int, int]]:
    table_km, table_minutes = distances.km_and_minutes(start, end)
    rows, columns = np.nonzero((table_km <= km) & (table_minutes <= minutes))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


@pytest.mark.parametrize("vehicle", list(Vehicle))
@pytest.mark.parametrize("day", [None, SUMMER, WINTER])
@pytest.mark.parametrize(("minutes", "km"), [(5, np.inf), (45, np.inf), (90, 60), (np.inf, 30), (400, np.inf)])
def test_near_pairs_are_those_of_the_full_table(day: date | None, vehicle: Vehicle, minutes: float, km: float) -> None:
    distances = RoadDistances(day, vehicle=vehicle)

    found = find_near_pairs(POINTS, POINTS[::2], distances=distances, minutes=minutes, km=km)

    expected = pairs_of_full_table(POINTS, POINTS[::2], distances=distances, minutes=minutes, km=km)
    assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == expected


@settings(deadline=None)
@given(
    st.lists(anywhere, min_size=1, max_size=8),
    st.lists(anywhere, min_size=1, max_size=8),
    st.floats(min_value=1, max_value=600),
)
def test_near_pairs_of_any_points_are_those_of_the_full_table(
    starts: list[tuple[float, float]], ends: list[tuple[float, float]], minutes: float
) -> None:
    start, end, distances = np.array(starts), np.array(ends), RoadDistances(SUMMER)

    found = find_near_pairs(start, end, distances=distances, minutes=minutes)

    expected = pairs_of_full_table(start, end, distances=distances, minutes=minutes, km=np.inf)
    assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == expected


def test_near_pairs_tell_how_near() -> None:
    distances = RoadDistances()

    found = find_near_pairs(POINTS[:30], POINTS[30:60], distances=distances, km=80)

    km, minutes = distances.km_and_minutes(POINTS[:30], POINTS[30:60])
    assert np.array_equal(found.km, km[found.start, found.end])
    assert np.array_equal(found.minutes, minutes[found.start, found.end])


def test_near_pairs_measure_few_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []
    part = RoadTable.part

    def count(self: RoadTable, rows: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        measured.append(len(rows) * len(columns))
        return part(self, rows, columns)

    monkeypatch.setattr(RoadTable, "part", count)
    monkeypatch.setattr("geo.nearby._TOGETHER", 5)

    find_near_pairs(POINTS, POINTS, distances=RoadDistances(), minutes=30)

    assert sum(measured) < 0.3 * len(POINTS) ** 2


def test_near_pairs_depend_on_the_day() -> None:
    ends = POINTS[[NODES["gaddede"]]], POINTS[[NODES["klimpfjall"]]]

    summer, winter = (find_near_pairs(*ends, distances=RoadDistances(day), minutes=150) for day in (SUMMER, WINTER))

    assert (len(summer.start), len(winter.start)) == (1, 0)


def test_near_pairs_leave_out_unknown_points() -> None:
    points = np.array([(np.nan, 14.0), POINTS[0]])

    found = find_near_pairs(points, points, distances=RoadDistances(), minutes=10)

    assert (found.start.tolist(), found.end.tolist()) == ([1], [1])


def test_near_pairs_of_nothing_are_none() -> None:
    assert len(find_near_pairs(np.empty((0, 2)), POINTS, distances=RoadDistances(), minutes=10).start) == 0


@pytest.mark.parametrize("together", [1, 7, 1000])
def test_near_pairs_are_the_same_however_many_are_taken_together(
    together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = find_near_pairs(POINTS, POINTS, distances=RoadDistances(), minutes=60)
    monkeypatch.setattr("geo.nearby._TOGETHER", together)

    found = find_near_pairs(POINTS, POINTS, distances=RoadDistances(), minutes=60)

    assert np.array_equal(found.start, whole.start)
    assert np.array_equal(found.end, whole.end)
    assert np.array_equal(found.minutes, whole.minutes)


@pytest.mark.parametrize("limits", [{"minutes": 0}, {"km": -1}, {"minutes": float("nan")}])
def test_near_pairs_refuse_a_limit_of_nothing(limits: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="leaves nobody"):
        find_near_pairs(POINTS, POINTS, distances=RoadDistances(), **limits)


@pytest.mark.parametrize("vehicle", list(Vehicle))
def test_fastest_kmh_is_what_no_segment_beats(vehicle: Vehicle) -> None:
    network = load_network(vehicle=vehicle)

    fastest = network.fastest_kmh

    assert (60 * network.segment_km <= fastest * network.segment_minutes + 1e-9).all()
