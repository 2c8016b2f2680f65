"""The outlines of the Norwegian municipalities, and how their file is made.

The file is made once, and again when municipalities or their borders have changed:

    python -m geo.outlines MUNICIPALITIES.json.bz2

MUNICIPALITIES.json.bz2 is `hvor/resources/Kommuner-2020-large.json.bz2` of the package hvor (borders
of Kartverket), which the product itself does not need. Kept are the municipalities of Trøndelag,
whose borders have not changed since 2020, on land, simplified alike on both sides of each border.
"""

import argparse
import bz2
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import shapely

from geo.places import load_gazetteer
from geo.tables import DATA

# What simplification may cut off: triangles up to the square of this, in degrees.
TOLERANCE = 0.006

# Islands smaller than this are left out, in square degrees (about 1.5 square kilometres).
SMALLEST = 0.0003


def make_outlines(collection: Mapping[str, Any]) -> dict[str, Any]:
    """Return GeoJSON with one feature per Norwegian municipality of the region. Raise ValueError if one is missing."""
    shapes = {
        f"NO-{feature['properties']['kommunenummer']:04d}": _shape(feature["geometry"])
        for feature in collection["features"]
    }
    wanted = [code for code in load_gazetteer().municipalities if code.startswith("NO")]
    if missing := [code for code in wanted if code not in shapes]:
        raise ValueError(f"No borders for {', '.join(missing)}.")
    simplified = shapely.coverage_simplify([shapes[code] for code in wanted], TOLERANCE)
    return {
        "type": "FeatureCollection",
        "features": [_feature(code, shape) for code, shape in zip(wanted, simplified, strict=True)],
    }


def _shape(geometry: Mapping[str, Any]) -> Any:
    return shapely.set_precision(shapely.make_valid(shapely.from_geojson(json.dumps(geometry))), 0.0001)


def _feature(code: str, shape: Any) -> dict[str, Any]:
    parts = [part for part in shapely.get_parts(shape) if part.area >= SMALLEST]
    rounded = shapely.set_precision(shapely.MultiPolygon(parts), 0.0001)
    return {"type": "Feature", "properties": {"code": code}, "geometry": json.loads(shapely.to_geojson(rounded))}


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of the Norwegian municipalities (longitude, latitude), and a tree to search them."""

    codes: tuple[str, ...]
    shapes: Any
    tree: Any


@cache
def load_outlines() -> Outlines:
    """Return the outlines of the Norwegian municipalities, read once."""
    collection = json.loads((DATA / "municipality_outlines.json").read_text(encoding="utf-8"))
    codes = tuple(feature["properties"]["code"] for feature in collection["features"])
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in collection["features"]])
    return Outlines(codes, shapes, shapely.STRtree(shapes))


def main() -> None:
    parser = argparse.ArgumentParser(description="Make geo/data/municipality_outlines.json from Kartverket's borders.")
    parser.add_argument("municipalities", type=Path, help="Kommuner-2020-large.json.bz2 of the package hvor")
    outlines = make_outlines(json.loads(bz2.decompress(parser.parse_args().municipalities.read_bytes())))
    target = DATA / "municipality_outlines.json"
    target.write_text(json.dumps(outlines, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(outlines['features'])} municipalities written to {target}")


if __name__ == "__main__":
    main()
