"""Reading a search out of an address: pages, map, feed, API and saved searches all do it here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.forms.filters import ListingFilter
from marketplace.forms.reach import ReachForm
from marketplace.models import Listing, Site
from marketplace.queries.listings import Viewer, own_listings
from marketplace.queries.reach import sites_of
from marketplace.queries.search_words import LONGEST
from marketplace.queries.searches import Order, Search
from matching.knowledge import LANGUAGES

_REACH = ("within", "site", "place", "day", "vehicle")


class SearchFilter(ListingFilter):
    """The filters of the API, and the side."""

    side = django_filters.ChoiceFilter(label=_("Side"), choices=Listing.Side.choices, method="by_name")


class WordsForm(forms.Form):
    """Words, their language, and the order of what they find. What makes no sense is as if it had not been said.

    More words than a search can hold are still what was typed: they find nothing, and the page says why.
    """

    q = forms.CharField(label=_("Search"), max_length=LONGEST, required=False)
    language = forms.ChoiceField(choices=[(code, code) for code in LANGUAGES], required=False)
    order = forms.ChoiceField(label=_("Order"), choices=[(order.value, order.value) for order in Order], required=False)
    fit = forms.IntegerField(min_value=1, max_value=2**31, required=False)


@dataclass(frozen=True, slots=True)
class ReadSearch:
    """A search with the forms that it was read by, for pages to show."""

    search: Search
    filter: SearchFilter
    reach: ReachForm


def read_search(
    data: Mapping[str, str],
    *,
    viewer: Viewer,
    today: date,
    language: str,
    side: str = "",
    sites: list[Site] | None = None,
) -> ReadSearch:
    """Return the search of an address.

    language: in which its words are read if it does not say. side: the only one, whatever the address says. sites: of
    the viewer, where they are known already.
    """
    data = {name: value for name, value in data.items() if value}
    if side:
        data["side"] = side
    filters, words = SearchFilter(data, queryset=Listing.objects.none()), WordsForm(data)
    words.is_valid()
    said = {name: value for name, value in words.cleaned_data.items() if value not in (None, "")}
    # Too many letters are told, not dropped.
    text = data["q"] if words.has_error("q", "max_length") else str(said.get("q", ""))
    sites = sites_of(viewer) if sites is None else sites
    reach = _reach(data, order=said.get("order", ""), sites=sites, today=today)
    chosen = filters.chosen()
    asked = {name: str(value) for name, value in said.items()} | chosen | _reach_asked(reach, data)
    if text:
        asked["q"] = text
        asked.setdefault("language", language)
    else:
        asked.pop("language", None)
    fit_to = own_listings(viewer).filter(pk=said["fit"]).first() if "fit" in said and viewer.is_authenticated else None
    if fit_to is None:
        asked.pop("fit", None)
    search = Search(
        parameters=asked,
        text=text,
        language=asked.get("language", language),
        filters=chosen,
        reach=reach.reach,
        start=reach.start,
        day=today,
        order=_order(said, fit_to=fit_to),
        fit_to=fit_to,
    )
    return ReadSearch(search, filters, reach)


def _order(said: Mapping[str, object], *, fit_to: Listing | None) -> Order:
    if "order" in said:
        return Order(str(said["order"]))
    if fit_to:
        return Order.FIT
    return Order.WORDS if "q" in said else Order.NEWEST


def _reach(data: Mapping[str, str], *, order: str, sites: list[Site], today: date) -> ReachForm:
    # A form that nobody has sent has nothing to complain about.
    is_asked = bool(data.get("within")) or order == Order.NEAREST
    form = ReachForm(data if is_asked else None, sites=sites, today=today, initial=dict(data))
    if is_asked:
        form.is_valid()
    return form


def _reach_asked(reach: ReachForm, data: Mapping[str, str]) -> dict[str, str]:
    return {name: data[name] for name in _REACH if name in data} if reach.is_bound and not reach.errors else {}
