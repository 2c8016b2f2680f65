"""Where a site is: one text box, and the municipality for places we do not know."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.places import Place, PlaceError, Precision, load_gazetteer
from marketplace.permissions import Viewer
from marketplace.queries.ends import own_sites
from marketplace.queries.places import municipality_choices, place_names


@cache
def _known_places() -> SafeString:
    """Return hundreds of options, the same on every page that asks for a place."""
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in place_names()))


class PlaceInput(forms.TextInput):
    """A text box that offers the known places while typing; without them it is a text box.

    viewer: whose own sites are offered too, where a form takes them.
    """

    template_name = "firms/_place_input.html"

    def __init__(self, *, viewer: Viewer | None = None) -> None:
        super().__init__()
        self._viewer = viewer

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_places"
        own = list(own_sites(self._viewer)) if self._viewer else []
        context["widget"]["attrs"] |= {
            "list": list_id,
            "autocomplete": "off",
            "data-places": reverse("place-list"),
            "data-own-places": len(own),  # the first ones of the list; the server does not tell whose they are
            "data-found": _("Suggestions: %(number)s") % {"number": "#"},
        }
        return {**context, "list_id": list_id, "own": own, "known": _known_places()}


class PlaceFields(forms.Form):
    """The two fields, for forms that ask for a site. `site_facts()` is what was found."""

    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=120,
        widget=PlaceInput,
        help_text=gettext_lazy("Town, village or municipality, such as Krokom or Verdalsøra."),
    )
    municipality = forms.ChoiceField(
        label=gettext_lazy("Municipality"),
        required=False,
        help_text=gettext_lazy("Only for a place that we do not know."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "municipality" in self.fields:
            self.fields["municipality"].choices = [("", "–"), *municipality_choices()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            if facts := self.read_site(cleaned):
                cleaned["site_facts"] = facts
        except forms.ValidationError as error:
            self.add_error(None if hasattr(error, "error_dict") else "place", error)
        return cleaned

    def read_site(self, cleaned: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return where the site is, nothing where that is not typed yet. Raise ValidationError."""
        if not cleaned.get("place"):
            return {}
        return read_place(
            cleaned["place"], municipality=cleaned.get("municipality", ""), country=cleaned.get("country", "")
        )


def read_place(text: str, *, municipality: str, country: str) -> dict[str, Any]:
    """Return the facts of a site at a typed place. Raise ValidationError with what to do.

    A place that the gazetteer lacks is put at its municipality, and its name is kept as typed.
    """
    gazetteer = load_gazetteer()
    try:
        place = find_typed_place(text, municipality=municipality, country=country)
    except PlaceError as error:
        if municipality:
            known = Place.of_municipality(gazetteer.municipalities[municipality])
            return _facts(known, locality=text.partition(",")[0].strip())
        raise forms.ValidationError(_sentence(error), code=error.code) from error
    return _facts(place, locality="" if place.precision == Precision.MUNICIPALITY else place.name)


def find_typed_place(text: str, *, municipality: str, country: str) -> Place:
    """Return the place that is typed, in the municipality or country that is chosen, if any. Raise PlaceError."""
    gazetteer = load_gazetteer()
    if municipality:
        within = f"{text.partition(',')[0]}, {gazetteer.municipalities[municipality].name}"
        return gazetteer.find_place(within)
    try:
        return gazetteer.find_place(text, country)
    except PlaceError as error:
        if error.code == "ambiguous_place" or not country:
            raise
        return gazetteer.find_place(text)  # firms have sites on the other side of the border


def _facts(place: Place, *, locality: str) -> dict[str, Any]:
    return {
        "municipality": place.municipality.code,
        "locality": locality,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "location_precision": place.precision.value,
    }


def _sentence(error: PlaceError) -> str:
    names = " / ".join(place.label for place in error.candidates[:5])
    if error.code == "ambiguous_place":
        return _("There are several places of this name. Type one of them: %(places)s.") % {"places": names}
    if names:
        return _("We do not know “%(text)s”. Did you mean %(places)s? If not, choose the municipality below.") % {
            "text": error.text,
            "places": names,
        }
    return _("We do not know “%(text)s”. Choose the municipality below; what you typed is kept.") % {"text": error.text}
