"""Places as each language writes them."""

from django.utils.translation import gettext as _

from geo.place_records import PlaceError
from marketplace.wording.imports import place_sentence
from marketplace.wording.numbers import language

_NO_GENITIVE = "aeiouyåäöæøsxz"  # a municipality named so takes no s in Swedish: Åre kommun, Røros kommun


def municipality_text(name: str) -> str:
    """Return a municipality with its kind, in Swedish with its name in the genitive: Krokoms kommun."""
    if language() == "sv" and name[-1:] not in _NO_GENITIVE:
        name = f"{name}s"
    return _("%(name)s municipality") % {"name": name}


def end_sentence(error: PlaceError) -> str:
    """Return what is wrong with one end of a way, and what to do."""
    match error.code:
        case "not_a_point":
            return _("No such point: latitude goes to 90, longitude to 180.")
        case "unknown_address":
            return _("We find no place and no address “%(text)s”. Type the nearest village.") % {"text": error.text}
        case "geocoder_unavailable":
            return _("We cannot look up addresses right now. Type the nearest village, or latitude and longitude.")
    return place_sentence(error)


def address_sentence(error: PlaceError) -> str:
    """Return why an address gives no point, and what to do."""
    if error.code == "unknown_address":
        return _("We do not find this address. Set the point on the map, or leave it at the place.")
    return _("We cannot look up addresses right now. Set the point on the map, or leave it at the place.")
