"""The listing form reads what people in both countries type, and says beside its field what cannot be."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from marketplace.forms.listings import ListingForm
from marketplace.models import Listing
from tests.factories import make_need, make_offer, make_site

pytestmark = pytest.mark.django_db
TYPED = {"title": "Bark", "rhythm": "month", "unit": "t", "visibility": "blind", "material": "bark", "amount": "12"}
MEGABYTE = "bark " * 200_000


def filled(*, side="offer", **typed):
    site = make_site()
    facts = {**TYPED, "site": site.pk, **typed}
    return ListingForm(facts, instance=Listing(firm=site.firm, side=side), firm=site.firm)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1 234,5", "1234.5"),
        ("1\N{NO-BREAK SPACE}234", "1234"),
        ("1.234,5", "1234.5"),
        (" 7 ", "7"),
    ],
)
def test_listing_form_reads_amounts_as_people_write_them(typed, amount):
    form = filled(amount=typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"amount": "-5"}, "amount", "-5 is not an amount. Write a number above zero."),
        ({"amount": "0"}, "amount", "0 is not an amount"),
        ({"amount": "tolv"}, "amount", "“tolv” is not a number."),
        ({"amount": "nan"}, "amount", "“nan” is not a number."),
        ({"amount": "1e999"}, "amount", "“1e999” is not a number."),
        ({"amount": "9" * 30}, "amount", "no more than 15 digits"),
        ({"amount": MEGABYTE}, "amount", "is not a number"),
        ({"unit": "famnar"}, "unit", "“famnar” is not a unit we know"),
        ({"months": ["13"]}, "months", "“13” is not a month"),
        ({"months": ["maj"]}, "months", "“maj” is not a month"),
        (
            {"available_from": "2027-05-01", "available_until": "2027-04-01"},
            "available_until",
            "The last day (April 1, 2027) comes before the first (May 1, 2027). Swap them.",
        ),
        ({"available_from": "i vår"}, "available_from", "valid date"),
        ({"waste_code": "bark"}, "waste_code", "“bark” is not a waste code. It has six digits, like 03 01 05."),
        ({"waste_code": "99 99 99"}, "waste_code", "not in the European list of waste"),
        ({"waste_code": MEGABYTE}, "waste_code", "is not a waste code"),
        ({"price": "100", "currency": ""}, "currency", "Say which currency the price is in."),
        ({"price": "gratis"}, "price", "“gratis” is not a number."),
        ({"price": "1", "currency": "USD"}, "currency", "valid choice"),
        ({"kg_each": "-2"}, "kg_each", "A weight must be more than zero, this is -2."),
        ({"kg_each": "0"}, "kg_each", "A weight must be more than zero, this is 0."),
        ({"max_km": "-1"}, "max_km", "greater than or equal to 0"),
        ({"title": ""}, "title", "required"),
        ({"title": MEGABYTE}, "title", "at most 120 characters"),
        ({"description": MEGABYTE}, "description", "at most 4000 characters"),
        ({"quality_notes": MEGABYTE}, "quality_notes", "at most 2000 characters"),
        ({"material": "gold"}, "material", "valid choice"),
        ({"visibility": "half"}, "visibility", "valid choice"),
        ({"rhythm": "sometimes"}, "rhythm", "valid choice"),
    ],
)
def test_listing_form_says_beside_its_field_what_cannot_be(typed, field, told):
    form = filled(**typed)

    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert told in form.errors[field][0]
    assert len(form.errors[field][0]) < 200


def test_listing_form_takes_no_site_of_another_firm():
    form = filled(site=make_site().pk)

    assert list(form.errors) == ["site"]


@pytest.mark.parametrize(("typed", "price"), [("-100", "-100"), ("0", "0"), ("12,50", "12.5"), ("−3", "-3")])
def test_listing_form_takes_prices_below_and_at_zero(typed, price):
    form = filled(price=typed, currency="NOK")

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["price"], form.cleaned_data["currency"]) == (Decimal(price), "NOK")


def test_listing_form_forgets_a_currency_without_a_price():
    form = filled(currency="SEK")

    assert form.is_valid()
    assert form.cleaned_data["currency"] == ""


@pytest.mark.parametrize("code", ["03 01 01", "030101", "03 01 01*", " 030101 "])
def test_listing_form_reads_waste_codes_with_and_without_blanks_and_star(code):
    form = filled(waste_code=code)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["waste_code"] == "030101"


def test_listing_form_is_content_with_a_title():
    site = make_site()
    form = ListingForm(
        {"title": "Bark", "rhythm": "month", "visibility": "blind"},
        instance=Listing(firm=site.firm, side="offer"),
        firm=site.firm,
    )

    assert form.is_valid(), form.errors


def test_listing_form_takes_the_resource_from_the_material():
    form = filled(material="low_temperature_heat", unit="MWh")

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["resource"], form.instance.resource) == ("heat", "heat")


def test_listing_form_asks_needs_nothing_of_animal_by_products():
    assert "abp_category" not in filled(side="need").fields


@pytest.mark.parametrize(("language", "amount"), [("sv", "1234,5"), ("nb", "1234,5"), ("en", "1234.5")])
def test_listing_form_shows_a_stored_listing_as_its_reader_would_type_it(language, amount):
    offer = make_offer(
        amount=Decimal("1234.500"),
        months=[10, 11],
        available_from=date(2026, 12, 1),
        available_until=date(2027, 3, 31),
    )

    with translation.override(language):
        page = str(ListingForm(instance=Listing.objects.get(pk=offer.pk), firm=offer.firm).as_div())

    assert f'name="amount" value="{amount}"' in page
    assert 'type="date" name="available_from" value="2026-12-01"' in page
    assert 'type="date" name="available_until" value="2027-03-31"' in page
    assert [
        month for month in range(1, 13) if f'name="months" value="{month}" id="id_months_{month - 1}" checked' in page
    ] == [10, 11]


def test_listing_form_opens_its_fold_only_for_what_is_in_it():
    firm = make_site().firm
    bare, telling = make_offer(firm=firm, months=[]), make_need(months=[4])

    assert not ListingForm(instance=bare, firm=firm).has_folded_content
    assert ListingForm(instance=telling, firm=telling.firm).has_folded_content
    assert filled(waste_code="bark").has_folded_content


def test_listing_form_does_not_save():
    filled().is_valid()

    assert not Listing.objects.exists()


def test_listing_form_shows_a_kept_code_as_the_list_prints_it():
    offer = make_offer(waste_code="030105")

    form = ListingForm(instance=offer, firm=offer.firm)

    assert form["waste_code"].value() == "03 01 05"
    assert not ListingForm({"waste_code": "03 01 05"}, instance=offer, firm=offer.firm)["waste_code"]._has_changed()
