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
    make = _make if settings.DEBUG else _KEPT[name]  # who works on a template wants to see it change
    return make(name, tuple(told.items()), language())


def _make(name: str, told: tuple[tuple[str, Hashable], ...], _reader: str) -> SafeString:
    return render_to_string(name, dict(told))


# What a part says is all in the values, so that equal ones have the same: nobody sees what was made for another. So
# many of each template are kept as some megabytes hold, with the values.
_KEPT = {
    name: lru_cache(maxsize=number)(_make)
    for name, number in {
        "components/filter_bar.html": 200,
        "components/map_marks.html": 16,
        "listings/_areas.html": 16,
        "materials/_groups.html": 8,
    }.items()
}
