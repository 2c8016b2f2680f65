"""Which municipality a point lies in."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.distance import straight_km
from geo.map_layers import load_basemap
from geo.outlines import load_outlines
from geo.place_records import Municipality, PlaceError
from geo.places import load_gazetteer

# A quay lies outside the outline of the land, a small island has none.
SHORE_KM = 4.0

# The base map draws the national border and the eastern limits of Jämtland this far off, in degrees.
SWEDISH_SLACK = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityOfPoint:
    """A municipality, and whether an outline says so or only the nearest place."""

    municipality: Municipality
    is_exact: bool


def find_municipality(latitude: float, longitude: float) -> MunicipalityOfPoint:
    """Return the municipality of a point. Raise PlaceError (`outside_region`) if it lies in none of ours.

    Norwegian ones by their outlines. No open outlines of the Swedish ones could be had: there the
    nearest place decides, so the answer is not exact, and the form should let people correct it.
    """
    municipalities = load_gazetteer().municipalities
    outlines, spot = load_outlines(), shapely.Point(longitude, latitude)
    inside = outlines.tree.query(spot, predicate="within")
    if len(inside):
        return MunicipalityOfPoint(municipality=municipalities[outlines.codes[int(inside[0])]], is_exact=True)
    if shapely.distance(load_basemap()["region_se"], spot) <= SWEDISH_SLACK:
        return MunicipalityOfPoint(municipality=municipalities[_nearest_swedish(latitude, longitude)], is_exact=False)
    nearest = int(outlines.tree.nearest(spot))
    if _km_to_outline(outlines.shapes[nearest], latitude=latitude, longitude=longitude) > SHORE_KM:
        raise PlaceError("outside_region", text=f"{latitude:.4f}, {longitude:.4f}")
    return MunicipalityOfPoint(municipality=municipalities[outlines.codes[nearest]], is_exact=False)


def _nearest_swedish(latitude: float, longitude: float) -> str:
    """Return the code of the municipality of the nearest Swedish place."""
    places = [place for place in load_gazetteer().localities.values() if place.code.startswith("SE")]
    points = np.array([(place.latitude, place.longitude) for place in places])
    return places[int(straight_km(np.array([[latitude, longitude]]), points)[0].argmin())].municipality


def _km_to_outline(outline: Any, *, latitude: float, longitude: float) -> float:
    """Return kilometres to an outline; a degree of longitude is shorter than one of latitude."""
    squeeze = np.cos(np.radians(latitude))
    squeezed = shapely.transform(outline, lambda points: points * (squeeze, 1.0))
    return float(shapely.distance(squeezed, shapely.Point(longitude * squeeze, latitude))) * 111.5
