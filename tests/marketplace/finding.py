"""Searches that were saved, and what they find and tell, for tests."""

from datetime import timedelta

from marketplace.actions.listings import publish_listing
from marketplace.actions.saved_searches import tell_of_finds
from marketplace.models import Notice, SavedSearch
from marketplace.queries.saved_searches import owners, searches_to_tell
from tests.factories import NOON, make_offer

Frequency = SavedSearch.Frequency
LATER = NOON + timedelta(hours=1)


def a_search(**fields):
    return SavedSearch(**{"query": "material=bark", "name": "Bark", "frequency": Frequency.DAILY, **fields})


def published(*, at=LATER, **fields):
    """Return an offer that a firm has just put on the market."""
    offer = make_offer(state="draft", **fields)
    return publish_listing(offer, by=None, now=at)


def told_listings(search):
    """Return of which listings a search has told, in that order, by all notices of its owner."""
    notices = Notice.objects.filter(user=search.owner).order_by("pk")
    parts = [part for notice in notices for part in notice.values.get("found", [notice.values])]
    return [listing for part in parts if part["search"] == search.pk for listing in part["listings"]]


def tell_all(*, now):
    for person in owners(searches_to_tell(now=now)):
        tell_of_finds(person, by=None, now=now)
