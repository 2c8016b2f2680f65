"""The factories make rows that the models themselves accept."""

import pytest
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

from marketplace.models import Country
from tests.factories import (
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_symbiosis,
    valid_org_number,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [0, 1, 5, 77])
def test_valid_org_number_is_valid_in_its_country(number):
    assert swedish.is_valid(valid_org_number(Country.SWEDEN, number=number))
    assert norwegian.is_valid(valid_org_number(Country.NORWAY, number=number))


def test_make_functions_return_valid_rows():
    symbiosis = make_symbiosis(make_offer(quantity_kg=5000), make_need(), answer="yes")
    rows = [symbiosis, symbiosis.suggestion, *symbiosis.parties.all(), make_coordinator(), make_firm(is_verified=True)]

    for row in [*rows, make_member(), *symbiosis.suggestion.parts.all()]:
        row.full_clean(exclude=["password"])
    for party in symbiosis.parties.all():
        party.listing.full_clean()
