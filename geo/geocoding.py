"""Address to point, by a geocoder of one's own choice through geopy; off unless an address of one is given.

One of the two modules that use the network. Address, timeout and cache are arguments.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from threading import Lock
from types import MappingProxyType
from typing import Any
from urllib.parse import SplitResult, urlsplit

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderServiceError, GeopyError
from geopy.geocoders import Nominatim, Pelias, Photon

from geo.fetching import fetch_json
from geo.place_records import PlaceError, Precision

# The region with its surroundings, south-west and north-east; a street name elsewhere is of no use.
BOX = ((61.4, 7.4), (65.5, 17.6))

# What the three geocoders call finer than a village; all else is no address.
_EXACT_KINDS = frozenset(
    {
        *("house", "building", "amenity", "shop", "office", "craft", "industrial", "man_made", "road"),  # Nominatim
        *("street", "address", "venue"),  # Photon, Pelias
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAddress:
    """A point for an address, and how exact it is."""

    latitude: float
    longitude: float
    label: str
    precision: Precision


class Geocoder:
    """A geocoder at an address; remembers what it was told, but not its failures."""

    def __init__(self, url: str, *, agent: str, timeout: float = 3.0, cache_size: int = 10_000) -> None:
        """Take a geocoder: "https://host/path" is a Nominatim, "photon+https://host" and "pelias+https://host" too.

        agent: who is asking, with an address to complain to, as public geocoders demand.
        Raises ValueError for a url that is none.
        """
        kind, _, address = url.rpartition("+")
        parts = urlsplit(address)
        if (kind or "nominatim") not in _SERVICES or parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"A geocoder is https://host, photon+https://host or pelias+https://host, not {url!r}.")
        self._ask_service = _SERVICES[kind or "nominatim"](parts, agent, timeout)
        self._cache: OrderedDict[str, FoundAddress | None] = OrderedDict()
        self._cache_size = cache_size
        self._lock = Lock()

    def find_address(self, text: str) -> FoundAddress:
        """Return the point of an address in or around the region.

        Raise PlaceError: `unknown_address` if there is none, `geocoder_unavailable` if nobody could say.
        """
        key = " ".join(text.casefold().split())
        if not key:
            raise PlaceError("unknown_address", text=text)
        with self._lock:
            known, found = key in self._cache, self._cache.get(key)
        if not known:
            found = self._ask(text)
            with self._lock:
                self._cache[key] = found
                while len(self._cache) > self._cache_size:
                    self._cache.popitem(last=False)
        if found is None:
            raise PlaceError("unknown_address", text=text)
        return found

    def _ask(self, text: str) -> FoundAddress | None:
        """Return what the geocoder says, None if it knows no such address."""
        try:
            location = self._ask_service(text)
            return _read(location) if location else None
        except (GeopyError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise PlaceError("geocoder_unavailable", text=text) from error


class _Adapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types, so its base is Any
    """Fetches for geopy as we fetch: its own adapters wait for ever on a server that drips."""

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        try:
            return fetch_json(url, timeout=timeout, headers=headers)
        except (OSError, HTTPException, ValueError) as error:
            raise GeocoderServiceError(str(error)) from error

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        raise GeocoderServiceError("Only JSON is read.")


def _options(parts: SplitResult, agent: str, timeout: float) -> dict[str, Any]:
    domain = f"{parts.netloc}{parts.path}"
    return {
        "domain": domain,
        "scheme": parts.scheme,
        "user_agent": agent,
        "timeout": timeout,
        "adapter_factory": _Adapter,
    }


def _nominatim(parts: SplitResult, agent: str, timeout: float) -> Callable[[str], Any]:
    service = Nominatim(**_options(parts, agent, timeout))
    return lambda text: service.geocode(text, country_codes=["se", "no"], viewbox=BOX, bounded=True)


def _photon(parts: SplitResult, agent: str, timeout: float) -> Callable[[str], Any]:
    service = Photon(**_options(parts, agent, timeout))
    return lambda text: service.geocode(text, bbox=BOX)


def _pelias(parts: SplitResult, agent: str, timeout: float) -> Callable[[str], Any]:
    service = Pelias(**_options(parts, agent, timeout))
    return lambda text: service.geocode(text, boundary_rect=BOX, countries=["SWE", "NOR"])


_SERVICES: Mapping[str, Callable[[SplitResult, str, float], Callable[[str], Any]]] = MappingProxyType(
    {"nominatim": _nominatim, "photon": _photon, "pelias": _pelias}
)


def _read(location: Any) -> FoundAddress:
    """Return a location of geopy. Raise ValueError if it is none; what kind it is stands in what the server said."""
    raw = location.raw.get("properties", location.raw)
    kinds = {raw.get(name) for name in ("addresstype", "class", "category", "type", "osm_key", "layer")}
    (south, west), (north, east) = BOX
    if not (south <= location.latitude <= north and west <= location.longitude <= east):
        raise ValueError(f"outside of what was asked for: {location.latitude}, {location.longitude}")
    return FoundAddress(
        latitude=location.latitude,
        longitude=location.longitude,
        label=location.address or "",
        precision=Precision.PIN if kinds & _EXACT_KINDS else Precision.PLACE,
    )
