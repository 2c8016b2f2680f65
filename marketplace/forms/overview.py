"""Of which area and which days a coordinator wants the overview."""

from datetime import date, datetime, timedelta

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.queries.overview import Scope, area_choices, scope_of

YEAR = timedelta(days=365)


class OverviewForm(forms.Form):
    """A year until today where the address says nothing; an empty field: without an end."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    first = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: dict[str, str], *, viewer: User, now: datetime) -> None:
        usual = {"area": "", "first": (localdate(now) - YEAR).isoformat(), "last": localdate(now).isoformat()}
        asked = {name: data[name] for name in usual if name in data}
        super().__init__(usual | asked, auto_id="overview_%s")
        self.fields["area"].choices = [("", _("all that is mine")), *area_choices(viewer)]
        self.fields["area"].error_messages["invalid_choice"] = _("“%(value)s” is not in your area. Choose again.")
        self._viewer, self._now, self._is_usual = viewer, now, not asked

    def clean(self) -> dict[str, object]:
        values = super().clean()
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first. Swap them, or leave one empty."))
        return values

    @property
    def query(self) -> dict[str, str]:
        """Return what an address says to show the same."""
        return {} if self._is_usual else dict(self.data)

    def scope(self) -> Scope:
        """Return what to show: what is wrong chooses nothing."""
        self.is_valid()
        days: dict[str, date | None] = {name: self.cleaned_data.get(name) for name in ("first", "last")}
        return scope_of(self._viewer, area=self.cleaned_data.get("area", ""), now=self._now, **days)
