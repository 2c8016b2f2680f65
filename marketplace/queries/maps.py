"""What every map of the site stands on."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse

from geo.map_features import map_features
from geo.mapview import REGION


@dataclass(frozen=True, slots=True)
class PackedMap:
    """The base map as GeoJSON, compressed once, and a version that changes with it."""

    version: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseMap:
    """What `components/live_map.html` hands to the script: addresses and the frame to show."""

    features_url: str
    bounds: str  # south, west, north, east
    tile_url: str
    tile_attribution: str


@cache
def packed_map() -> PackedMap:
    """Return the base map, made and compressed once per process."""
    content = gzip.compress(map_features().encode(), mtime=0)
    return PackedMap(hashlib.sha256(content).hexdigest()[:12], content)


def base_map() -> BaseMap:
    """Return where the base map comes from, and the tiles of the settings."""
    return BaseMap(
        features_url=reverse("map-features", args=[packed_map().version]),
        bounds=f"{REGION.south} {REGION.west} {REGION.north} {REGION.east}",
        tile_url=settings.TILE_URL,
        tile_attribution=settings.TILE_ATTRIBUTION,
    )
