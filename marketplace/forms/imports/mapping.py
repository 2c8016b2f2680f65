"""Telling what each column of an uploaded file is."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.models import Import, Listing
from marketplace.queries.import_columns import column_choices
from marketplace.queries.imports import samples
from marketplace.wording.imports import cell_name
from marketplace.wording.numbers import unit_text
from matching.amounts import UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnField:
    """One column of the file with the field that says what it is."""

    letter: str
    name: str
    samples: list[str]
    field: forms.BoundField


class MappingForm(forms.Form):
    """One choice for each column of the file, and the unit of amounts that name none."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit, where a row names none"), required=False)
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often, where a row does not say"),
        required=False,
        choices=[("", "–"), *Listing.Rhythm.choices],
    )

    def __init__(self, *args: Any, staged: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._staged = staged
        self.fields["unit"].choices = [("", "–"), *((code, unit_text(code)) for code in UNITS)]
        self.initial |= {"unit": staged.unit, "rhythm": staged.rhythm}
        choices = [("", _("Leave out")), *column_choices()]
        for at, column in enumerate(staged.columns):
            label = staged.heading[at] or _("Column %(letter)s") % {"letter": _letter(at)}
            self.fields[f"column_{at}"] = forms.ChoiceField(label=label, choices=choices, required=False)
            self.initial[f"column_{at}"] = column

    def columns(self) -> list[ColumnField]:
        """Return the fields of the columns, each with three values out of it."""
        found = samples(self._staged)
        return [
            ColumnField(letter=_letter(at), name=name, samples=found[at], field=self[f"column_{at}"])
            for at, name in enumerate(self._staged.heading)
            if name or found[at]
        ]

    def told(self) -> dict[str, Any]:
        """Return what `map_columns` takes."""
        told = self.cleaned_data
        columns = [told[f"column_{at}"] for at in range(len(self._staged.columns))]
        return {"columns": columns, "unit": told["unit"], "rhythm": told["rhythm"]}


def _letter(at: int) -> str:
    return cell_name(at, 0)[:-1]
