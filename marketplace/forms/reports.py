"""Reporting a listing, and deciding about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.models import Report


class ReportForm(forms.Form):
    """What is wrong with a listing."""

    reason = forms.ChoiceField(label=_("What is wrong?"), choices=Report.Reason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Tell us more"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def facts(self) -> dict[str, str]:
        """Return what the action takes, from a valid form."""
        return {name: self.cleaned_data[name] for name in ("reason", "note")}


class StrangerReportForm(ReportForm):
    """The same from somebody without an account: who it is, where to answer, and that it is meant in good faith."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("We write to it twice: that your report has come in, and what was decided."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    is_meant = forms.BooleanField(label=_("To the best of my knowledge, what I write is right and complete."))

    field_order = ["reason", "note", "name", "email", "is_meant"]

    def facts(self) -> dict[str, str]:
        return {**super().facts(), "name": self.cleaned_data["name"], "email": self.cleaned_data["email"]}


class DecisionForm(forms.Form):
    """What becomes of a reported listing, and why."""

    decision = forms.ChoiceField(
        choices=[("hide", "hide"), ("leave", "leave")],
        error_messages={"required": _("Choose what becomes of it."), "invalid_choice": _("Choose what becomes of it.")},
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=1000,
        help_text=_("Which rule or law it is about, and which facts. Both sides are told this."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
