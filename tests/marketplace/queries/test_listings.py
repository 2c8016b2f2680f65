"""Who sees which listings, in which order."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.models import FirmBlock, Listing, Party, User
from marketplace.queries.listings import (
    editable_listings,
    listings_open_to,
    listings_to_expire,
    listings_to_question,
    market,
    own_listings,
    people_apart_from,
    people_open_to,
    visible_listings,
)
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db
State = Listing.State
NOBODY = AnonymousUser()


def block(firm, other):
    FirmBlock.objects.create(firm=firm, name=other.name, blocked=other, by=make_user(), at=NOON)


def test_market_shows_only_what_is_published():
    shown = make_offer()
    for state in set(State) - {State.PUBLISHED}:
        make_offer(state=state)

    assert list(market(NOBODY)) == [shown]


def test_market_hides_what_a_hidden_firm_has():
    make_offer(firm=make_firm(hidden_at=NOON))

    assert not market(NOBODY).exists()
    assert not market(make_user()).exists()


def test_market_keeps_open_listings_of_blocked_firms_apart_both_ways():
    offer, need = make_offer(visibility="open"), make_need(visibility="open")
    blocker, blocked = make_member(offer.firm), make_member(need.firm)
    block(offer.firm, need.firm)

    assert list(market(blocker)) == [offer]
    assert list(market(blocked)) == [need]
    assert set(market(make_user())) == {offer, need}


def test_people_apart_from_a_firm_are_those_of_firms_that_block_it_or_that_it_blocks():
    firm, blocked, blocking = make_firm(), make_firm(), make_firm()
    block(firm, blocked)
    block(blocking, firm)
    apart = {make_member(blocked), make_member(blocking)}
    make_member(firm), make_member()

    assert set(people_apart_from(firm)) == apart


def test_people_open_to_a_listing_are_those_to_whom_it_is_open():
    listing, other = make_offer(), make_offer()
    draft = make_offer(state="draft", firm=other.firm, site=None)
    asked, partner = make_need(), make_need()
    make_symbiosis(listing, asked, answer="")
    make_symbiosis(listing, partner, answer="yes", stage="discussion", introduced_at=NOON)
    for firm in (listing.firm, other.firm, asked.firm, partner.firm):
        make_member(firm)
    make_coordinator(("SE-2309",)), make_coordinator(("NO-5038",)), make_coordinator((), is_lead=True)
    everybody = set(User.objects.all())

    for each in (listing, other, draft, partner):
        assert set(people_open_to(each)) == {person for person in everybody if each in listings_open_to(person)}
    assert 1 < people_open_to(listing).count() < len(everybody)


def test_market_comes_newest_first_and_then_by_age_of_the_row():
    first, second = make_offer(), make_offer()
    newest = make_need(published_at=NOON + timedelta(hours=1))

    assert list(market(NOBODY)) == [newest, first, second]


def test_market_shows_a_listing_once_to_a_member_of_two_firms():
    offer = make_offer()
    person = make_member(offer.firm)
    person.membership_set.create(firm=make_firm())

    assert list(market(person)) == [offer]


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLISHED}))
def test_visible_listings_shows_what_left_the_market_to_its_firm_and_coordinator_alone(state):
    offer = make_offer(state=state)
    for viewer in (make_member(offer.firm), make_coordinator(("SE-2309",)), make_coordinator((), is_lead=True)):
        assert list(visible_listings(viewer)) == [offer]

    for viewer in (NOBODY, make_user(), make_member(), make_coordinator(("NO-5001",))):
        assert not visible_listings(viewer).exists()


def test_visible_listings_shows_a_hidden_firms_to_itself_and_its_coordinator():
    offer = make_offer(firm=make_firm(hidden_at=NOON))

    assert list(visible_listings(make_member(offer.firm))) == [offer]
    assert list(visible_listings(make_coordinator())) == [offer]
    assert not visible_listings(make_member()).exists()


def test_visible_listings_stays_with_partners_after_it_left_the_market():
    symbiosis = make_symbiosis(answer=Party.Answer.YES)
    offer, need = (party.listing for party in symbiosis.parties.order_by("pk"))
    Listing.objects.filter(pk=need.pk).update(state=State.FULFILLED)

    assert need in visible_listings(make_member(offer.firm))
    assert need not in visible_listings(make_member())


def test_own_listings_puts_drafts_first_and_leaves_out_what_was_withdrawn():
    firm = make_firm()
    paused, published, draft = (make_offer(firm=firm, state=state) for state in ("paused", "published", "draft"))
    make_offer(firm=firm, state=State.WITHDRAWN)
    make_offer()

    assert list(own_listings(make_member(firm))) == [draft, published, paused]


def test_editable_listings_are_those_of_ones_firm_or_area():
    offer = make_offer()
    make_offer(site=make_site(municipality="NO-5001"))

    assert list(editable_listings(make_member(offer.firm))) == [offer]
    assert list(editable_listings(make_coordinator(("SE-2309",)))) == [offer]
    assert not editable_listings(make_member()).exists()


def test_editable_listings_places_a_draft_without_site_where_its_firm_is():
    draft = make_offer(site=None, firm=make_site().firm, state=State.DRAFT)

    assert list(editable_listings(make_coordinator(("SE-2309",)))) == [draft]
    assert not editable_listings(make_coordinator(("NO-5001",))).exists()


def test_listings_to_question_are_published_ones_of_a_quarter_ago():
    stale = make_offer(confirmed_at=NOON - timedelta(days=92))
    make_offer(confirmed_at=NOON - timedelta(days=90))
    make_offer(confirmed_at=NOON - timedelta(days=92), questioned_at=NOON)
    make_offer(confirmed_at=NOON - timedelta(days=92), state=State.PAUSED)

    assert list(listings_to_question(now=NOON)) == [stale]


def test_listings_to_expire_have_passed_their_last_day_or_stayed_silent():
    over = make_offer(available_until=NOON.date() - timedelta(days=1))
    silent = make_offer(questioned_at=NOON - timedelta(days=29), state=State.PAUSED)
    make_offer(available_until=NOON.date())
    make_offer(questioned_at=NOON - timedelta(days=27))
    make_offer(available_until=NOON.date() - timedelta(days=1), state=State.FULFILLED)

    assert list(listings_to_expire(now=NOON)) == [over, silent]
