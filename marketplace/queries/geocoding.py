"""The geocoder of the settings, if there is one."""

from functools import cache

from django.conf import settings

from geo.geocoding import FoundAddress, Geocoder
from geo.place_records import PlaceError


def has_geocoder() -> bool:
    return bool(settings.GEOCODER_URL)


def find_address(text: str) -> FoundAddress:
    """Return the point of an address.

    Raises PlaceError: `unknown_address`, `geocoder_unavailable`, or `no_geocoder` where the settings name none.
    """
    if not has_geocoder():
        raise PlaceError("no_geocoder", text=text)
    return _geocoder(settings.GEOCODER_URL, settings.GEOCODER_AGENT, settings.GEOCODER_TIMEOUT).find_address(text)


@cache
def _geocoder(url: str, agent: str, timeout: float) -> Geocoder:
    """Return the geocoder with what it has answered so far: kept as long as the process lives."""
    return Geocoder(url, agent=agent, timeout=timeout)
