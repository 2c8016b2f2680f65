"""What somebody would try who wants to know who is here, or who was."""

import json

import pytest
from django.test import Client

from marketplace.actions.accounts import delete_account
from marketplace.actions.firms import change_firm, verify_firm
from marketplace.actions.invitations import invite_colleague
from marketplace.actions.listings import change_listing
from marketplace.actions.sites import change_site
from marketplace.models import Event, Firm, Listing, Notice, Site
from marketplace.queries.org_numbers import read_org_number
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_offer,
    make_site,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db
SIGN_UP = {"name": "Göran", "password1": "barkmaskin-17", "language": "en"}
SIGN_UP |= {"country": "SE", "firm_name": "Nya sågen", "nace": "16", "place": "Krokom"}


@pytest.mark.parametrize("number", ["556036-0793", "556677-8899"])
def test_signing_up_tells_nobody_whether_an_address_has_an_account(number):
    make_user(email="there@example.org")
    make_firm(name="Gamla sågen", org_number="5560360793")

    def answer(email):
        page = Client().post("/accounts/signup/", {**SIGN_UP, "email": email, "org_number": number}, follow=True)
        return page.redirect_chain, [str(message) for message in page.context["messages"]]

    told_who_is_here = answer("there@example.org")
    steps, told = answer("new@example.org")
    assert (steps, [line.replace("new@", "there@") for line in told]) == told_who_is_here


def test_nobody_tries_number_after_number_or_mails_to_everybody(client):
    firm = make_firm()
    client.force_login(make_member(firm))
    form = {**SIGN_UP, "org_number": "556036-0792"}

    tried = [client.post("/firms/new/", form).status_code for _try in range(11)]
    invited = [client.post(f"/firms/{firm.pk}/invite/", {"email": f"{n}@b.se"}).status_code for n in range(11)]

    assert (tried[0], tried[-1]) == (422, 429)
    assert (invited[0], invited[-1]) == (302, 429)


@pytest.mark.parametrize("country_and_number", [("SE", "5560360793"), ("NO", "988077917")])
def test_a_number_in_other_digits_is_the_same_number(country_and_number):
    country, number = country_and_number
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert read_org_number(wide, country=country) == read_org_number(number, country=country)


def test_nothing_tells_who_a_sole_trader_was_once_she_has_left():
    firm = make_firm(name="Anna Åsheim Trä", org_number="", org_number_hash="a" * 64)
    site = make_site(firm, address="Åsheimsvägen 1")
    anna = make_member(firm)
    offer = make_offer(site=site, title="Annas bark, Åsheim")
    change_firm(firm, facts={"name": "Åsheim Trä"}, by=anna, now=NOON)
    change_site(site, facts={"address": "Åsheimsvägen 2"}, by=anna, now=NOON)
    change_listing(offer, facts={"description": "Ring Åsheim"}, by=anna, now=NOON)
    verify_firm(firm, checks=["called"], by=make_coordinator(), now=NOON)
    work_off(now=NOON)

    delete_account(anna, successors={}, by=anna, now=NOON)

    rows = [Event, Notice, Firm, Site, Listing]
    left = json.dumps([list(model.objects.values()) for model in rows], default=str, ensure_ascii=False)
    assert "Åsheim" not in left
    assert "aaaa" not in left


def test_nothing_names_who_invited_once_they_have_left():
    firm = make_firm()
    leaving = make_member(firm, name="Göran Gåsmo")
    make_member(firm), make_user(email="a@example.org")
    invite_colleague(firm, email="a@example.org", by=leaving, now=NOON)
    work_off(now=NOON)

    delete_account(leaving, successors={}, by=leaving, now=NOON)

    assert "Gåsmo" not in json.dumps(list(Notice.objects.values()), default=str, ensure_ascii=False)
