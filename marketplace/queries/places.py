"""Places as people pick and read them."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from geo.places import Place, load_gazetteer
from marketplace.models import Firm, Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.numbers import language
from marketplace.wording.places import municipality_text

# In thin areas a municipality names the firm: it is shown only where as many firms could be the source.
FIRMS_TO_HIDE_AMONG = 5


@dataclass(frozen=True, slots=True)
class AreaPoint:
    """A municipality, or half of a county, and the point that stands for it."""

    name: str
    country: str
    latitude: float
    longitude: float


def area_point(code: str) -> AreaPoint:
    """Return the area of a code that a listing shows. Raise KeyError if there is none."""
    return _area_point(code, language())


@cache
def _area_point(code: str, reader: str) -> AreaPoint:
    gazetteer = load_gazetteer()
    if code in gazetteer.municipalities:
        place = gazetteer.municipalities[code]
        return AreaPoint(municipality_text(place.name), place.country, place.latitude, place.longitude)
    area = gazetteer.areas[code]
    within = [place for place in gazetteer.municipalities.values() if place.half == code]
    return AreaPoint(
        area.name(reader),
        area.country,
        sum(place.latitude for place in within) / len(within),
        sum(place.longitude for place in within) / len(within),
    )


def area_codes_around(municipality: str) -> tuple[str, str]:
    """Return the codes under which listings of a municipality are shown: its own, and its half of the county."""
    return municipality, load_gazetteer().municipalities[municipality].half


def municipality_choices() -> list[tuple[str, str]]:
    """Return every municipality, Swedish ones first, by name."""
    places = load_gazetteer().municipalities.values()
    in_order = sorted(places, key=lambda place: (place.country != "SE", place.name))
    return [(place.code, place.full_name) for place in in_order]


def area_codes_of_country(country: str) -> list[str]:
    """Return the codes of every area of a country that a listing can show."""
    gazetteer = load_gazetteer()
    return [
        area.code for area in (*gazetteer.municipalities.values(), *gazetteer.areas.values()) if area.country == country
    ]


def area_choices() -> list[tuple[str, str]]:
    """Return every area that a listing can show: municipalities, and halves of counties."""
    halves = [(area.code, area.name(language())) for area in load_gazetteer().areas.values() if area.kind == "half"]
    return [*halves, *municipality_choices()]


@cache
def place_names() -> tuple[str, ...]:
    """Return what can be typed as a place, to offer while typing."""
    gazetteer = load_gazetteer()
    localities = (gazetteer.place(code) for code in gazetteer.localities)
    names = {place.label for place in localities} | {place.name for place in gazetteer.municipalities.values()}
    return tuple(sorted(names, key=str.casefold))


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A place to offer while typing: the name that means it alone, and where it is."""

    name: str
    detail: str


def place_options(text: str, *, limit: int = 8) -> list[PlaceOption]:
    """Return the places that a text being typed may become, best first: by any name, or as a postcode begins."""
    gazetteer, digits = load_gazetteer(), text.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return [
            PlaceOption(f"{code} {place.name}", _where(place)) for code, place in gazetteer.postcodes(digits)[:limit]
        ]
    return [PlaceOption(place.label, _where(place)) for place in gazetteer.find(text)[:limit]]


def _where(place: Place) -> str:
    return municipality_text(place.municipality.name)


def area_to_show(listing: Listing) -> str:
    """Return the area that others see: the municipality if enough firms there could be the source, else its half.

    Could be: the same industry, or a listing of the same side and group of materials. A firm that somebody has signed
    up and nobody has verified hides nobody: five of them are quickly made. Imported ones have no members yet.
    """
    if listing.site is None:
        return ""
    municipality, half = area_codes_around(listing.site.municipality)
    if listing.visibility == Listing.Visibility.OPEN:
        return municipality
    knowledge = current_knowledge()
    group = knowledge.group(listing.material) if listing.material in knowledge.materials else ""
    siblings = (group, *knowledge.children.get(group, ())) if group else ()
    could_be = Q(listings__side=listing.side, listings__state=Listing.State.PUBLISHED, listings__material__in=siblings)
    if division := listing.firm.nace[:2]:
        could_be |= Q(nace__startswith=division)
    is_real = Q(verified_at__isnull=False) | Q(membership__isnull=True)
    firms = Firm.objects.filter(could_be, is_real, sites__municipality=municipality, hidden_at__isnull=True)
    others = firms.exclude(pk=listing.firm_id).distinct().count()
    return municipality if others + 1 >= FIRMS_TO_HIDE_AMONG else half
