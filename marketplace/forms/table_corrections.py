"""Proposing a correction of the knowledge tables, or a new word."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.models import TableCorrection
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.table_corrections import CORRECTABLE
from marketplace.wording.numbers import language
from marketplace.wording.table_corrections import column_name
from matching.knowledge import LANGUAGES
from matching.knowledge.languages import name_in

_CUT = 60  # letters of what a cell says now, in a list


class CorrectionForm(forms.ModelForm):
    """What one cell of a row should say instead, why, and from when."""

    column = forms.ChoiceField(label=_("What is wrong?"), widget=forms.RadioSelect)
    new = forms.CharField(label=_("What it should say"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = TableCorrection
        fields = ["column", "new", "reason", "source", "valid_from"]
        labels = {"reason": _("Why"), "source": _("Where that can be read"), "valid_from": _("Valid from")}
        widgets = {"valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: object, table: str, row: str, cells: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.instance.table, self.instance.row = table, row
        self.fields["column"].choices = [
            (column, f"{column_name(column)}: {_shown(cells.get(column, ''))}") for column in CORRECTABLE[table]
        ]


def _shown(cell: str) -> str:
    return cell if len(cell) <= _CUT else f"{cell[:_CUT]}…"


class TermForm(forms.Form):
    """A word, its language, and what it means."""

    text = forms.CharField(label=_("Word"), max_length=60)
    language = forms.ChoiceField(label=_("Language"), choices=[(code, code) for code in LANGUAGES])
    concept = forms.ChoiceField(label=_("Means"))
    reason = forms.CharField(label=_("Why"), max_length=500, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concept"].choices = concept_choices

    def facts(self, *, today: date) -> dict[str, object]:
        """Return what the action takes, from a valid form."""
        told = {name: self.cleaned_data[name] for name in ("text", "language", "concept")}
        return {**told, "reason": self.cleaned_data["reason"] or str(_("stands in listings")), "valid_from": today}


def concept_choices() -> list[tuple[str, str]]:
    """Return every material and use by name in the reader's language."""
    known, reader = current_knowledge(), language()
    names = [(code, name_in(each.names, reader)) for code, each in (*known.materials.items(), *known.uses.items())]
    return sorted(names, key=lambda pair: pair[1].casefold())
