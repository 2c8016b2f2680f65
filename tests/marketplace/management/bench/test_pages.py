"""The benchmark of pages."""

import numpy as np
import pytest

from marketplace.management.bench.page_market import add_listings
from marketplace.models import Listing, SearchTerm
from tests.factories import NOON


@pytest.mark.django_db
def test_add_listings_makes_a_market_that_can_be_searched(client):
    add_listings(20, now=NOON, chance=np.random.default_rng(1))

    assert Listing.objects.filter(state="published").exclude(shown_months=0).count() == 20
    assert SearchTerm.objects.values("listing").distinct().count() == 20
    assert client.get("/search/").context["count"] == 20
