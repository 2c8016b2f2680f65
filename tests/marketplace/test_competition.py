"""What the law of competition asks of a marketplace: rivals never see each other's prices, amounts or buyers."""

from datetime import timedelta

import pytest

from marketplace.actions.suggestions import approve_suggestion
from marketplace.models import LegalFact, Listing, Party, Symbiosis
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_legal_fact,
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
SECRETS = ("7319", "4321", "Kvistbergets Hemliga Såg", "Storkunden AB", "391511")


@pytest.fixture
def rival():
    """Return a member of a sawmill whose rival sells the same bark to a buyer, in secret."""
    firm = make_firm(name="Kvistbergets Hemliga Såg", is_verified=True, nace="16.10")
    offer = make_offer(firm=firm, quantity_kg=4_321_000, price=7319, currency="SEK", site=make_site(firm))
    make_legal_fact(offer, "hs_code", "391511")
    said = {"code": "annual_t", "value": "4321", "said_by": make_user(), "said_at": NOON}
    LegalFact.objects.create(firm=firm, **said)
    need = make_need(firm=make_firm(name="Storkunden AB", is_verified=True))
    make_symbiosis(offer, need, answer=Party.Answer.YES, stage="discussion", introduced_at=NOON)
    own = make_firm(is_verified=True, nace="16.10")
    make_offer(firm=own, site=make_site(own))
    return make_member(own)


PAGES = ["/", "/offers/", "/offers/?view=table", "/needs/", "/my-firm/", "/symbioses/", "/notices/", "/about/"]


def test_a_rival_sees_no_price_amount_or_buyer_on_any_page(client, rival):
    client.force_login(rival)
    listings = [f"/listings/{listing.pk}/" for listing in Listing.objects.filter(state="published")]
    pages = [*PAGES, *listings, "/api/v1/offers/", "/api/v1/needs/"]

    for page in pages:
        body = client.get(page).content.decode()
        dense = body.replace("\u00a0", "").replace("\u202f", "")
        assert [secret for secret in SECRETS if secret in dense] == [], page
    assert client.get(f"/symbioses/{Symbiosis.objects.get().pk}/").status_code == 404


def test_a_buyer_suggested_to_both_rivals_is_told_of_neither_and_neither_of_the_other(client, rival):
    own = rival.membership_set.get().firm.listings.get()
    buyer = Listing.objects.get(side="need")
    approve_suggestion(make_suggestion(own, buyer), by=make_coordinator(is_lead=True), now=NOON)
    work_off(now=NOON + timedelta(minutes=5))
    suggested = Symbiosis.objects.get(suggestion__parts__listing=own)
    client.force_login(rival)

    body = client.get(f"/symbioses/{suggested.pk}/").content.decode()

    assert "What the law asks" in body
    assert [secret for secret in SECRETS if secret in body] == []
