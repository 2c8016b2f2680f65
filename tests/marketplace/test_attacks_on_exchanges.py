"""What somebody would try who wants more of a listing than is shown, or an exchange that is no longer theirs."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from marketplace.actions.blocks import block_firm
from marketplace.actions.firms import hide_firm
from marketplace.actions.listings import change_listing, move_listings, withdraw_listing
from marketplace.actions.sites import change_site
from marketplace.actions.suggestions import approve_suggestion
from marketplace.actions.symbioses import answer_introduction, open_symbiosis, renew_consent
from marketplace.errors import RefusedError
from marketplace.models import Firm, Listing, Notice, Party, Suggestion, Symbiosis
from marketplace.queries.places import area_to_show
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_symbiosis,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db


def read(client, path):
    """Return a page without what differs at every look."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", client.get(path).content.decode())


def test_blocking_a_name_tells_on_no_page_which_blind_listings_are_of_that_firm(client):
    offer, need = make_offer(), make_need()
    owner = make_member(offer.firm)
    client.force_login(owner)
    paths = ["/", "/offers/", "/needs/", "/materials/", "/my-firm/", f"/listings/{offer.pk}/", f"/listings/{need.pk}/"]
    paths += ["/api/v1/needs/", f"/api/v1/offers/{offer.pk}/matches/"]
    before = [read(client, path) for path in paths]

    block_firm(offer.firm, name=need.firm.name, by=owner, now=NOON)

    assert [read(client, path) for path in paths] == before
    assert f"/listings/{need.pk}/" in before[-1]


# --- What was approved, and what happened since -----------------------------------------------------------------------


@pytest.fixture
def approved():
    """Return a suggestion that was approved a moment ago: its firms have not been told."""
    offer, need = make_offer(firm=make_firm(is_verified=True)), make_need(firm=make_firm(is_verified=True))
    suggestion = make_suggestion(offer, need)
    return approve_suggestion(suggestion, by=make_coordinator(), now=NOON)


def giver_of(suggestion):
    return suggestion.parts.get(role="giver").listing


def withdraw(listing):
    withdraw_listing(listing, by=make_member(listing.firm), now=NOON)


def hide(listing):
    hide_firm(listing.firm, reason="Not what it says.", by=make_coordinator(), now=NOON)


def block(listing):
    other = listing.suggestion_parts.get().suggestion.parts.exclude(listing=listing).get().listing.firm
    block_firm(listing.firm, name=other.name, by=make_member(listing.firm), now=NOON)


@pytest.mark.parametrize("happens", [withdraw, hide, block])
def test_nobody_is_told_of_a_partner_who_has_left_since_the_approval(approved, happens):
    happens(giver_of(approved))

    work_off(now=NOON + timedelta(minutes=1))
    work_off(now=NOON + timedelta(minutes=5))

    approved.refresh_from_db()
    assert approved.state == Suggestion.State.LAPSED
    assert not Symbiosis.objects.exists()
    assert not Notice.objects.filter(code=Notice.Code.SYMBIOSIS_SUGGESTED).exists()


def test_open_symbiosis_looks_itself_whether_the_listings_are_still_there(approved):
    """The telling may come before the worker has heard of the withdrawal."""
    withdraw(giver_of(approved))

    assert open_symbiosis(approved, by=None, now=NOON + timedelta(minutes=5)) is None

    approved.refresh_from_db()
    assert approved.state == Suggestion.State.LAPSED


def test_a_firm_that_the_telling_has_reached_keeps_its_symbiosis(approved):
    work_off(now=NOON + timedelta(minutes=5))

    withdraw(giver_of(approved))
    work_off(now=NOON + timedelta(minutes=6))

    approved.refresh_from_db()
    assert approved.state == Suggestion.State.APPROVED


@pytest.mark.parametrize("who", ["the hidden firm", "the other firm"])
def test_nobody_is_introduced_to_a_firm_that_was_hidden_meanwhile(who):
    symbiosis = make_symbiosis()
    hidden, other = symbiosis.parties.order_by("pk")
    Firm.objects.filter(pk=hidden.listing.firm_id).update(hidden_at=NOON)
    party = hidden if who == "the hidden firm" else other

    with pytest.raises(RefusedError, match="hidden after a report"):
        answer_introduction(party, by=make_member(party.listing.firm), now=NOON, consents=True)


def test_a_site_of_another_firm_is_no_place_for_a_listing():
    listing, elsewhere = make_offer(), make_offer().site

    with pytest.raises(ValidationError):
        change_listing(listing, by=make_member(listing.firm), now=NOON, facts={"site": elsewhere})


def test_an_answer_to_a_renewed_question_is_not_wiped_out_by_a_worker_that_comes_late():
    symbiosis = make_symbiosis()
    party, other = symbiosis.parties.order_by("pk")
    Listing.objects.filter(pk=party.listing_id).update(version=2)
    renew_consent(party, by=None, now=NOON)
    answer_introduction(other, by=make_member(other.listing.firm), now=NOON, consents=True)

    renew_consent(party, by=None, now=NOON)

    other.refresh_from_db()
    assert (other.answer, other.round) == (Party.Answer.YES, 2)


def test_a_move_of_a_site_asks_for_consent_even_if_the_listing_was_changed_since():
    listing = make_offer()
    member = make_member(listing.firm)
    change_site(listing.site, facts={"latitude": 63.4}, by=member, now=NOON)
    change_listing(listing, by=member, now=NOON, facts={"description": "Färsk"})

    move_listings(listing.site, by=None, now=NOON)

    listing.refresh_from_db()
    assert listing.version == 2


def test_what_a_blind_listing_leaves_out_is_not_told_to_the_other_side(client):
    symbiosis = make_symbiosis()
    own = symbiosis.parties.get(role="giver").listing
    client.force_login(make_member(own.firm))

    page = client.get(f"/symbioses/{symbiosis.pk}/").content.decode()

    assert "The need does not say" not in page


def test_firms_made_up_by_somebody_do_not_draw_a_listing_out_of_its_half():
    listing = make_offer()
    for _firm in range(4):
        make_member(make_site(make_firm()).firm)

    assert area_to_show(listing) == "SE-23-NW"

    Firm.objects.exclude(pk=listing.firm_id).update(verified_by=make_user(), verified_at=NOON)
    assert area_to_show(listing) == "SE-2309"
