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
