"""What is on the market now of some materials."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.queries import market_columns
from marketplace.queries.conditions import AnyOf, one_of
from marketplace.queries.live_listings import SHOWN_EACH, live_listings
from tests.factories import NOON, make_firm, make_need, make_offer

pytestmark = pytest.mark.django_db
_BARK = {"offers": one_of("material", ["bark"]), "needs": one_of("material", ["bark"])}


def test_live_listings_are_the_newest_of_what_there_is():
    offers = [make_offer(material="bark", published_at=NOON - timedelta(days=day)) for day in range(SHOWN_EACH + 2)]
    make_offer(material="sawdust"), make_offer(material="bark", firm=make_firm(hidden_at=NOON))
    need = make_need(material="bark")

    live = live_listings(AnonymousUser(), **_BARK)

    assert [card.pk for card in live.offers] == [offer.pk for offer in offers[:SHOWN_EACH]]
    assert ([card.pk for card in live.needs], live.offer_count, live.need_count) == ([need.pk], SHOWN_EACH + 2, 1)


def test_live_listings_of_a_market_in_memory_are_the_same(monkeypatch):
    for day in range(SHOWN_EACH + 2):
        make_offer(material="bark", published_at=NOON - timedelta(days=day), month_shares=[1, *[0] * 11])
    make_offer(material="sawdust"), make_need(material="bark"), make_need(material="sawdust", use="bedding")
    asked = {"offers": one_of("material", ["bark"]), "needs": AnyOf((_BARK["needs"], one_of("use", ["bedding"])))}
    from_database = live_listings(AnonymousUser(), **asked)

    monkeypatch.setattr(market_columns, "MANY", 0)
    monkeypatch.setattr(market_columns, "_kept", None)

    assert live_listings(AnonymousUser(), **asked) == from_database
    assert (from_database.offer_count, from_database.need_count) == (SHOWN_EACH + 2, 2)


def test_live_listings_count_every_listing_alike_in_the_season():
    make_offer(material="bark", month_shares=[0.75, 0.25, *[0] * 10], quantity_kg=50_000)
    make_offer(material="bark", month_shares=[], months=[2])
    make_offer(material="bark", month_shares=[], months=[2])

    live = live_listings(AnonymousUser(), **_BARK)

    assert live.supply == pytest.approx((0.75 / 2.25, 1, *[0] * 10))
    assert live.demand is None
