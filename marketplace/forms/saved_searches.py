"""A search that somebody saves, and whether it finds a listing."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qsl

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from marketplace.forms.searches import read_search
from marketplace.models import Listing, SavedSearch, Site
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listings import Viewer
from marketplace.queries.newcomers import finding, newcomer
from marketplace.queries.reach import sites_by_person
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


def search_to_save(
    data: Mapping[str, str], *, viewer: Viewer, today: date, language: str, sites: list[Site] | None = None
) -> Search:
    """Return the search of an address, without what only orders its results. sites: of `read_search`."""
    asked = {name: value for name, value in data.items() if name not in _WITHOUT}
    return read_search(asked, viewer=viewer, today=today, language=language, sites=sites).search


def searches_finding(searches: Iterable[SavedSearch], listing: Listing, *, today: date) -> list[SavedSearch]:
    """Return the saved searches that find a listing for their owners, as their pages would.

    One that no longer means what was saved, as its site or a material has gone, finds nothing: else it would find far
    too much. However many there are, the database is asked as often.
    """
    new = newcomer(listing)
    if new is None:
        return []
    searches = list(searches)
    sites = sites_by_person({each.owner_id for each in searches if _has_reach(each.query)})
    read = {each: read_saved(each, today=today, sites=sites.get(each.owner_id, [])) for each in searches}
    return finding(new, {each: results(each.owner, search) for each, search in read.items() if search})


def read_saved(search: SavedSearch, *, today: date, sites: list[Site] | None = None) -> Search | None:
    """Return what a saved search looks for; None where that has lost its meaning. sites: of `read_search`."""
    if not _has_reach(search.query):
        return _read_anybodys(search.query, search.owner.language, today, current_knowledge().version)
    return _read(search.query, viewer=search.owner, today=today, language=search.owner.language, sites=sites)


@lru_cache(maxsize=10_000)
def _read_anybodys(query: str, language: str, today: date, version: str) -> Search | None:
    """Return what a search means that starts from nobody's site. Kept: each new listing is held against all of them.

    version: of the tables, by which its materials and uses are known.
    """
    return _read(query, viewer=AnonymousUser(), today=today, language=language, sites=[])


def _read(query: str, *, viewer: Viewer, today: date, language: str, sites: list[Site] | None) -> Search | None:
    read = search_to_save(dict(parse_qsl(query)), viewer=viewer, today=today, language=language, sites=sites)
    return read if read.to_query() == query else None


def _has_reach(query: str) -> bool:
    return "within=" in query
