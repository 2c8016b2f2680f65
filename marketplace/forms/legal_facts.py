"""One question of the law about a listing, and the code that a person confirms."""

from django import forms
from django.core.validators import MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from marketplace.forms.fields import NumberField
from marketplace.wording.law_questions import QUESTIONS, Kind, LawQuestion

_CODE = RegexValidator(r"^[A-Za-z0-9. ]{2,20}$", _("Write the code alone, with letters and digits."))
_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class LawAnswerForm(forms.Form):
    """The answer to one question. It checks shapes and never saves."""

    def __init__(self, *args: object, question: LawQuestion, **options: object) -> None:
        super().__init__(*args, **options)
        self.question = question
        self.fields["value"] = _field(question)
        if question.is_criterion:
            self.fields["evidence"] = forms.CharField(
                required=False,
                max_length=300,
                label=_("What shows it?"),
                help_text=_("Name the contract, analysis or other paper, and where it is kept: for the dossier."),
            )
        if question.firm_code:
            self.fields["only_here"] = forms.BooleanField(
                required=False,
                label=_("For this listing alone"),
                help_text=_("Otherwise the answer counts for all listings of the firm, and nobody asks again."),
            )

    def clean_value(self) -> str:
        """Return the answer as it is kept: the way that files of cases write it."""
        value = self.cleaned_data["value"]
        return "+".join(value) if isinstance(value, list) else f"{value:f}" if self._is_number else str(value).strip()

    @property
    def _is_number(self) -> bool:
        return self.question.kind is Kind.NUMBER


def _field(question: LawQuestion) -> forms.Field:
    texts = {"label": question.text, "help_text": question.help}
    match question.kind:
        case Kind.YES_NO:
            return forms.ChoiceField(choices=_YES_NO, widget=forms.RadioSelect, **texts)
        case Kind.CHOICE:
            return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **texts)
        case Kind.SEVERAL:
            return forms.MultipleChoiceField(choices=question.choices, widget=forms.CheckboxSelectMultiple, **texts)
        case Kind.NUMBER:
            return NumberField(max_digits=12, decimal_places=3, validators=[MinValueValidator(0)], **texts)
    return forms.CharField(max_length=20, validators=[_CODE], **texts)


class FactForm(forms.Form):
    """Which question is answered, and where to go on afterwards."""

    fact = forms.ChoiceField(choices=[(code, code) for code in QUESTIONS])
    next = forms.CharField(required=False)
