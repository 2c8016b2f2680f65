"""How much of a listing each viewer sees."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.models import Listing, Party, User
from marketplace.queries.listing_cards import listing_card, middle_of_band
from marketplace.queries.listings import (
    visible_listings,
)
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db
State = Listing.State
NOBODY = AnonymousUser()


def card_of(listing, viewer=NOBODY):
    return listing_card(visible_listings(viewer).get(pk=listing.pk))


SECRET = {
    "title": "Prima granbark",
    "quantity_kg": 12_345,
    "price": 77,
    "currency": "SEK",
    "waste_code": "030101",
    "available_until": date(2027, 3, 1),
    "shown_area": "SE-23-NW",
}


def test_listing_card_tells_an_outsider_only_what_everybody_may_know():
    offer = make_offer(**SECRET)

    for viewer in (NOBODY, make_user(), make_member(), make_coordinator(("NO-5001",))):
        card = card_of(offer, viewer)
        assert (card.title, card.amount, card.area_code) == ("Bark", "10–20 t a year", "SE-23-NW")
        assert card.quantity == middle_of_band(12_345)
        assert (card.is_open, card.is_blind, card.is_mine, card.firm_pk) == (False, True, False, None)
        assert not any([card.firm_name, card.price, card.waste_code, card.window_text, card.waste_name])
        assert (card.typed_amount, card.exact_price) == (None, None)
        assert offer.firm.name not in str(card)


@pytest.mark.parametrize("who", ["member", "coordinator", "partner", "anybody, where the firm is open"])
def test_listing_card_tells_everything_to_whom_it_is_open(who):
    offer = make_offer(**SECRET, visibility="open" if "anybody" in who else "blind")
    viewer: User = make_user()
    if who == "member":
        viewer = make_member(offer.firm)
    elif who == "coordinator":
        viewer = make_coordinator(("SE-2309",))
    elif who == "partner":
        need = make_need()
        make_symbiosis(offer, need, answer=Party.Answer.YES)
        viewer = make_member(need.firm)

    card = card_of(offer, viewer)

    assert (card.title, card.amount, card.quantity) == ("Prima granbark", "12.345 t a year", 12_345)
    assert (card.firm_name, card.firm_pk) == (offer.firm.name, offer.firm_id)
    assert (card.price, card.window_text) == ("77\N{NO-BREAK SPACE}SEK per t", "until March 1, 2027")
    assert card.waste_code == "030101"
    assert card.waste_name
    assert card.is_open


@pytest.mark.parametrize("answers", [("yes", "unanswered"), ("unanswered", "yes"), ("yes", "no"), ("no", "yes")])
def test_listing_card_stays_blind_until_both_said_yes(answers):
    symbiosis = make_symbiosis()
    parties = list(symbiosis.parties.order_by("pk"))
    for party, answer in zip(parties, answers, strict=True):
        answered_at = None if answer == "unanswered" else NOON
        Party.objects.filter(pk=party.pk).update(answer=answer, answered_at=answered_at)

    assert not card_of(parties[1].listing, make_member(parties[0].listing.firm)).is_open
    assert not card_of(parties[0].listing, make_member(parties[1].listing.firm)).is_open


def test_listing_card_can_be_drawn_blind_for_whoever_could_see_it():
    offer = make_offer(**SECRET)
    listing = visible_listings(make_member(offer.firm)).get()

    card = listing_card(listing, blind=True)

    assert (card.title, card.firm_name, card.price) == ("Bark", "", "")


def test_listing_card_of_a_bare_draft_has_empty_parts():
    draft = make_offer(state=State.DRAFT, site=None, firm=make_firm(), material="", amount=None, quantity=None, unit="")

    card = card_of(draft, make_member(draft.firm))

    assert (card.amount, card.area_name, card.material_name, card.band, card.quantity) == ("", "", "", None, None)


def test_listing_card_draws_months_beside_the_highest():
    offer = make_offer(months=[1, 2], month_shares=[0.75, 0.25, *[0] * 10])

    card = card_of(offer)

    assert card.months == (1, pytest.approx(1 / 3), *[0] * 10)
    assert (card.months_text, card.month_numbers) == ("Jan–Feb", (1, 2))
