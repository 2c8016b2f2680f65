"""A large market in memory finds and counts what the database would."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.actions.events import record
from marketplace.actions.search_index import index_listing
from marketplace.forms.searches import read_search
from marketplace.models import Event, Listing
from marketplace.queries import market_columns
from marketplace.queries.facets import FACETS, all_listings, numbers_by
from marketplace.queries.listings import market
from marketplace.queries.map_clusters import area_counts
from marketplace.queries.market_columns import large_market
from marketplace.queries.search_results import results
from tests.factories import NOON, make_firm, make_member, make_need, make_offer, make_site

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture(autouse=True)
def _large(monkeypatch):
    """Call any market large, and let each test read its own."""
    monkeypatch.setattr(market_columns, "MANY", 0)
    monkeypatch.setattr(market_columns, "_kept", None)


def search(**asked):
    return results(NOBODY, read_search(asked, viewer=NOBODY, today=NOON.date(), language="sv").search)


def indexed(listing):
    index_listing(listing)
    return listing


def some_market():
    """Return listings that differ in all that is counted or looked for."""
    hidden = make_firm(name="Dolda Sågen", hidden_at=NOON)
    return [
        indexed(listing)
        for listing in (
            make_offer(visibility="open", title="Torr bark", months=[10, 11], published_at=NOON),
            make_offer(visibility="open", title="Bark i veckan", available_until=NOON.date() + timedelta(days=7)),
            make_offer(title="Bark", shown_area="SE-23-NW", quantity_kg=900_000),
            make_offer(material="sawdust", visibility="open", title="Torrt spån i storsäck", price=0, currency="SEK"),
            make_offer(material="acid_whey", months=[1], waste_code="020501"),
            make_need(material="straw", use="bedding", shown_area="NO-50-S"),
            make_need(material="bark", months=[10], quantity=None, visibility="open", title="Bark till Krokom"),
            make_offer(site=make_site(hidden), title="Bark som ingen ser", visibility="open"),
            make_offer(state="paused", title="Bark i vila", visibility="open"),
        )
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"side": "offer"},
        {"q": "bark"},
        {"q": "torr bark", "month": "10"},
        {"q": "strö"},
        {"q": "bark Krokom oktober"},
        {"q": "bark", "order": "newest", "side": "offer"},
        {"q": "0205"},
        {"q": "Dolda Sågen"},
        {"use": "bedding", "amount": "4"},
        {"material": "wood_residues", "area": "SE-23-NW,NO-50-S"},
        {"price": "free", "country": "SE", "hazard": "no", "resource": "material"},
        {"month": "1,10", "order": "ending"},
        {"order": "ending", "side": "offer"},
        {"order": "nearest", "place": "Krokom"},
        {"q": "bark", "order": "nearest", "place": "Steinkjer"},
        {"within": "120", "place": "Krokom", "order": "nearest"},
        {"place": "Krokom", "within": "60", "material": "bark"},
        {"place": "Krokom", "within": "90", "area": "SE-2309,SE-23-NW"},
    ],
)
def test_memory_finds_and_counts_what_the_database_does(asked, monkeypatch):
    some_market()
    assert large_market(NOBODY) is not None
    now = search(**asked)
    in_memory = list(now.listed()[:100]), now.number, now.counts, area_counts(now.counted(without="area"))
    monkeypatch.setattr("marketplace.queries.search_results.large_market", lambda viewer: None)

    then = search(**asked)

    expected = list(then.in_order()), then.number, then.counts, area_counts(then.counted(without="area"))
    assert in_memory == expected


def test_some_market_is_not_found_empty():
    some_market()

    assert search(q="bark").number == 4
    assert search(q="torr bark").listed()[0:1] == [Listing.objects.get(title="Torr bark")]
    assert all(search().counts[name] for name in FACETS)


def test_all_listings_are_counted_as_the_market_is():
    some_market()

    assert numbers_by(all_listings(NOBODY), "side", "material") == numbers_by(market(NOBODY), "side", "material")


def test_a_listing_that_left_or_turned_blind_is_shown_no_more():
    paused, blind = indexed(make_offer()), indexed(make_offer(visibility="open", title="Prima bark"))
    assert len(search().listed()[0:9]) == 2
    assert search(q="prima").listed()[0:9] == [blind]

    paused.state, blind.visibility = "paused", "blind"
    paused.save()
    blind.save()
    index_listing(blind)

    assert search().listed()[0:9] == [blind]
    assert search(q="prima").listed()[0:9] == []


def test_who_is_logged_in_asks_the_database():
    make_offer()

    assert large_market(make_member()) is None


def test_the_market_is_read_anew_a_minute_after_something_happened(monkeypatch):
    offer = make_offer()
    first = large_market(NOBODY)
    record(Event.Kind.LISTING_PUBLISHED, make_need(), by=None, now=NOON)

    assert large_market(NOBODY) is first
    monkeypatch.setattr(market_columns, "_LOOKED_AFTER", 0)
    second = large_market(NOBODY)

    assert set(first.pks) == {offer.pk}
    assert len(second.pks) == 2
    assert large_market(NOBODY) is second, "nothing has happened since"


def test_a_small_market_is_not_kept(monkeypatch):
    make_offer()
    monkeypatch.setattr(market_columns, "MANY", 1)

    assert large_market(NOBODY) is None
