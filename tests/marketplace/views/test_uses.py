"""The use on the pages of a listing: part of what everybody sees."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import market
from tests.factories import make_member, make_need, make_site

pytestmark = pytest.mark.django_db


def test_a_blind_needs_card_names_its_use():
    make_need(use="bedding")

    card = listing_card(market(AnonymousUser()).get())

    assert (card.is_open, card.use_code, card.use_name) == (False, "bedding", "animal bedding")


def test_a_card_says_nothing_of_a_use_that_no_table_has():
    make_need(use="perpetual_motion")

    assert listing_card(market(AnonymousUser()).get()).use_name == ""


def test_a_listings_page_shows_its_use_in_the_readers_language(client):
    need = make_need(use="bedding")

    page = client.get(reverse("listing-detail", args=[need.pk]), headers={"accept-language": "sv"})

    assert "Strö till djur" in page.content.decode()


@pytest.mark.parametrize(("side", "is_asked"), [("need", True), ("offer", False)])
def test_the_form_asks_for_the_use_of_needs(client, side, is_asked):
    client.force_login(make_member(make_site().firm))

    page = client.get(reverse("listing-new"), {"side": side, "by_hand": 1}).content.decode()

    assert ('name="use"' in page) is is_asked
