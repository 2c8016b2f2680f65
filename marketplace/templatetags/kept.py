"""Parts of pages that say the same to many readers, drawn once."""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from marketplace.wording.numbers import language

register = template.Library()


@register.simple_tag
def kept(name: str, **told: Hashable) -> SafeString:
    """Return what a template makes of these values, and of nothing else: it knows neither page, request nor reader."""
    make = _make if settings.DEBUG else _kept  # who works on a template wants to see it change
    return make(name, tuple(told.items()), language())


# What it says is all in the values, so that equal ones have the same: nobody sees what was made for another.
@lru_cache(maxsize=1_000)
def _kept(name: str, told: tuple[tuple[str, Hashable], ...], reader: str) -> SafeString:
    return _make(name, told, reader)


def _make(name: str, told: tuple[tuple[str, Hashable], ...], _reader: str) -> SafeString:
    return render_to_string(name, dict(told))
