"""Points as people type them: latitude and longitude in degrees."""

import re

from geo.legs import Point

# A comma stands between the two, or, where something else parts them, before the decimals as in Swedish.
_WITH_POINTS = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$")
_WITH_COMMAS = re.compile(r"^\s*(-?\d+,\d+)\s*[;\s]\s*(-?\d+,\d+)\s*$")
_POSTCODE = re.compile(r"^\s*\d{3} ?\d{2}\s*$")


def parse_point(text: str) -> Point | None:
    """Return a typed latitude and longitude, None for a text that is something else.

    Raises ValueError (`not_a_point`) for numbers that no point has.
    """
    typed = _WITH_COMMAS.match(text) or _WITH_POINTS.match(text)
    if not typed or _POSTCODE.match(text):
        return None
    latitude, longitude = (float(number.replace(",", ".")) for number in typed.groups())
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(f"not_a_point: {text!r} is not latitude and longitude in degrees")
    return latitude, longitude
