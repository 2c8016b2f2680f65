"""Asking how far it is, and what carrying a load there takes. Everything but the two ends has a usual answer."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo.place_records import PlaceError
from geo.road_tables import Vehicle
from geo.transport_tables import LoadKind, load_vehicle_classes
from marketplace.forms.fields import NumberField
from marketplace.forms.places import PlaceInput
from marketplace.permissions import Viewer
from marketplace.queries.ends import End, find_end
from marketplace.wording.distances import LOAD_KINDS, VEHICLES, carrier_name
from marketplace.wording.places import end_sentence

# A lorry takes about as much; no listing has as much as the most.
USUAL_TONNES, MOST_TONNES = Decimal(20), Decimal(1_000_000)


def _carrier_choices() -> list[tuple[str, str]]:
    return [("", _("the one that costs least")), *((code, carrier_name(code)) for code in load_vehicle_classes())]


class DistanceForm(forms.Form):
    """Two ends, a day, a vehicle, a load. A link may leave out all but the ends."""

    on = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Some roads close in winter. Without a day: over roads that are open all year."),
    )
    vehicle = forms.ChoiceField(label=gettext_lazy("Drive by"), choices=list(VEHICLES.items()), required=False)
    load = forms.ChoiceField(label=gettext_lazy("Load"), choices=list(LOAD_KINDS.items()), required=False)
    tonnes = NumberField(label=gettext_lazy("Tonnes"), max_digits=10, decimal_places=3, required=False)
    carrier = forms.ChoiceField(label=gettext_lazy("Vehicle"), choices=_carrier_choices, required=False)

    field_order = ["from", "to", "on", "vehicle", "load", "tonnes", "carrier"]

    def __init__(self, data: Mapping[str, str] | None, *, viewer: Viewer, today: date, **kwargs: Any) -> None:
        usual = {"on": today.isoformat(), "vehicle": Vehicle.LORRY.value, "load": LoadKind.DRY_BULK.value}
        usual |= {"tonnes": str(USUAL_TONNES)}
        # What a link leaves out is as usual; what a person empties stays empty.
        super().__init__(None if data is None else {**usual, **data}, **kwargs)
        self.initial = {**usual, **self.initial}
        self._viewer = viewer
        help_text = _("Town, village, municipality, postcode, or latitude and longitude.")
        for name, label in (("from", _("From")), ("to", _("To"))):  # `from` cannot be a name in a class
            self.fields[name] = forms.CharField(
                label=label, max_length=200, widget=PlaceInput(viewer=viewer), help_text=help_text
            )
        self.order_fields(self.field_order)

    @property
    def ends(self) -> list[forms.BoundField]:
        return [self["from"], self["to"]]

    @property
    def folded(self) -> list[forms.BoundField]:
        """Return the fields that have a usual answer."""
        return [self[name] for name in self.fields if name not in ("from", "to")]

    @property
    def has_folded_errors(self) -> bool:
        return any(field.errors for field in self.folded)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("from", "to"):
            if cleaned.get(name):
                cleaned[name] = self._end(name, cleaned[name])
        tonnes = cleaned.get("tonnes")
        if tonnes is not None and not 0 < tonnes <= MOST_TONNES:
            self.add_error("tonnes", _("Give more than 0 and at most 1,000,000 tonnes."))
        carrier, kind = cleaned.get("carrier"), cleaned.get("load") or LoadKind.DRY_BULK
        if carrier and LoadKind(kind) not in load_vehicle_classes()[carrier].loads:
            told = {"carrier": carrier_name(carrier), "load": LOAD_KINDS[LoadKind(kind)]}
            self.add_error("carrier", _("“%(carrier)s” does not take “%(load)s”. Choose another.") % told)
        return cleaned

    def _end(self, name: str, text: str) -> End | None:
        try:
            return find_end(text, viewer=self._viewer)
        except PlaceError as error:
            self.add_error(name, end_sentence(error))
            return None

    def load_facts(self) -> dict[str, Any] | None:
        """Return what `queries.distances.freight` takes, from a valid form; None where no tonnes are given."""
        facts = self.cleaned_data
        if facts["tonnes"] is None:
            return None
        kind = LoadKind(facts["load"] or LoadKind.DRY_BULK)
        return {"quantity_kg": float(facts["tonnes"]) * 1000, "kind": kind, "carrier": facts["carrier"]}
