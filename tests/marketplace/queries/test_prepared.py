"""Queries whose SQL is made once."""

import pytest

from marketplace.models import Firm
from marketplace.queries.prepared import prepared
from tests.factories import make_firm

pytestmark = pytest.mark.django_db


def test_prepared_finds_what_there_is_when_it_is_asked():
    names = Firm.objects.filter(country="SE").order_by("name").values_list("name", "is_host")
    query = prepared(names)

    before = query.rows()
    make_firm(name="Sågen 100%"), make_firm(name="Bruket"), make_firm(name="Bruget", country="NO")

    assert (before, query.rows()) == ([], [("Bruket", False), ("Sågen 100%", False)])


def test_prepared_takes_its_values_along():
    make_firm(name="100 % trä"), make_firm(name="Bruket")

    query = prepared(Firm.objects.filter(name__contains="0 %").values_list("name"))

    assert query.rows() == [("100 % trä",)]


def test_prepared_finds_nothing_where_nothing_can_be(django_assert_num_queries):
    make_firm()
    query = prepared(Firm.objects.filter(pk__in=[]).values_list("pk"))

    with django_assert_num_queries(0):
        assert query.rows() == []
