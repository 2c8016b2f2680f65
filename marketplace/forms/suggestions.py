"""What coordinators and firms answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.models import BarrierCode, DismissReason
from marketplace.wording.law_questions import QUESTIONS
from matching.records import Fact


class DismissForm(forms.Form):
    """Why a suggestion is dismissed."""

    reason = forms.ChoiceField(label=_("Why not?"), choices=DismissReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)


class AskForm(forms.Form):
    """Which fact of which listing is asked for."""

    listing = forms.IntegerField()
    fact = forms.ChoiceField(choices=[(code, code) for code in dict.fromkeys([*map(str, Fact), *QUESTIONS])])


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
