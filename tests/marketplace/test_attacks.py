"""What somebody would try who wants to know more than they may, or to break what others rely on."""

import re

import pytest

from marketplace.actions.blocks import block_firm
from tests.factories import NOON, make_member, make_need, make_offer

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
