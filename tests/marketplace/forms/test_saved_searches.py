"""Which saved searches find a new listing: those whose page would show it to their owner, asked in few questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.actions.search_index import index_listing
from marketplace.forms.saved_searches import read_saved, search_to_save, searches_finding
from marketplace.models import FirmBlock, Listing, SavedSearch
from marketplace.queries.search_results import results
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_saved_search,
    make_site,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
WORDS = [
    *["", "bark", "strö", "halm", "klyvverk", "Göran", "Sågen", "Krokom", "bark Krokom", "klyvverk januari", "sommar"],
    *[
        "03 01",
        "030199",
        "prima bark från klyvverket",
        "halm till strö i Östersund",
        "zzz",
        "och",
        "ved",
        "vassle foder",
    ],
]
FILTERS = {
    "side": ["offer", "need"],
    "material": ["bark", "acid_whey", "straw", "bark,straw"],
    "use": ["bedding", "heat", "feed"],
    "area": ["SE-2309", "SE-23-NW", "SE-2309,SE-2380"],
    "municipality": ["SE-2309", "SE-2380"],
    "country": ["SE", "NO"],
    "month": ["1", "6,7,8"],
    "amount": ["3", "4"],
    "price": ["free", "cost"],
    "hazard": ["no", "yes"],
    "resource": ["material", "heat"],
    "within": ["30", "120"],
    "place": ["Krokom", "Trondheim"],
}
SINGLE = [("q", words) for words in WORDS] + [(name, value) for name, values in FILTERS.items() for value in values]
ADDRESSES = st.lists(st.sampled_from(SINGLE), min_size=2, max_size=3, unique_by=lambda pair: pair[0]).map(dict)


def market():
    """Return listings of every kind that is seen differently, and people who see them differently."""
    firm = make_firm(name="Gömda Sågen")
    site = make_site(firm)
    words = {"title": "Prima bark från klyvverket", "description": "Ring Göran", "waste_code": "030199"}
    blind = make_offer(site=site, shown_area="SE-23-NW", quantity_kg=900_000, **words)
    listings = [
        blind,
        make_offer(site=site, visibility="open", price=0, currency="SEK", **words),
        make_need(material="straw", use="bedding", title="Halm till strö", months=[6, 7]),
        make_offer(material="acid_whey", site=make_site(municipality="SE-2380", latitude=63.18, longitude=14.64)),
        make_offer(site=site, material="sawdust", months=[1]),
        make_offer(firm=make_firm(hidden_at=NOON), state="published"),
        make_offer(state="paused"),
    ]
    partner, blocked, blocking = make_need(), make_firm(), make_firm()
    make_symbiosis(blind, partner, answer="yes", stage="discussion", introduced_at=NOON)
    FirmBlock.objects.create(firm=firm, blocked=blocked, name=blocked.name, at=NOON)
    FirmBlock.objects.create(firm=blocking, blocked=firm, name=firm.name, at=NOON)
    for listing in Listing.objects.all():
        index_listing(listing)
    people = [make_user(), make_member(partner.firm), make_member(blocked), make_member(blocking), make_member(firm)]
    people += [make_coordinator(("SE-2309",)), make_coordinator(("SE-2380",)), make_coordinator((), is_lead=True)]
    make_site(blocked)
    return [*listings, partner], people


def check(address, *, person, listings):
    query = search_to_save(address, viewer=person, today=TODAY, language="sv").to_query()
    search = SavedSearch(pk=1, owner=person, query=query)

    page = set(results(person, read_saved(search, today=TODAY)).found())
    finding = {each for each in listings if searches_finding([search], each, today=TODAY)}

    assert finding == page


def test_searches_finding_answers_as_the_page_does_by_each_filter_and_all_words():
    listings, people = market()

    for turn, pair in enumerate(SINGLE):
        check(dict([pair]), person=people[turn % len(people)], listings=listings)


def test_searches_finding_answers_as_the_page_does_by_several_at_once():
    listings, people = market()

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(person=st.sampled_from(people), address=ADDRESSES)
    def check_any(person, address):
        check(address, person=person, listings=listings)

    check_any()


def test_the_market_of_these_tests_tells_people_apart():
    """Else the test above could not fail."""
    listings, people = market()
    by_words = [make_saved_search(owner=each, query="language=sv&q=klyvverk") for each in people]

    hidden, shown, *_rest = (
        [people.index(s.owner) for s in searches_finding(by_words, each, today=TODAY)] for each in listings
    )

    assert hidden == [1, 4, 5, 7]
    assert shown == [0, 1, 4, 5, 6, 7]


def test_searches_finding_asks_as_often_for_thirty_searches_as_for_three():
    listings, people = market()
    queries = ["material=bark", "language=sv&q=bark", "place=Krokom&within=60", "within=120"]

    def asked(owners):
        searches = [make_saved_search(owner=owner, query=query) for owner in owners for query in queries]
        with CaptureQueriesContext(connection) as counted:
            searches_finding(searches, listings[0], today=TODAY)
        return len(counted)

    assert asked(people[:1]) == asked(people[1:])


def test_searches_finding_asks_the_database_as_often_however_many_searches_there_are():
    listings, people = market()
    queries = ["language=sv&q=klyvverk", "language=sv&material=bark", "language=sv&q=bark+Krokom&month=1"]
    searches = [make_saved_search(owner=person, query=query) for person in people for query in queries]

    def asked(some):
        with CaptureQueriesContext(connection) as captured:
            assert searches_finding(some, listings[0], today=TODAY)
        return len(captured)

    few = asked(searches[3:6])

    assert asked(searches) == few <= 8
