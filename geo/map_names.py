"""The names on the map: towns, municipalities and waters, the most important first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import shapely
from shapely import Geometry

from geo.map_layers import load_basemap
from geo.outlines import load_outlines
from geo.place_records import Locality
from geo.places import load_gazetteer

# The towns that a reader finds the way by on a small map, and on which side of its dot each name has room.
TOWN_SIDES = MappingProxyType(
    {
        "SE-ostersund": "start",
        "SE-stromsund": "start",
        "SE-are": "start",
        "SE-sveg": "start",
        "SE-funasdalen": "start",
        "SE-gaddede": "start",
        "SE-bracke": "start",
        "NO-trondheim": "start",
        "NO-steinkjer": "start",
        "NO-namsos": "end",
        "NO-roros": "end",
        "NO-oppdal": "end",
        "NO-orkanger": "end",
        "NO-rorvik": "end",
        "NO-grong": "start",
        "NO-sistranda": "end",
        "NO-levanger": "start",
    }
)

# Inhabitants → the zoom from which on a place is named; the zoom of a web map, twice as large at each step.
_ZOOMS = ((40_000, 0.0), (5_000, 6.75), (2_000, 7.25), (800, 8.0), (0, 9.0))
_SIGNPOST_ZOOM, _MUNICIPALITY_ZOOM = 6.0, 8.25

_SQUEEZE = 0.45  # a degree of longitude in degrees of latitude, here

# Latitude and longitude of a spot in the water, and the zoom from which on it is named.
_WATERS = (
    ("Norskehavet", 64.55, 8.7, 5.5),
    ("Storsjön", 63.2, 14.33, 6.75),
    ("Trondheimsfjorden", 63.62, 10.7, 7.0),
    ("Kallsjön", 63.63, 12.99, 7.75),
    ("Femunden", 62.11, 11.83, 7.75),
    ("Snåsavatnet", 64.2, 12.16, 7.75),
    ("Ströms vattudal", 63.912, 15.475, 7.75),
    ("Limingen", 64.81, 13.57, 8.25),
    ("Tunnsjøen", 64.74, 13.41, 8.25),
    ("Selbusjøen", 63.26, 11.0, 8.25),
    ("Aursunden", 62.67, 11.67, 8.25),
    ("Revsundssjön", 62.86, 15.2, 8.25),
    ("Näkten", 62.95, 14.565, 8.75),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapName:
    """A name on the map: its class, its point, and the zoom from which on it is shown; `code` of a municipality."""

    text: str
    css: str
    latitude: float
    longitude: float
    zoom: float
    code: str = ""


@cache
def map_names() -> tuple[MapName, ...]:
    """Return every name of the map, the most important first: where two collide, the later one gives way."""
    names = (*_town_names(), *_water_names(), *_municipality_names())
    return tuple(sorted(names, key=lambda name: name.zoom))


def town_class(town: Locality) -> str:
    """Return the class of a town's name."""
    return f"map-town-{'large' if (town.population or 0) > 40_000 else 'small'}"


def _town_names() -> Iterator[MapName]:
    towns = load_gazetteer().localities.values()
    for town in sorted(towns, key=lambda town: (-(town.population or 0), town.code)):
        by_size = next(zoom for inhabitants, zoom in _ZOOMS if (town.population or 0) >= inhabitants)
        yield MapName(
            text=town.name,
            css=town_class(town),
            latitude=town.latitude,
            longitude=town.longitude,
            zoom=min(by_size, _SIGNPOST_ZOOM) if town.code in TOWN_SIDES else by_size,
        )


def _water_names() -> Iterator[MapName]:
    for text, latitude, longitude, zoom in _WATERS:
        yield MapName(text=text, css="map-water", latitude=latitude, longitude=longitude, zoom=zoom)


def _municipality_names() -> Iterator[MapName]:
    """Yield the name of each municipality, in the middle of the largest circle that fits into it."""
    municipalities = load_gazetteer().municipalities
    for code, shape in _municipality_shapes().items():
        longitude, latitude = shapely.maximum_inscribed_circle(_largest(shape), 0.01).coords[0]
        yield MapName(
            text=municipalities[code].full_name,
            css="map-municipality",
            latitude=latitude,
            longitude=longitude,
            zoom=_MUNICIPALITY_ZOOM,
            code=code,
        )


def _municipality_shapes() -> Mapping[str, Geometry]:
    """Return the shape of each municipality; of a Swedish one, what lies nearer to its places than to others'.

    No open outlines of the Swedish municipalities could be had (SOURCES.md). Good enough to put a name on
    the map, not to draw a border.
    """
    outlines = load_outlines()
    shapes = dict(zip(outlines.codes, outlines.shapes, strict=True))
    places = [place for place in load_gazetteer().localities.values() if place.code.startswith("SE")]
    points = shapely.MultiPoint([(place.longitude * _SQUEEZE, place.latitude) for place in places])
    cells = shapely.get_parts(shapely.voronoi_polygons(points, ordered=True))
    cells = shapely.transform(cells, lambda corners: corners / (_SQUEEZE, 1.0))
    for code in sorted({place.municipality for place in places}):
        mine = [cell for cell, place in zip(cells, places, strict=True) if place.municipality == code]
        shapes[code] = shapely.intersection(shapely.union_all(mine), load_basemap()["region_se"])
    return shapes


def _largest(shape: Geometry) -> Geometry:
    parts = shapely.get_parts(shape)
    return parts[int(shapely.area(parts).argmax())]
