"""Cards and what is drawn on them: lists show many, and most of them again and again."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from marketplace.queries.listing_cards import ListingCard
from marketplace.wording.numbers import language

register = template.Library()


@register.simple_tag
def listing_card(card: ListingCard, *, heading: str = "h3", why: str = "") -> SafeString:
    """Return a listing's card. heading: its level. why: it was found, where its name does not say so."""
    make = _make_card if settings.DEBUG else _kept_card  # who works on a template wants to see it change
    return make(card, heading, why, language())


# A card says all that its picture shows, so that an equal one has the same: nobody sees what was made for another.
@lru_cache(maxsize=4_000)
def _kept_card(card: ListingCard, heading: str, why: str, reader: str) -> SafeString:
    return _make_card(card, heading, why, reader)


def _make_card(card: ListingCard, heading: str, why: str, _reader: str) -> SafeString:
    return render_to_string("components/listing_card.html", {"card": card, "heading": heading, "why": why})


@register.filter
def bars(heights: Sequence[float]) -> str:
    """Return the outline of twelve bars from the axis on, each .8 wide; a month without any has none."""
    return _outline(tuple(heights))


@lru_cache(maxsize=4_000)
def _outline(heights: tuple[float, ...]) -> str:
    told = ((month, f"{height:.3f}") for month, height in enumerate(heights))
    return "".join(f"M{month} 0V{height}h.8V0z" for month, height in told if float(height))
