"""Address to point, by a geocoder that answers as Nominatim does; off unless an address of one is given.

One of the two modules that use the network. Address, timeout and cache are arguments.
"""

from collections import OrderedDict
from dataclasses import dataclass
from http.client import HTTPException
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

from geo.fetching import fetch_json
from geo.place_records import PlaceError, Precision

# The region with its surroundings, as west, north, east, south; a street name elsewhere is of no use.
VIEWBOX = "7.4,65.5,17.6,61.4"

# What Nominatim calls finer than a village; all else is no address.
_EXACT_KINDS = frozenset({"house", "building", "amenity", "shop", "office", "craft", "industrial", "man_made", "road"})


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
        """agent: who is asking, with an address to complain to, as public geocoders demand.

        Raises ValueError for a url that is none.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"A geocoder is http://host or https://host, not {url!r}.")
        self._url = url.rstrip("/")
        self._agent = agent
        self._timeout = timeout
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
        question = urlencode(
            {"q": text, "format": "jsonv2", "limit": 1, "countrycodes": "se,no", "viewbox": VIEWBOX, "bounded": 1}
        )
        try:
            answer = fetch_json(
                f"{self._url}/search?{question}", timeout=self._timeout, headers={"User-Agent": self._agent}
            )
            return _read(answer[0]) if answer else None
        except (OSError, HTTPException, ValueError, KeyError, TypeError, IndexError) as error:
            raise PlaceError("geocoder_unavailable", text=text) from error


def _read(row: dict[str, Any]) -> FoundAddress:
    latitude, longitude = float(row["lat"]), float(row["lon"])
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(f"no point: {latitude}, {longitude}")
    kinds = {row.get("addresstype"), row.get("category")}
    return FoundAddress(
        latitude=latitude,
        longitude=longitude,
        label=str(row.get("display_name", "")),
        precision=Precision.PIN if kinds & _EXACT_KINDS else Precision.PLACE,
    )
