"""What the board and the table of symbioses are filtered by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.models import Symbiosis, User
from marketplace.queries.pipeline import NOBODY, PipelineFilter, materials_in, municipalities_in, owners_in


class PipelineFilterForm(forms.Form):
    """Which symbioses to show. What is not among the choices is said beside its field, and filters nothing."""

    stage = forms.ChoiceField(label=_("Stage"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    material = forms.ChoiceField(label=_("Material"), required=False)
    overdue = forms.BooleanField(label=_("Only where the next step is overdue"), required=False)

    def __init__(self, *arguments: object, viewer: User, **keywords: object) -> None:
        super().__init__(*arguments, auto_id="filter_%s", **keywords)
        every = ("", _("all"))
        owners = [(str(owner.pk), _("me") if owner == viewer else str(owner)) for owner in owners_in(viewer)]
        self.fields["stage"].choices = [every, *Symbiosis.Stage.choices]
        self.fields["owner"].choices = [every, *owners, (NOBODY, _("nobody"))]
        self.fields["municipality"].choices = [every, *municipalities_in(viewer)]
        self.fields["material"].choices = [every, *materials_in(viewer)]
        for name in ("stage", "owner", "municipality", "material"):
            self.fields[name].error_messages["invalid_choice"] = _("“%(value)s” is not in the list. Choose again.")

    def chosen(self) -> PipelineFilter:
        """Return what to show: everything where a choice is not right."""
        if not self.is_valid():
            return PipelineFilter()
        values = dict(self.cleaned_data)
        return PipelineFilter(is_overdue=values.pop("overdue"), **values)
