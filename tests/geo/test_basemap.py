import struct

import shapely

from geo.basemap import (
    moved_borders,
    norwegian_region,
    read_shapefile,
    swedish_region,
    without_ended_borders,
)


def make_shapefile(kind: int, parts: list[list[tuple[float, float]]]) -> bytes:
    """Return a shapefile with an empty shape and one of the given kind."""
    points = [point for part in parts for point in part]
    starts = [sum(len(part) for part in parts[:number]) for number in range(len(parts))]
    shape = struct.pack("<i4d2i", kind, 0, 0, 0, 0, len(parts), len(points))
    shape += struct.pack(f"<{len(parts)}i", *starts)
    shape += b"".join(struct.pack("<2d", *point) for point in points)
    empty = struct.pack("<i", 0)
    records = [struct.pack(">2i", number, len(record) // 2) + record for number, record in ((1, empty), (2, shape))]
    return bytes(100) + b"".join(records)


def test_read_shapefile_keeps_holes() -> None:
    outer = [(0, 0), (0, 4), (4, 4), (4, 0), (0, 0)]
    hole = [(1, 1), (2, 1), (2, 2), (1, 2), (1, 1)]

    (polygon,) = read_shapefile(make_shapefile(5, [outer, hole]))

    assert polygon.area == 15


def test_read_shapefile_reads_lines_and_leaves_out_empty_shapes() -> None:
    shapes = list(read_shapefile(make_shapefile(3, [[(0, 0), (3, 4)], [(5, 5), (5, 6)]])))

    assert [shape.length for shape in shapes] == [6]


def test_without_ended_borders_drops_the_border_inside_trondelag() -> None:
    ended = [shapely.LineString([(11, 63.3), (12, 63.4)]), shapely.LineString([(10.3, 63.9), (10.8, 64.1)])]
    kept = shapely.LineString([(14, 62), (16, 62)])

    assert without_ended_borders([ended[0], kept, ended[1]]) == [kept]


def test_swedish_region_is_what_the_borders_enclose() -> None:
    inside, outside = shapely.box(12.0, 61.8, 17.5, 65.2), shapely.box(17.5, 61.8, 20.0, 65.2)
    far_island = shapely.box(21.0, 65.0, 21.2, 65.2)
    land = shapely.MultiPolygon([shapely.union(inside, outside), far_island])

    region = swedish_region(land, [shapely.LineString([(17.5, 61.8), (17.5, 65.2)])])

    assert region.contains(shapely.Point(14.6, 63.2))
    assert not region.intersects(shapely.Point(18.0, 63.2))
    assert not region.intersects(far_island)


def test_norwegian_region_is_the_land_of_its_municipalities() -> None:
    region = norwegian_region(shapely.box(5, 60, 20, 67))

    assert region.contains(shapely.Point(9.21, 63.055))  # Rindal
    assert not region.intersects(shapely.Point(14.6, 63.2))  # Östersund


def test_moved_borders_drop_what_runs_through_trondelag_and_draw_its_edge() -> None:
    through_rindal = shapely.LineString([(9.2, 62.9), (9.2, 63.2)])
    elsewhere = shapely.LineString([(14.0, 61.0), (16.0, 61.0)])

    borders = moved_borders([through_rindal, elsewhere], land=shapely.box(5, 60, 20, 67), country_borders=[])

    assert not borders.intersects(shapely.Point(9.2, 63.05).buffer(0.01))
    assert borders.contains(elsewhere)
    assert borders.length > elsewhere.length + 1
