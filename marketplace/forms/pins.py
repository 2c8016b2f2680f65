"""A site at an exact point, and what to ask where point and place do not agree."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.distance import straight_km
from geo.legs import Point
from geo.place_records import Place, PlaceError, Precision
from geo.places import load_gazetteer
from geo.regions import find_municipality
from marketplace.forms.fields import NumberField
from marketplace.forms.places import find_typed_place, read_place

NAMED_KM = 10.0  # farther from it, a locality's name says little about a point

# What a person answers to the question of a point outside of the place.
POINT, BOTH, PLACE = "point", "both", "place"
ANSWERS = [
    (POINT, gettext_lazy("The point is right: the site lies in its municipality")),
    (BOTH, gettext_lazy("Both are right: the border runs otherwise than you think")),
    (PLACE, gettext_lazy("The place is right: forget the point")),
]


class DegreesField(NumberField):
    """Latitude or longitude, to about a metre."""

    def __init__(self, *, label: Any, limit: int) -> None:
        super().__init__(label=label, min_value=-limit, max_value=limit, required=False)

    def to_python(self, value: object) -> Decimal | None:
        number = super().to_python(value)
        return None if number is None else round(number, 5)

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


def pin_facts(point: Point, *, text: str, municipality: str, answer: str = "") -> Mapping[str, Any]:
    """Return the facts of a site at a point, where its place is typed too or not.

    text, municipality: as in `read_place`, empty where nothing is typed. answer: one of `ANSWERS`, or none yet.
    Raises ValidationError about `latitude` for a point outside both regions, about `which` where point and place do
    not agree and nobody has said which is right, about `place` for a name that several places there have.
    """
    try:
        found = find_municipality(*point)
    except PlaceError as error:
        if answer == PLACE and text:
            return read_place(text, municipality=municipality, country="")
        raise forms.ValidationError({"latitude": _outside(point)}, code="outside_region") from error
    place = _typed_place(text, municipality=municipality, within=found.municipality.code)
    wanted = municipality or (place.municipality.code if place else "")
    code = found.municipality.code
    if wanted and wanted != code:
        if answer == PLACE:
            return read_place(text, municipality=municipality, country="")
        if answer == BOTH and not found.is_exact:
            code = wanted
        elif answer != POINT:
            raise forms.ValidationError({"which": _question(found.municipality.name, wanted)}, code="which_place")
    return _facts(point, municipality=code, locality=_locality(point, code=code, text=text, place=place))


def _typed_place(text: str, *, municipality: str, within: str) -> Place | None:
    """Return the place of a text, None where it is empty or not known; of several the one in the municipality."""
    if not text:
        return None
    try:
        return find_typed_place(text, municipality=municipality, country="")
    except PlaceError as error:
        if error.code != "ambiguous_place":
            return None
        near = [place for place in error.candidates if place.municipality.code == within]
        return near[0] if len(near) == 1 else None


def _locality(point: Point, *, code: str, text: str, place: Place | None) -> str:
    """Return the name of the locality: as typed where it lies there, else the nearest place if it is near."""
    if place is None and text:
        return text.partition(",")[0].strip()
    if place is not None and place.municipality.code == code and place.precision != Precision.MUNICIPALITY:
        return place.name
    nearest = load_gazetteer().nearest(*point)
    there = np.array([[nearest.latitude, nearest.longitude]])
    is_near = float(straight_km(np.array([point]), there)[0, 0]) <= NAMED_KM
    return nearest.name if is_near and nearest.municipality == code else ""


def _facts(point: Point, *, municipality: str, locality: str) -> Mapping[str, Any]:
    latitude, longitude = point
    return {
        "municipality": municipality,
        "locality": locality,
        "latitude": latitude,
        "longitude": longitude,
        "location_precision": Precision.PIN.value,
    }


def _outside(point: Point) -> str:
    latitude, longitude = point
    try:
        find_municipality(longitude, latitude)
    except PlaceError:
        return _(
            "This point lies outside of Jämtland Härjedalen and Trøndelag. Is it the right one? If your site is there, "
            "remove the point and choose the nearest place."
        )
    return _("This point lies outside of both regions. Are latitude and longitude swapped?")


def _question(found: str, wanted: str) -> str:
    typed = load_gazetteer().municipalities[wanted].name
    return _("The point lies in %(found)s, the place in %(typed)s. Which is right?") % {"found": found, "typed": typed}
