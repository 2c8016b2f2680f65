"""Organisation numbers: which are valid where, and that a person's is never kept."""

import pytest

from marketplace.models import Country
from marketplace.queries.org_numbers import (
    OrgNumber,
    OrgNumberError,
    firm_with_number,
    format_org_number,
    read_org_number,
)
from tests.factories import make_firm

PERSONAL = "880320-0016"  # an example number of the tax authority's kind, of nobody
OTHER_FORMS = ["8803200016", "198803200016", "19880320-0016", " 880320 - 0016 "]


@pytest.mark.parametrize(
    ("country", "typed", "number"),
    [
        (Country.SWEDEN, "556677-8899", "5566778899"),
        (Country.SWEDEN, "5566 77 8899", "5566778899"),
        (Country.SWEDEN, "SE556677889901", "5566778899"),
        (Country.SWEDEN, "16556677-8899", "5566778899"),
        (Country.NORWAY, "988 077 917", "988077917"),
        (Country.NORWAY, "NO 988 077 917 MVA", "988077917"),
    ],
)
def test_read_org_number_takes_the_ways_people_write_it(country, typed, number):
    assert read_org_number(typed, country=country) == OrgNumber(country, number=number)


@pytest.mark.parametrize(
    ("country", "typed", "is_sole_trader", "sentence"),
    [
        (Country.SWEDEN, "556677-8898", False, "ten, such as"),
        (Country.SWEDEN, "", False, "ten, such as"),
        (Country.SWEDEN, "988077917", False, "ten, such as"),
        (Country.SWEDEN, "556677-8899", True, "company's number"),
        (Country.SWEDEN, "880320-0018", True, "ten or twelve"),
        (Country.SWEDEN, "881320-0016", False, "ten, such as"),
        (Country.NORWAY, "988 077 918", False, "nine, such as"),
        (Country.NORWAY, "556677-8899", True, "nine, such as"),
        (Country.NORWAY, "151086 95088", True, "personal identity number"),
    ],
)
def test_read_org_number_says_what_to_do(country, typed, is_sole_trader, sentence):
    with pytest.raises(OrgNumberError, match=sentence):
        read_org_number(typed, country=country, is_sole_trader=is_sole_trader)


@pytest.mark.parametrize("is_sole_trader", [True, False])
def test_read_org_number_hashes_a_persons_number_even_without_the_tick(is_sole_trader):
    number = read_org_number(PERSONAL, country=Country.SWEDEN, is_sole_trader=is_sole_trader)

    assert number.number == ""
    assert len(number.hash) == 64
    assert "8803200016" not in repr(number)


def test_read_org_number_hashes_every_form_alike():
    hashes = {read_org_number(typed, country=Country.SWEDEN).hash for typed in (PERSONAL, *OTHER_FORMS)}

    assert len(hashes) == 1


def test_read_org_number_takes_coordination_numbers():
    assert read_org_number("701063-2391", country=Country.SWEDEN, is_sole_trader=True).hash


def test_read_org_number_hash_depends_on_the_key(settings):
    before = read_org_number(PERSONAL, country=Country.SWEDEN).hash
    settings.SECRET_KEY = "another"

    assert read_org_number(PERSONAL, country=Country.SWEDEN).hash != before


@pytest.mark.django_db
def test_firm_with_number_finds_a_sole_trader_after_the_key_changed(settings):
    firm = make_firm(org_number="", org_number_hash=read_org_number(PERSONAL, country=Country.SWEDEN).hash)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert firm_with_number(read_org_number(PERSONAL, country=Country.SWEDEN)) == firm


@pytest.mark.django_db
def test_firm_with_number_keeps_countries_apart():
    firm = make_firm(country=Country.NORWAY, org_number="988077917")

    assert firm_with_number(OrgNumber(Country.NORWAY, number="988077917")) == firm
    assert firm_with_number(OrgNumber(Country.SWEDEN, number="988077917")) is None


@pytest.mark.django_db
def test_format_org_number_shows_nothing_of_a_sole_trader():
    assert format_org_number(make_firm(org_number="5566778899")) == "556677-8899"
    assert format_org_number(make_firm(country=Country.NORWAY, org_number="988077917")) == "988 077 917"
    assert format_org_number(make_firm(org_number="", org_number_hash="0" * 64)) == ""
