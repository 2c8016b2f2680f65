"""What an exchange could save: on what its reader sees, with a source, and nothing where no factor is known."""

import pytest

from marketplace.queries.listing_cards import listing_card
from marketplace.queries.potentials import potential
from tests.factories import make_coordinator, make_member, make_need, make_offer, make_suggestion, make_symbiosis

pytestmark = pytest.mark.django_db


def card(listing, *, is_open=True):
    listing.is_open_to_viewer, listing.is_mine = is_open, False
    return listing_card(listing)


def test_potential_counts_the_smaller_amount_and_names_where_its_factor_is_from():
    offer = make_offer(material="windows", quantity_kg=20_000)
    need = make_need(material="windows", use="wood_products", quantity_kg=12_000)

    found = potential(card(offer), card(need), km=100)

    assert found.waste_t == 12
    assert found.avoided.low < found.avoided.default < found.avoided.high
    assert found.net.low < found.avoided.low
    assert (found.year, found.is_exact) == (2025, True)
    assert found.source_url.startswith("https://")


def test_potential_claims_no_emissions_without_a_factor():
    found = potential(card(make_offer(material="bark")), card(make_need(use="")), km=None)

    assert (found.avoided, found.net, found.year, found.source_title) == (None, None, None, "")
    assert found.transport.high == 0


def test_potential_of_blind_cards_hangs_on_their_bands_alone():
    need = make_need(material="bark", quantity_kg=900_000)
    found = [
        potential(card(make_offer(quantity_kg=kilograms), is_open=False), card(need, is_open=False), km=50)
        for kilograms in (10_100, 19_900)
    ]

    assert found[0] == found[1]
    assert not found[0].is_exact


def test_potential_is_unknown_where_an_amount_or_a_rhythm_does_not_tell():
    offer = make_offer()

    assert potential(card(offer), card(make_need(resource="heat", material="waste_heat_low")), km=1) is None
    assert potential(card(offer), card(make_need(rhythm="once")), km=1) is None


def test_pages_of_suggestion_and_symbiosis_tell_what_could_be_saved(client):
    client.force_login(make_coordinator())
    page = client.get(f"/suggestions/{make_suggestion().pk}/").content.decode()
    symbiosis = make_symbiosis()
    client.force_login(make_member(symbiosis.parties.first().listing.firm))
    blind = client.get(f"/symbioses/{symbiosis.pk}/").content.decode()

    assert "What it could save" in page
    assert "Counted on the middle" not in page
    assert "Counted on the middle of the rough amounts." in blind
