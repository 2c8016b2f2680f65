"""Orders of listings, and how far from where they may be: parameters that lists and the search have in common."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from rest_framework import serializers

from marketplace.forms.reach import MINUTES, VEHICLES
from marketplace.forms.searches import ReadSearch
from marketplace.queries.searches import Order

_LARGEST_ID = 2**31


class OrderIn(serializers.Serializer):
    """In which order listings come, and how far by road they may be."""

    within = serializers.ChoiceField(choices=MINUTES, required=False, help_text="Minutes by road from site or place.")
    site = serializers.IntegerField(required=False, min_value=1, max_value=_LARGEST_ID, help_text="One of yours.")
    place = serializers.CharField(required=False, max_length=120)
    day = serializers.DateField(required=False, help_text="Some roads are closed in winter; without it: today.")
    vehicle = serializers.ChoiceField(choices=VEHICLES, required=False)
    order = serializers.ChoiceField(
        choices=[order.value for order in Order if order != Order.WORDS],
        required=False,
        help_text="Without it: newest, or fit where there is fit. nearest needs a site or place, fit needs fit.",
    )
    fit = serializers.IntegerField(
        required=False, min_value=1, max_value=_LARGEST_ID, help_text="One of your listings, for the order fit."
    )


def senseless(read: ReadSearch, asked: Mapping[str, object]) -> dict[str, list[str]]:
    """Return by parameter what a page would pass over: a program is told."""
    errors = {name: list(found) for name, found in read.filter.form.errors.items()}
    if read.reach.is_bound:
        errors |= {name: list(found) for name, found in read.reach.errors.items()}
    if "fit" in asked and read.search.fit_to is None:
        errors["fit"] = [_("Name one of your own listings.")]
    if asked.get("order") == Order.FIT and read.search.fit_to is None:
        errors.setdefault("fit", [_("Name one of your own listings.")])
    if asked.get("order") == Order.NEAREST and read.search.start is None:
        errors.setdefault("place", [_("Say from where: a place, or one of your sites.")])
    return errors
