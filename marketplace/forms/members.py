"""Inviting, letting in, and what a member may do."""

from django import forms
from django.utils.translation import gettext_lazy

from marketplace.models import Membership


class InvitationForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("Your colleague's e-mail"), max_length=254)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Membership.Role.choices)


class ClaimAnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[("yes", gettext_lazy("Let in")), ("no", gettext_lazy("Say no"))])
