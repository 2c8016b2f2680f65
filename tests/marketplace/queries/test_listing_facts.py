"""What a card is made of, and what is kept by it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from marketplace import knowledge_tables
from marketplace.models import Firm, Listing, Party, Photo, Site, User
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listing_facts import Facts, Kept, facts_card, facts_photos, listing_facts
from marketplace.queries.listings import market, visible_listings
from marketplace.queries.opened import opened_firms
from marketplace.queries.photos import shown_photos
from marketplace.queries.prepared import prepared
from matching.knowledge import Amendment
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_photo,
    make_site,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
BARK = Amendment(table="materials", row="bark", column="name_en", old="bark", new="bark, raw")


@pytest.fixture
def offer() -> Listing:
    """Return a hidden offer with everything that a card can tell."""
    offer = make_offer(
        title="Färsk “granbark”, 100 %",
        quantity_kg=12_345,
        price=Decimal("-40.50"),
        currency="NOK",
        waste_code="170204",
        months=[1, 2, 12],
        available_from=date(2026, 12, 1),
        available_until=date(2027, 3, 1),
        site=make_site(make_firm(name="Sågen"), locality="Föllinge"),
    )
    make_photo(offer, position=2, alt="Högen", is_open=True)
    make_photo(offer, shade=1, position=1, alt="Skylten")
    return offer


@pytest.fixture
def listings(offer) -> list[Listing]:
    """Return listings of all kinds."""
    return [
        offer,
        make_offer(visibility="open", title="Öppen", price=0, currency="SEK", quantity_kg=1),
        make_need(use="bedding", rhythm="once", published_at=NOON + timedelta(hours=11, microseconds=7)),
        make_need(resource="heat", unit="MWh", amount=Decimal("1500000.125"), quantity=1.5e9, material="bark"),
        make_need(material="no longer known", waste_code="999999", month_shares=[], visibility="open"),
        make_offer(state=Listing.State.PAUSED, is_confirmed=False),
        make_offer(state=Listing.State.DRAFT, firm=make_firm(), site=None, amount=None, quantity=None, material=""),
    ]


def viewers(offer: Listing) -> dict[str, User | AnonymousUser]:
    need = make_need()
    make_symbiosis(offer, need, answer=Party.Answer.YES)
    return {
        "nobody": NOBODY,
        "somebody": make_user(),
        "own firm": make_member(offer.firm),
        "partner": make_member(need.firm),
        "coordinator": make_coordinator(is_lead=True),
    }


def of_listing(listing: Listing, **values: object) -> None:
    """Change columns without an action: nothing that is kept may count on being told."""
    Listing.objects.filter(pk=listing.pk).update(**values)


def facts_of(listing: Listing, viewer: User | AnonymousUser = NOBODY) -> Facts:
    return Facts(*listing_facts(visible_listings(viewer).filter(pk=listing.pk)).get())


def test_facts_card_is_the_card_of_the_listing_for_every_viewer(listings, django_assert_num_queries):
    for viewer in viewers(listings[0]).values():
        rows = prepared(listing_facts(visible_listings(viewer))).rows()
        with django_assert_num_queries(0):
            cards = [facts_card(Facts._make(row)) for row in rows]

        assert cards == [listing_card(listing) for listing in visible_listings(viewer)]
        assert len(cards) >= len(listings) - 2


def test_prepared_facts_are_those_that_the_query_tells(listings):
    query = listing_facts(market(NOBODY))

    told, quick = ([facts_card(Facts._make(row)) for row in rows] for rows in (query, prepared(query).rows()))

    assert told == quick


def test_facts_photos_are_those_of_the_page_for_every_viewer(offer):
    alts = {}

    for who, viewer in viewers(offer).items():
        photos = facts_photos(facts_of(offer, viewer))
        assert photos == shown_photos(visible_listings(viewer).get(pk=offer.pk))
        alts[who] = [photo.alt for photo in photos]

    few, all_of_them = ["Högen"], ["Skylten", "Högen"]
    assert alts == {
        **{"nobody": few, "somebody": few, "own firm": all_of_them},
        **{"partner": all_of_them, "coordinator": all_of_them},
    }


def test_kept_is_made_once_for_everybody(offer):
    made = []
    kept = Kept(lambda facts, ending: made.append(facts.pk) or f"{facts.pk}{ending}", most=10)

    answers = [kept.of([facts_of(offer, viewer)], "!") for viewer in (NOBODY, make_user(), NOBODY)]

    assert answers == [[f"{offer.pk}!"]] * 3
    assert made == [offer.pk]
    assert kept.of([facts_of(offer)], "?") == [f"{offer.pk}?"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda offer: of_listing(offer, visibility="blind"), id="hidden"),
        pytest.param(lambda offer: of_listing(offer, amount=90), id="amount"),
        pytest.param(lambda offer: of_listing(offer, months=[7]), id="months"),
        pytest.param(lambda offer: of_listing(offer, is_confirmed=False), id="confirmed"),
        pytest.param(lambda offer: Firm.objects.filter(pk=offer.firm_id).update(name="Bruket"), id="firm"),
        pytest.param(lambda offer: Site.objects.filter(pk=offer.site_id).update(locality="Krokom"), id="site"),
        pytest.param(lambda offer: Photo.objects.filter(listing=offer).update(alt="Hög"), id="photos"),
        pytest.param(lambda offer: knowledge_tables.take_in((BARK,)), id="tables"),
        pytest.param(lambda offer: translation.activate("nb"), id="language"),
    ],
)
def test_kept_is_made_anew_when_something_has_changed(offer, change: Callable[[Listing], object]):
    of_listing(offer, visibility="open")
    kept = Kept(lambda facts: f"{facts_card(facts)} {facts_photos(facts)}", most=10)
    before = kept.of([facts_of(offer)])
    change(offer)

    after = kept.of([facts_of(offer)])

    assert after != before


def test_kept_makes_what_is_open_by_a_right_of_ones_own_for_each_answer(offer):
    coordinator, made = make_coordinator(), []
    kept = Kept(lambda facts: made.append(facts.pk) or facts_card(facts).firm_name, most=10)

    noted = []
    for _each in range(2):
        with opened_firms() as firms:
            assert kept.of([facts_of(offer, coordinator)]) == ["Sågen"]
        noted.append(firms)

    assert noted == [{offer.firm_id}] * 2
    assert kept.of([facts_of(offer)]) == [""]
    assert len(made) == 3


def test_kept_lets_go_of_what_was_asked_for_longest_ago():
    made = []
    kept = Kept(lambda facts: made.append(facts.title) or facts.title, most=2)
    rows = [facts_of(make_offer(visibility="open", title=title)) for title in "abc"]

    for number in (0, 1, 0, 2, 0, 1):
        kept.of([rows[number]])

    assert made == ["a", "b", "c", "b"]
