"""Appointing coordinators and giving them municipalities."""

from django import forms
from django.utils.translation import gettext_lazy

from marketplace.queries.places import municipality_choices


class AreasForm(forms.Form):
    """The municipalities of a coordinator, of either country."""

    municipalities = forms.MultipleChoiceField(
        label=gettext_lazy("Municipalities"),
        choices=municipality_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_lead = forms.BooleanField(
        label=gettext_lazy("Lead coordinator"),
        required=False,
        help_text=gettext_lazy("Looks after every municipality, and says who looks after which."),
    )


class AppointmentForm(forms.Form):
    """Whom to make coordinator: a person who has an account."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail of the person"),
        help_text=gettext_lazy("The person needs an account first."),
    )
