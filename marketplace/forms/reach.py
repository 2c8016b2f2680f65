"""How far somebody would go: the form beside lists and map, sent as part of their address."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.legs import Point
from geo.places import PlaceError, find_place
from geo.road_tables import Vehicle
from marketplace.forms.flat_select import FlatSelect
from marketplace.forms.places import PlaceInput
from marketplace.models import Site
from marketplace.queries.reach import Reach

MINUTES = (30, 60, 90, 120)
VEHICLES = [(Vehicle.LORRY.value, gettext_lazy("Lorry")), (Vehicle.CAR.value, gettext_lazy("Car"))]


class ReachForm(forms.Form):
    """Minutes from a site of one's own, or from a typed place.

    `reach` is what was asked, None where nothing was; `start` is from where, without minutes too.
    """

    reach: Reach | None = None
    start: Point | None = None

    within = forms.TypedChoiceField(
        label=gettext_lazy("Within reach by road"),
        choices=(),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    site = forms.ChoiceField(label=gettext_lazy("From my site"), required=False)
    place = forms.CharField(label=gettext_lazy("From a place"), max_length=120, required=False, widget=PlaceInput)
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Some roads are closed in winter. Without a day: today."),
    )
    vehicle = forms.ChoiceField(label=gettext_lazy("By"), choices=VEHICLES, required=False, widget=FlatSelect)

    def __init__(self, *args: Any, sites: list[Site], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sites = {str(site.pk): site for site in sites}
        self._today = today
        minutes = [(str(number), _("%(number)s minutes") % {"number": number}) for number in MINUTES]
        self.fields["within"].choices = [("", _("No limit")), *minutes]
        self.fields["site"].choices = [(pk, f"{site.firm.name}, {site}") for pk, site in self._sites.items()]
        if not self._sites:
            del self.fields["site"]
            self.fields["place"].label = _("From")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        minutes = cleaned.get("within")
        start, name = self._start(cleaned)
        self.start = start
        if start and minutes:
            self.reach = Reach(
                start=start,
                start_name=name,
                minutes=minutes,
                day=cleaned.get("day") or self._today,
                vehicle=Vehicle(cleaned.get("vehicle") or Vehicle.LORRY),
            )
        return cleaned

    def offered(self) -> Reach | None:
        """Return the reach that a choice of minutes would ask for, in any minutes; None where it would be refused."""
        told = self.data if self.is_bound else self.initial
        asked = {**told, "within": str(MINUTES[0])}
        form = ReachForm(asked, sites=list(self._sites.values()), today=self._today)
        form.is_valid()
        return form.reach

    def _start(self, cleaned: dict[str, Any]) -> tuple[Point | None, str]:
        """Return the point to start from and its name; a typed place comes before the own site."""
        if not cleaned.get("place"):
            site = self._sites.get(cleaned.get("site") or next(iter(self._sites), ""))
            if site:
                return (site.latitude, site.longitude), str(site)
            self.add_error("place", _("Type a place, such as Krokom or Verdalsøra."))
            return None, ""
        try:
            place = find_place(cleaned["place"])
        except PlaceError as error:
            self.add_error("place", _sentence(error))
            return None, ""
        return (place.latitude, place.longitude), place.label


def _sentence(error: PlaceError) -> str:
    names = " / ".join(place.label for place in error.candidates[:5])
    if error.code == "ambiguous_place":
        return _("There are several places of this name. Type one of them: %(places)s.") % {"places": names}
    if names:
        return _("We do not know “%(text)s”. Did you mean %(places)s?") % {"text": error.text, "places": names}
    return _("We do not know “%(text)s”. Type a town or municipality of the region.") % {"text": error.text}
