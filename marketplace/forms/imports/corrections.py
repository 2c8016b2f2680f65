"""Correcting one row of an uploaded file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from marketplace.errors import RefusedError
from marketplace.forms.fields import material_choices, use_choices
from marketplace.forms.imports.rows import read_side
from marketplace.forms.imports.staged import StagedReader
from marketplace.models import Currency, ImportRow, Listing
from marketplace.queries.import_columns import column_name
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.understanding import likely_materials
from marketplace.wording.imports import column_of
from marketplace.wording.numbers import language, unit_text
from matching.amounts import UNITS, parse_rhythm, parse_unit
from matching.errors import FactError
from matching.tables import Row

# What a row can be corrected in, in this order; what else the file says stays as it is.
_ALWAYS = ("title", "material", "quantity", "unit", "rhythm", "place", "months", "ewc_code", "price", "currency")
_ASKED = {"kg_each"}  # only where it is missing
_LONG = {"description", "quality_notes"}
_LONGEST = 4000


class CorrectionForm(forms.Form):
    """The cells of a row, with what is wrong beside each. It never refuses: the row is read anew."""

    def __init__(self, *args: Any, row: ImportRow, reader: StagedReader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cells = reader.row(row)
        problems = {column_of(name): sentences for name, sentences in row.problems.items()}
        others = dict.fromkeys((*cells.cells, *(_ASKED & problems.keys())))
        columns = (*_ALWAYS, *(column for column in others if column not in _ALWAYS))
        for column in columns:
            self.fields[column] = self._field(column, cells)
            self.fields[column].label = column_name(column, language())
            self.initial[column] = _understood(column, cells)
        self._wrong = problems

    def _field(self, column: str, cells: Row) -> forms.Field:
        if column == "material":
            return forms.ChoiceField(required=False, choices=_materials(cells))
        if column == "use":
            return forms.ChoiceField(required=False, choices=use_choices(_("Not said")))
        if column == "unit":
            units = [("", "–"), *((code, unit_text(code)) for code in UNITS)]
            return forms.ChoiceField(required=False, choices=units)
        if column == "rhythm":
            return forms.ChoiceField(required=False, choices=[("", "–"), *Listing.Rhythm.choices])
        if column == "currency":
            return forms.ChoiceField(required=False, choices=[("", "–"), *Currency.choices])
        if column == "side":
            return forms.ChoiceField(required=False, choices=Listing.Side.choices)
        widget = forms.Textarea(attrs={"rows": 3}) if column in _LONG else forms.TextInput()
        return forms.CharField(required=False, max_length=_LONGEST, widget=widget)

    def fixes(self) -> dict[str, str]:
        """Return what was typed anew, by column."""
        return {column: value for column, value in self.cleaned_data.items() if value != self.initial[column]}

    def rows(self) -> Sequence[tuple[forms.BoundField, list[str]]]:
        """Return each field with what is wrong about it; those with something first."""
        pairs = [(self[column], list(self._wrong.get(column, []))) for column in self.fields]
        return sorted(pairs, key=lambda pair: not pair[1])


def _understood(column: str, cells: Row) -> str:
    """Return a cell as the choice that it means; as it was typed where it means none."""
    text = cells.text(column)
    try:
        if column == "unit" and text:
            return parse_unit(text)
        if column == "rhythm" and text:
            return str(parse_rhythm(text))
        if column == "side":
            return read_side(cells)
        if column == "currency":
            return text.upper()
        if column == "material" and text:
            return current_knowledge().material_for(text, cells.text("language")).code
        if column == "use" and text:
            return current_knowledge().use_for(text, cells.text("language")).code
    except (FactError, KeyError, RefusedError):
        return ""
    return text


def _materials(cells: Row) -> list[tuple[str, object]]:
    """Return the materials, those that the row's words may mean first."""
    words = " ".join(dict.fromkeys(filter(None, (cells.text("material"), cells.text("title")))))
    likely = [each.code for each in likely_materials(words, language=cells.text("language") or language())]
    names = [(code, current_knowledge().name(code, language())) for code in likely]
    empty, *others = material_choices(_("Choose a material"))
    return [empty, *([(_("Perhaps"), names)] if names else []), *others]
