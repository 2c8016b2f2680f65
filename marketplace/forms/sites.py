"""A site: where, and how to load there."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.place_records import PlaceError
from marketplace.forms.pins import ANSWERS, DegreesField, pin_facts
from marketplace.forms.places import PlaceFields, find_typed_place
from marketplace.models import Site
from marketplace.queries.firm_pages import site_place
from marketplace.queries.geocoding import has_geocoder

WHERE = ("place", "municipality", "latitude", "longitude", "which")


class SiteForm(PlaceFields):
    """A site by its place, or by an exact point, or both."""

    latitude = DegreesField(label=gettext_lazy("Latitude"), limit=90)
    longitude = DegreesField(label=gettext_lazy("Longitude"), limit=180)
    which = forms.ChoiceField(
        label=gettext_lazy("Which is right?"), choices=ANSWERS, widget=forms.RadioSelect, required=False
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("What you call it, if you have several: the yard, the sawmill."),
    )
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    loading_notes = forms.CharField(
        label=gettext_lazy("Loading"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ramp, crane, wheel loader, opening hours: what a driver would ask."),
    )

    field_order = ["place", "municipality", "latitude", "longitude", "which", "name", "address", "loading_notes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].required = False  # a point will do
        self.can_find_address = has_geocoder()

    @property
    def start(self) -> str:
        """Return where a map for the point opens: at the place that is shown, if we know it."""
        try:
            place = find_typed_place(str(self["place"].value() or ""), municipality="", country="")
        except PlaceError:
            return ""
        return f"{place.latitude:.4f} {place.longitude:.4f}"

    @staticmethod
    def facts_of(site: Site) -> dict[str, str]:
        """Return what the form shows of a site that is already here."""
        is_pin = site.location_precision == Site.Precision.PIN
        return {
            "place": site_place(site),
            "municipality": site.municipality if site.location_precision == Site.Precision.MUNICIPALITY else "",
            "latitude": f"{site.latitude:.5f}" if is_pin else "",
            "longitude": f"{site.longitude:.5f}" if is_pin else "",
            "name": site.name,
            "address": site.address,
            "loading_notes": site.loading_notes,
        }

    def read_site(self, cleaned: Mapping[str, Any]) -> Mapping[str, Any]:
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if {"latitude", "longitude"} & self.errors.keys():
            return {}
        if (latitude is None) != (longitude is None):
            raise forms.ValidationError({"latitude": _("A point needs both latitude and longitude.")})
        if latitude is not None and longitude is not None:
            return pin_facts(
                (float(latitude), float(longitude)),
                text=cleaned.get("place", ""),
                municipality=cleaned.get("municipality", ""),
                answer=cleaned.get("which", ""),
            )
        if not cleaned.get("place"):
            raise forms.ValidationError(_("Say where: a place, or a point on the map."))
        return super().read_site(cleaned)

    def facts(self) -> dict[str, Any]:
        """Return the facts of the site from a valid form; its point stays to the last digit while nobody moves it."""
        own = {name: self.cleaned_data[name] for name in ("name", "address", "loading_notes")}
        is_moved = set(WHERE) & set(self.changed_data) & set(self.data)
        return {**self.cleaned_data["site_facts"], **own} if is_moved else own
