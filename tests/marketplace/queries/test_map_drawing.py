"""The drawn market lies on the drawing and leaves the names of the cities free."""

import re
from datetime import date

import pytest

from geo.road_tables import Vehicle
from marketplace.queries.map_clusters import DRAWN_LEVEL, map_clusters
from marketplace.queries.map_drawing import drawn_lines, drawn_marks, drawn_reach, free_labels, region_map
from marketplace.queries.map_lines import MapLine
from marketplace.queries.places import area_choices
from marketplace.queries.reach import Reach

pytestmark = pytest.mark.django_db
KROKOM, VERDAL = (63.326, 14.449), (63.79, 11.48)


def marks_of(*areas, groups=("wood_residues", "dairy_residues")):
    counts = {(area, group, side): 7 for area in areas for group in groups for side in ("offer", "need")}
    return drawn_marks(map_clusters(counts, level=DRAWN_LEVEL, chosen={}, path="/map/"))


def test_drawn_marks_lie_on_the_map():
    _left, _top, width, height = map(float, region_map().view_box.split())

    marks = marks_of(*(code for code, _name in area_choices()))

    assert len(marks) > 8
    for mark in marks:
        assert 0 < mark.left < mark.left + mark.width < width
        assert 0 < mark.top < mark.top + mark.height < height


def test_drawn_marks_hold_their_numbers_and_groups():
    (mark,) = marks_of("SE-2361", groups=("wood_residues", "dairy_residues", "metals", "glass"))

    assert [(number.side, number.number) for number in mark.numbers] == [("offer", 28), ("need", 28)]
    assert len(mark.groups) == 3
    assert all(0 < number.x < number.x + number.width <= mark.width for number in mark.numbers)
    assert all(0 < drawn.x < drawn.text_x < mark.width for drawn in mark.groups)


def test_drawn_marks_of_one_group_show_its_picture_beside_the_numbers():
    (mark,) = marks_of("SE-2361", groups=("wood_residues",))

    assert mark.groups == ()
    assert mark.cluster.groups[0].icon == "wood_residues"


@pytest.mark.parametrize("area", ["SE-2380", "SE-23-NW", "SE-2309", "NO-5001", "NO-50-S", "SE-2361"])
def test_free_labels_keep_the_cities(area):
    names = {label.text for label in free_labels(marks_of(area))}

    assert {"Trondheim", "Östersund"} <= names


def test_free_labels_leave_no_name_under_a_mark():
    marks = marks_of("NO-5006", "SE-2361", "NO-5025")

    labels = free_labels(marks)

    assert 0 < len(labels) <= len(region_map().labels)
    assert not any(mark.covers(label) for mark in marks for label in labels)


def test_drawn_lines_leave_out_what_stays_inside_an_area():
    away = MapLine(kind="suggestion", start=KROKOM, end=VERDAL, label="", url="")
    inside = MapLine(kind="symbiosis", start=KROKOM, end=KROKOM, label="", url="")

    assert [arc.key for arc in drawn_lines([away, inside])] == ["suggestion"]


def test_drawn_reach_starts_where_it_was_asked_from():
    reach = Reach(start=KROKOM, start_name="Krokom", minutes=30, day=date(2026, 7, 1), vehicle=Vehicle.CAR)

    drawn = drawn_reach(reach)

    assert re.fullmatch(r"(M[\d.]+ [\d.]+L[\d.]+ [\d.]+)+", drawn.line)
    (start,) = drawn.start
    (krokom,) = region_map().place_points({"": KROKOM})
    assert (start.x, start.y) == (krokom.x, krokom.y)
