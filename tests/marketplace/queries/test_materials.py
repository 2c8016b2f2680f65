"""The tree of materials in the reader's language, with what is on the market of each."""

import pytest
from django.utils import translation

from marketplace.models import Listing
from marketplace.queries import market_columns
from marketplace.queries.materials import material_numbers, material_tree
from tests.factories import NOON, make_firm, make_need, make_offer

pytestmark = pytest.mark.django_db


def row_of(code):
    return next(row for group in material_tree(material_numbers()) for row in group.rows if row.code == code)


def test_material_tree_counts_what_everybody_sees():
    make_offer(), make_offer(), make_need()
    make_offer(state=Listing.State.DRAFT), make_offer(firm=make_firm(hidden_at=NOON))

    assert (row_of("bark").offers, row_of("bark").needs) == (2, 1)
    assert (row_of("sawdust").offers, row_of("sawdust").needs) == (0, 0)


def test_material_numbers_of_a_large_market_are_those_that_the_database_counts(monkeypatch):
    make_offer(), make_offer(material="sawdust"), make_need()
    make_offer(state=Listing.State.DRAFT), make_offer(firm=make_firm(hidden_at=NOON))
    counted = material_numbers()

    monkeypatch.setattr(market_columns, "MANY", 0)
    monkeypatch.setattr(market_columns, "_kept", None)

    assert material_numbers() == counted
    assert sum(counted.values()) == 3


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_material_tree_is_in_order_of_the_readers_names(language):
    with translation.override(language):
        groups = material_tree(material_numbers())

    assert [*groups] == sorted(groups, key=lambda group: group.name.casefold())
    for group in groups:
        assert [*group.rows] == sorted(group.rows, key=lambda row: row.name.casefold())
    assert sum(len(group.rows) for group in groups) >= 60
