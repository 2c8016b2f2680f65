"""Which firms a viewer may look up."""

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.models import Listing, Membership, Party
from marketplace.queries.firms import (
    coordinated_firms,
    editable_firms,
    editable_sites,
    inside_firms,
    visible_firms,
    waiting_firms,
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
NOBODY = AnonymousUser()


def test_visible_firms_hides_a_firm_whose_listings_are_blind():
    hidden = {make_offer().firm_id, make_firm(is_verified=True).pk}

    for viewer in (NOBODY, make_user(), make_member(), make_coordinator(("NO-5001",))):
        assert not visible_firms(viewer).filter(pk__in=hidden).exists()


def test_visible_firms_shows_a_firm_with_an_open_listing_to_everybody():
    offer = make_offer(visibility=Listing.Visibility.OPEN)

    for viewer in (NOBODY, make_user()):
        assert list(visible_firms(viewer)) == [offer.firm]


@pytest.mark.parametrize("state", [state for state in Listing.State if state != Listing.State.PUBLISHED])
def test_visible_firms_hides_it_when_the_open_listing_is_off_the_market(state):
    make_offer(visibility=Listing.Visibility.OPEN, state=state)

    assert not visible_firms(NOBODY).exists()


def test_visible_firms_hides_a_hidden_firm_from_all_but_its_own():
    offer = make_offer(visibility=Listing.Visibility.OPEN)
    offer.firm.hidden_at = NOON
    offer.firm.save()
    member = make_member(offer.firm)

    assert not visible_firms(NOBODY).exists()
    assert not visible_firms(make_user()).exists()
    assert list(visible_firms(member)) == [offer.firm]
    assert list(visible_firms(make_coordinator())) == [offer.firm]


@pytest.mark.parametrize(
    ("answer", "is_open"), [(Party.Answer.YES, True), (Party.Answer.NO, False), (Party.Answer.UNANSWERED, False)]
)
def test_visible_firms_opens_when_both_said_yes(answer, is_open):
    offer, need = make_offer(), make_need()
    giver, receiver = make_member(offer.firm), make_member(need.firm)
    make_symbiosis(offer, need, answer=answer)

    assert visible_firms(giver).filter(pk=need.firm_id).exists() is is_open
    assert visible_firms(receiver).filter(pk=offer.firm_id).exists() is is_open
    assert not visible_firms(make_member()).filter(pk=need.firm_id).exists()


def test_visible_firms_stays_shut_while_one_side_is_silent():
    offer, need = make_offer(), make_need()
    giver, receiver = make_member(offer.firm), make_member(need.firm)
    symbiosis = make_symbiosis(offer, need)
    symbiosis.parties.filter(listing=offer).update(answer=Party.Answer.YES, answered_at=NOON)

    assert not visible_firms(giver).filter(pk=need.firm_id).exists()
    assert not visible_firms(receiver).filter(pk=offer.firm_id).exists()


def test_coordinated_firms_are_those_of_the_municipalities():
    here, _there = make_site(municipality="SE-2309").firm, make_site(municipality="NO-5001").firm

    assert list(coordinated_firms(make_coordinator(("SE-2309",)))) == [here]
    assert coordinated_firms(make_coordinator((), is_lead=True)).count() == 2
    for viewer in (NOBODY, make_user(), make_member(here), make_coordinator(())):
        assert not coordinated_firms(viewer).exists()


def test_inside_firms_and_editable_firms_differ_for_members():
    firm = make_site().firm
    make_firm()
    member, owner, coordinator = make_member(firm, role="member"), make_member(firm), make_coordinator()

    for viewer in (member, owner, coordinator):
        assert list(inside_firms(viewer)) == [firm]
    assert not editable_firms(member).exists()
    assert list(editable_firms(owner)) == list(editable_firms(coordinator)) == [firm]
    for viewer in (NOBODY, make_user()):
        assert not inside_firms(viewer).exists()
        assert not editable_firms(viewer).exists()


def test_waiting_firms_are_unverified_seen_and_not_ones_own():
    first, second = make_site().firm, make_site().firm
    make_site(make_firm(is_verified=True))
    make_site(make_firm(hidden_at=NOON))
    make_site(municipality="NO-5001")
    own = make_site().firm
    coordinator = make_coordinator()
    Membership.objects.create(user=coordinator, firm=own)

    assert list(waiting_firms(coordinator)) == [first, second]
    assert not waiting_firms(make_member(first)).exists()
    assert not waiting_firms(NOBODY).exists()


def test_waiting_firms_counts_what_is_published():
    offer = make_offer()
    make_offer(site=offer.site, state=Listing.State.DRAFT)

    assert waiting_firms(make_coordinator()).get().listing_count == 1


def test_editable_sites_are_those_of_editable_firms():
    site, _other = make_site(), make_site(municipality="NO-5001")

    assert list(editable_sites(make_member(site.firm))) == [site]
    assert list(editable_sites(make_coordinator())) == [site]
    for viewer in (NOBODY, make_user(), make_member(site.firm, role="member")):
        assert not editable_sites(viewer).exists()
