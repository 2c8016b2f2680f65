"""One measured quality of a listing, as a number or a range."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.models import PropertyValue
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.aspects import as_label, property_name
from marketplace.wording.facts import fact_sentence
from marketplace.wording.imports import beyond_sentence
from matching.errors import FactError
from matching.tables import parse_range


class QualityForm(forms.Form):
    """The answer to one question about quality. It checks shapes and never saves."""

    value = forms.CharField(max_length=40, help_text=_("A number, or a range such as 10-15."))

    def __init__(self, *args: object, code: str, **options: object) -> None:
        super().__init__(*args, auto_id="id_quality_%s", **options)  # a question of the law stands on the same page
        self.known = current_knowledge().properties[code]
        self.fields["value"].label = as_label(property_name(code))

    def clean_value(self) -> PropertyValue:
        """Return the value as it is kept, unsaved."""
        text = self.cleaned_data["value"]
        try:
            low, high = parse_range(text)
        except FactError as error:
            raise ValidationError(fact_sentence(error)) from error
        if any(end is not None and not self.known.low <= end <= self.known.high for end in (low, high)):
            raise ValidationError(beyond_sentence(text, low=self.known.low, high=self.known.high, unit=self.known.unit))
        return PropertyValue(code=self.known.code, low=low, high=high, unit=self.known.unit)


class QualityCodeForm(forms.Form):
    """Which quality is told."""

    code = forms.ChoiceField(choices=lambda: [(code, code) for code in current_knowledge().properties])
