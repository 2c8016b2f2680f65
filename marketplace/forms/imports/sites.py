"""Where a row says its site is: by name, or by latitude and longitude."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _

from geo.places import PlaceError, fold_name, load_gazetteer
from marketplace.actions.imports import Problems
from marketplace.forms.pins import pin_facts
from marketplace.forms.places import read_place
from marketplace.wording.facts import fact_sentence
from marketplace.wording.imports import place_sentence
from matching.errors import FactError
from matching.tables import Row, parse_number

_POINT = ("latitude", "longitude")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """The facts of a site, empty where none is told that we know; country: that of its municipality."""

    facts: Mapping[str, object] = field(default_factory=dict)
    problems: Problems = field(default_factory=dict)

    @property
    def country(self) -> str:
        if not self.facts:
            return ""
        return load_gazetteer().municipalities[str(self.facts["municipality"])].country


def read_site(row: Row, *, country: str) -> SiteFacts:
    """Return where a row's site is. An exact point counts more than a name."""
    if any(row.text(name) for name in _POINT):
        return _at_point(row)
    if not row.text("place"):
        return SiteFacts()
    try:
        facts = read_place(row.text("place"), municipality=_municipality(row.text("place")), country=country)
    except forms.ValidationError as error:
        cause = error.__cause__
        sentence = place_sentence(cause) if isinstance(cause, PlaceError) else " ".join(error.messages)
        return SiteFacts(problems={"site": [sentence]})
    return SiteFacts(facts=facts)


def _municipality(place: str) -> str:
    """Return the code of the municipality behind the comma: a place that we do not know is put there."""
    within = fold_name(place.partition(",")[2])
    places = load_gazetteer().municipalities.values()
    return next((each.code for each in places if within and within == fold_name(each.name)), "")


def _at_point(row: Row) -> SiteFacts:
    try:
        latitude, longitude = (parse_number(row.text(name)) for name in _POINT)
    except FactError as error:
        return SiteFacts(problems={"latitude": [fact_sentence(error)]})
    if abs(latitude) > 90 or abs(longitude) > 180:
        return SiteFacts(problems={"latitude": [_("No such point: latitude goes to 90, longitude to 180.")]})
    try:
        facts = pin_facts((latitude, longitude), text="", municipality="")
    except forms.ValidationError:
        return SiteFacts(problems={"latitude": [_("This point lies outside the region. Are the two swapped?")]})
    return SiteFacts(facts=facts)
