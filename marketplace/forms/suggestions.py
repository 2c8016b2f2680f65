"""What coordinators and firms answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.models import BarrierCode, DismissReason
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.law_questions import QUESTIONS
from marketplace.wording.missing import QUALITY
from matching.records import Fact


def _askable() -> list[tuple[str, str]]:
    """Return every fact that can be asked for, as choices."""
    qualities = (f"{QUALITY}{code}" for code in current_knowledge().properties)
    return [(code, code) for code in dict.fromkeys([*map(str, Fact), *qualities, *QUESTIONS])]


class DismissForm(forms.Form):
    """Why a suggestion is dismissed."""

    reason = forms.ChoiceField(label=_("Why not?"), choices=DismissReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)


class LaterForm(forms.Form):
    """When a suggestion comes back: in so many days, or on a day."""

    DAYS = [("1", _("Tomorrow")), ("7", _("In a week")), ("30", _("In a month"))]

    days = forms.ChoiceField(choices=DAYS, required=False)
    until = forms.DateField(
        label=_("Or on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, object]:
        facts = super().clean()
        if not self.errors and not (facts.get("days") or facts.get("until")):
            raise forms.ValidationError(_("Choose when the suggestion comes back."))
        return facts


class AskForm(forms.Form):
    """Which fact of which listing is asked for."""

    listing = forms.IntegerField()
    fact = forms.ChoiceField(choices=_askable)


class AnswerForm(forms.Form):
    """A firm's yes or no; with a no, what stands in the way."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Choose yes or no."), "invalid_choice": _("Choose yes or no.")},
    )
    barrier = forms.ChoiceField(
        label=_("What stands in the way?"), choices=BarrierCode.choices, required=False, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note to the coordinator"), required=False, max_length=500)
