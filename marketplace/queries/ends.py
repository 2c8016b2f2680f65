"""The ends of a way: what a person types, a site, or the area that stands for a blind one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from geo.legs import Point
from geo.place_records import PlaceError, Precision
from geo.places import fold_name, load_gazetteer
from geo.points import parse_point
from marketplace.models import Site
from marketplace.permissions import Viewer
from marketplace.queries.geocoding import find_address, has_geocoder
from marketplace.queries.places import area_point
from marketplace.wording.numbers import number_text
from marketplace.wording.places import municipality_text

AREA = "area"
# Three in four of our places lie so near to the point that stands for them: 29 km for a municipality, 66 to 107 for a
# half of a county (own measurement). A locality is a few kilometres wide, a postcode somewhat more.
SLACK_KM = {
    Precision.PIN: 0.0,
    Precision.PLACE: 3.0,
    Precision.POSTCODE: 10.0,
    Precision.MUNICIPALITY: 30.0,
    AREA: 90.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of a way.

    name: as its reader knows it. query: what the distance page understands as this end; "" where nobody may ask for it.
    precision: of Site.Precision, or AREA.
    """

    name: str
    query: str
    latitude: float
    longitude: float
    precision: str

    @property
    def point(self) -> Point:
        return self.latitude, self.longitude

    @property
    def slack_km(self) -> float:
        return SLACK_KM[self.precision]


def find_end(text: str, *, viewer: Viewer) -> End:
    """Return what a typed text means: a site of one's own, a point, an area, a place, or an address.

    Raises PlaceError where it means nothing that we know, or several things, or no point there is (`not_a_point`).
    """
    text = " ".join(text.split())
    if site := own_sites(viewer).get(text):
        return end_of_site(site, name=text)
    try:
        if point := parse_point(text):
            return _end_of_point(point)
    except ValueError as error:
        raise PlaceError("not_a_point", text=text) from error
    if code := _area_codes().get(fold_name(text)):
        return end_of_area(code)
    try:
        place = load_gazetteer().find_place(text)
    except PlaceError as error:
        # A stranger's questions are not sent on to somebody else's server.
        if error.code == "ambiguous_place" or not (has_geocoder() and viewer.is_authenticated):
            raise
        return _end_of_address(text)
    return End(
        name=place.label,
        query=place.label,
        latitude=place.latitude,
        longitude=place.longitude,
        precision=place.precision.value,
    )


def end_of_area(code: str) -> End:
    """Return the middle of a municipality or of half a county. Raise KeyError if there is none."""
    area = area_point(code)
    is_municipality = code in load_gazetteer().municipalities
    return End(
        name=area.name,
        query=area.name,
        latitude=area.latitude,
        longitude=area.longitude,
        precision=Precision.MUNICIPALITY.value if is_municipality else AREA,
    )


def end_of_site(site: Site, *, name: str) -> End:
    """Return a site that is open to the reader."""
    return End(
        name=name,
        query=name,
        latitude=site.latitude,
        longitude=site.longitude,
        precision=site.location_precision,
    )


def own_sites(viewer: Viewer) -> dict[str, Site]:
    """Return the sites of the viewer's firms by what they are called on the page: “The yard (Krokom)”.

    No place has brackets in its name. For others the same text means nothing.
    """
    if not viewer.is_authenticated:
        return {}
    sites: dict[str, Site] = {}
    for site in Site.objects.filter(firm__membership__user=viewer).select_related("firm").order_by("pk"):
        municipality = municipality_text(load_gazetteer().municipalities[site.municipality].name)
        name = f"{site.name or site.address or site.firm.name} ({site.locality or municipality})"
        number = 1 + sum(known == name or known.startswith(f"{name} ") for known in sites)
        sites[name if number == 1 else f"{name} {number}"] = site
    return sites


def _area_codes() -> dict[str, str]:
    """Return the code of every half of a county by its folded name, in every language."""
    halves = [area for area in load_gazetteer().areas.values() if area.kind == "half"]
    return {fold_name(name): area.code for area in halves for name in area.names.values()}


def _end_of_point(point: Point) -> End:
    latitude, longitude = point
    written = f"{latitude:.5f}, {longitude:.5f}"
    name = _("%(latitude)s° N, %(longitude)s° E") % {
        "latitude": number_text(latitude, digits=3),
        "longitude": number_text(longitude, digits=3),
    }
    return End(name=name, query=written, latitude=latitude, longitude=longitude, precision=Precision.PIN.value)


def _end_of_address(text: str) -> End:
    found = find_address(text)
    return End(
        name=text,
        query=text,
        latitude=found.latitude,
        longitude=found.longitude,
        precision=found.precision.value,
    )
