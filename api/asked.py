"""What an address asks for, read out once for all who ask the same."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from rest_framework import serializers

from api.orders import OrderIn, senseless
from marketplace.forms.searches import read_search
from marketplace.queries.listings import Viewer
from marketplace.queries.searches import Search
from marketplace.wording.numbers import language


class Asked(NamedTuple):
    """values: of the parameters that have a meaning there. side: the only one, whatever they say; "" for both."""

    values: tuple[tuple[str, str], ...]
    side: str
    today: date
    reader: str  # the language


def asked_of(parameters: Mapping[str, str], names: Collection[str], *, side: str = "") -> Asked:
    """Return what is asked for by the parameters of an address, of which these names have a meaning."""
    values = tuple((name, parameters[name]) for name in names if name in parameters)
    return Asked(values, side, timezone.localdate(), language())


def read_asked(asked: Asked, form: type[OrderIn], *, viewer: Viewer) -> tuple[Search, dict[str, object]]:
    """Return the search that is asked for, and the values of the form. Raise ValidationError for no sense."""
    told = form(data=dict(asked.values))
    told.is_valid(raise_exception=True)
    read = read_search(told.initial_data, viewer=viewer, today=asked.today, language=asked.reader, side=asked.side)
    if errors := senseless(read, told.validated_data):
        raise serializers.ValidationError(errors)
    return read.search, told.validated_data
