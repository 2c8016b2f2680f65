"""Carrying out a form's action, and answering when it is refused."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from marketplace.errors import RefusedError


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, even nothing at all; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def is_carried_out(form: forms.Form, act: Callable[[], object]) -> bool:
    """Run the action of a valid form; what it refuses stands beside the fields, and nothing typed is lost."""
    try:
        act()
    except RefusedError as refusal:
        form.add_error(None, refusal.message)
    except ValidationError as error:
        for name, messages in error.message_dict.items() if hasattr(error, "error_dict") else [("", error.messages)]:
            form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, messages)
    return not form.errors


def answer_status(form: forms.Form) -> int:
    """Return the status of a page that shows the form: 422 where it was sent and is not right."""
    return 422 if form.is_bound and form.errors else 200


def safe_address(request: HttpRequest, address: str) -> str:
    """Return an address to go on to, "" unless it is on this site."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""
