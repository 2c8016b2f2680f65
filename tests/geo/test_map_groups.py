import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.map_groups import TILE_PIXELS, group_nearby
from geo.projection import mercator

POINTS = {"trondheim": (63.43, 10.395), "malvik": (63.43, 10.68), "ostersund": (63.18, 14.64), "krokom": (63.33, 14.45)}


def test_group_nearby_parts_neighbours_the_nearer_one_looks() -> None:
    far = group_nearby(POINTS, zoom=6, pixels=60)
    near = group_nearby(POINTS, zoom=10, pixels=60)

    assert far == {"trondheim": "trondheim", "malvik": "trondheim", "ostersund": "ostersund", "krokom": "ostersund"}
    assert near == {key: key for key in POINTS}


def test_group_nearby_lets_the_first_lead() -> None:
    assert set(group_nearby(dict(reversed(POINTS.items())), zoom=6, pixels=60).values()) == {"krokom", "malvik"}


@given(
    st.lists(st.tuples(st.floats(61, 66), st.floats(6, 19)), min_size=1, max_size=30, unique=True),
    st.sampled_from([5.0, 6.5, 8.0]),
)
def test_group_nearby_keeps_leaders_apart_and_everybody_near_theirs(places: list, zoom: float) -> None:
    points = {str(number): place for number, place in enumerate(places)}

    groups = group_nearby(points, zoom=zoom, pixels=60)

    plane = dict(zip(points, mercator(np.array(places)) * TILE_PIXELS * 2**zoom / 360, strict=True))
    leaders = set(groups.values())
    gaps = [np.linalg.norm(plane[one] - plane[other]) for one in leaders for other in leaders if one < other]
    assert groups.keys() == points.keys()
    assert all(groups[leader] == leader for leader in leaders)
    assert all(gap >= 60 for gap in gaps)
    assert all(np.linalg.norm(plane[key] - plane[leader]) < 60 for key, leader in groups.items())
