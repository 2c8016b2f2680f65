"""Signing up, one's own name and language, and leaving."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marketplace.forms.firms import FirmFields
from marketplace.models import Firm, Invitation, User


class PersonFields(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("For pages and mail."),
    )


class SignupForm(PersonFields, FirmFields):
    """What signing up asks beside e-mail and password (allauth's form grows from this one).

    It only reads; the account adapter (views.accounts) saves. Who comes with an invitation joins that
    firm and is asked for none.
    """

    field_order = [
        *["name", "email", "password1", "language", "country", "is_sole_trader", "org_number", "firm_name"],
        *["nace", "place", "municipality"],
    ]

    def __init__(self, *args: Any, invitation: Invitation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["language"].initial = (get_language() or settings.LANGUAGE_CODE)[:2]
        if invitation is not None:
            self._invite(invitation)

    def _invite(self, invitation: Invitation) -> None:
        for name in FirmFields.base_fields:
            del self.fields[name]
        if "email" in self.fields:
            # The link came to this address, so it needs no code; another one can be added later.
            self.fields["email"].disabled = True
            self.initial["email"] = invitation.email

    def signup(self, request: HttpRequest, user: User) -> None:
        """Do nothing: allauth calls this after the adapter has saved the person and the firm."""


class ProfileForm(PersonFields):
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("Shown only to firms that both sides agreed to introduce."),
    )

    field_order = ["name", "phone", "language"]


class DeletionForm(forms.Form):
    """Who takes over the firms that would have no owner; nobody: their listings are withdrawn."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("Delete my account for good"),
        error_messages={"required": gettext_lazy("Tick this to delete your account.")},
    )

    def __init__(self, *args: Any, user: User, firms: list[Firm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.firms = firms
        for firm in firms:
            members = firm.membership_set.exclude(user=user).select_related("user").order_by("user__name", "pk")
            self.fields[f"firm_{firm.pk}"] = forms.TypedChoiceField(
                label=_("Who takes over %(firm)s?") % {"firm": firm},
                choices=[("", _("Nobody: its listings are withdrawn"))]
                + [(member.user_id, str(member.user)) for member in members],
                coerce=int,
                empty_value=None,
                required=False,
            )
        self.order_fields([*(f"firm_{firm.pk}" for firm in firms), "is_sure"])

    def successors(self) -> dict[int, int]:
        """Return firm → who takes over, from a valid form."""
        chosen = {firm.pk: self.cleaned_data[f"firm_{firm.pk}"] for firm in self.firms}
        return {firm: person for firm, person in chosen.items() if person is not None}
