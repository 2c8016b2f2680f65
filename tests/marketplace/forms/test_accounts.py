"""What signing up asks and says."""

import pytest
from django.utils import translation

from marketplace.forms.accounts import DeletionForm, SignupForm
from marketplace.models import Country, Invitation
from tests.factories import make_firm, make_member, make_user

FILLED = {
    "name": "Anna Ås",
    "language": "sv",
    "country": "SE",
    "org_number": "556677-8899",
    "firm_name": "Ås Såg AB",
    "nace": "16",
    "place": "Krokom",
}


def sign_up(**typed):
    return SignupForm({**FILLED, **typed})


def test_signup_form_makes_a_firm_and_a_site():
    form = sign_up()

    assert form.is_valid(), form.errors
    firm, site = form.firm(), form.site()
    assert (firm.name, firm.country, firm.org_number, firm.nace) == ("Ås Såg AB", "SE", "5566778899", "16")
    assert (site.municipality, site.locality, site.location_precision) == ("SE-2309", "Krokom", "place")


def test_signup_form_hashes_a_sole_traders_number():
    form = sign_up(org_number="880320-0016", is_sole_trader="on")

    assert form.is_valid(), form.errors
    assert form.firm().org_number == ""
    assert len(form.firm().org_number_hash) == 64


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"org_number": "556677-8898"}, "org_number", "Check its digits"),
        ({"org_number": "556677-8899", "country": "NO"}, "org_number", "nine, such as"),
        ({"org_number": "556677-8899", "is_sole_trader": "on"}, "org_number", "Take away the tick"),
        ({"place": "Qwertyuiop"}, "place", "Choose the municipality"),
        ({"country": "DK"}, "country", "DK"),
        ({"nace": "04"}, "nace", "04"),
        ({"firm_name": ""}, "firm_name", "required"),
        ({"name": "x" * 121}, "name", "120"),
    ],
)
def test_signup_form_says_what_is_wrong_beside_the_field(typed, field, sentence):
    with translation.override("en"):
        form = sign_up(**typed)

        assert list(form.errors) == [field]
        assert sentence in form.errors[field][0]


def test_signup_form_keeps_what_was_typed():
    page = str(sign_up(place="Qwertyuiop").as_div())

    for typed in ("Anna Ås", "556677-8899", "Ås Såg AB", "Qwertyuiop"):
        assert typed in page


def test_signup_form_offers_industries_in_the_readers_language():
    with translation.override("nb"):
        labels = dict(SignupForm().fields["nace"].choices)

    assert labels["16"] == "Sagbruk og trevarer"


def test_signup_form_by_invitation_asks_for_no_firm():
    form = SignupForm({"name": "Anna", "language": "nb"}, invitation=Invitation())

    assert form.is_valid(), form.errors
    assert set(form.fields) == {"name", "language"}


@pytest.mark.django_db
def test_deletion_form_offers_the_other_members():
    firm = make_firm(country=Country.NORWAY)
    owner, member = make_member(firm), make_member(firm, role="member")
    make_user()

    form = DeletionForm({f"firm_{firm.pk}": str(member.pk), "is_sure": "on"}, user=owner, firms=[firm])

    assert form.is_valid(), form.errors
    assert form.successors() == {firm.pk: member.pk}
    assert [value for value, _label in form.fields[f"firm_{firm.pk}"].choices] == ["", member.pk]


@pytest.mark.django_db
def test_deletion_form_takes_nobody_for_an_answer():
    firm = make_firm()

    form = DeletionForm({"is_sure": "on"}, user=make_member(firm), firms=[firm])

    assert form.is_valid(), form.errors
    assert form.successors() == {}
