"""A search that somebody saves, and whether it finds a listing."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.forms.searches import read_search
from marketplace.models import Listing, SavedSearch, User
from marketplace.queries.search_results import results
from marketplace.queries.searches import Search

# They order what is found, and find nothing themselves.
_WITHOUT = ("order", "fit")


class SavedSearchForm(forms.ModelForm):
    """How a search is called, and how often its owner wants to hear of it."""

    class Meta:
        model = SavedSearch
        fields = ("name", "frequency")
        widgets = {"frequency": forms.RadioSelect}
        labels = {"name": _("What do you want to call it?"), "frequency": _("When do you want mail?")}
        error_messages = {
            "name": {"required": _("Give it a name, for the subject of the mail.")},
            "frequency": {"required": _("Choose when you want mail.")},
        }


def search_to_save(data: Mapping[str, str], *, viewer: User, today: date, language: str) -> Search:
    """Return the search of an address, without what only orders its results."""
    asked = {name: value for name, value in data.items() if name not in _WITHOUT}
    return read_search(asked, viewer=viewer, today=today, language=language).search


def finds(search: SavedSearch, listing: Listing, *, today: date) -> bool:
    """Return whether a saved search finds a listing for its owner, as its page would.

    One that no longer means what was saved, as its site or a material has gone, finds nothing: else it would find far
    too much.
    """
    read = read_saved(search, today=today)
    return read is not None and results(search.owner, read).found().filter(pk=listing.pk).exists()


def read_saved(search: SavedSearch, *, today: date) -> Search | None:
    """Return what a saved search looks for; None where that has lost its meaning."""
    read = search_to_save(
        dict(parse_qsl(search.query)), viewer=search.owner, today=today, language=search.owner.language
    )
    return read if read.to_query() == search.query else None
