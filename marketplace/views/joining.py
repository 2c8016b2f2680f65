"""Registering a firm from a form, or asking to join it if it is here already."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.actions.claims import ask_claim
from marketplace.actions.firms import register_firm
from marketplace.errors import RefusedError
from marketplace.forms.firms import FirmFields
from marketplace.models import Firm, User
from marketplace.queries.org_numbers import firm_with_number


def join_or_claim(request: HttpRequest, form: FirmFields, *, by: User) -> Firm | None:
    """Return the new firm, or None where its number is here already: then its owner is asked.

    The page says so, and of the firm nothing but its name.
    """
    number, now = form.cleaned_data["number"], timezone.now()
    if (firm := firm_with_number(number)) is None:
        try:
            with transaction.atomic():
                return register_firm(form.firm(), site=form.site(), by=by, now=now)
        except ValidationError:
            # Somebody else registered the same number in between.
            if (firm := firm_with_number(number)) is None:
                raise
    try:
        ask_claim(firm, by=by, now=now)
    except RefusedError as refusal:
        messages.info(request, refusal.message)
    else:
        say_that_firm_is_here(request, form)
    return None


def say_that_firm_is_here(request: HttpRequest, form: FirmFields) -> None:
    """Say that those in charge of the firm of a form are asked, where it is here already."""
    if firm := firm_with_number(form.cleaned_data["number"]):
        sentence = _("%(firm)s is here already. We have asked those in charge of it to let you in; you get mail.")
        messages.info(request, sentence % {"firm": firm.name})
