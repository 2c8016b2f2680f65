"""Firms in the API: only those whose identity is open to the caller, and their insides to their own alone."""

import json

import pytest

from marketplace.models import Event, Party
from tests.api.asking import NOBODY, ask, ids, queries_of, read
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_symbiosis,
    valid_org_number,
)

pytestmark = pytest.mark.django_db
NUMBER = valid_org_number("SE", number=777_777)


@pytest.fixture
def blind():
    """Return a firm with a blind listing alone."""
    firm = make_firm(name="Kvarnens Såg", org_number=NUMBER, nace="16.10")
    make_offer(site=make_site(firm, locality="Föllinge", address="Kvarnvägen 7"))
    return firm


@pytest.fixture
def open_one():
    """Return a firm with an open listing, which everybody may know."""
    firm = make_firm(name="Öppna Tegel", nace="43.11")
    make_offer(firm=firm, material="bricks", visibility="open")
    return firm


def test_nobody_sees_firms_with_an_open_listing_and_nothing_of_their_inside(blind, open_one):
    (told,) = read("firms/", accept_language="en")["results"]

    assert told == {
        "id": open_one.pk,
        "name": "Öppna Tegel",
        "industry": told["industry"],
        "is_mine": False,
        "inside": None,
        "url": f"http://testserver/firms/{open_one.pk}/",
    }
    assert told["industry"]
    assert read(f"firms/{open_one.pk}/", accept_language="en") == told
    assert ask(f"firms/{blind.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["nobody", "other firm", "coordinator elsewhere"])
def test_a_firm_with_blind_listings_alone_is_nowhere_to_outsiders(blind, who):
    people = {"nobody": lambda: NOBODY, "other firm": make_member}
    viewer = people.get(who, lambda: make_coordinator(("NO-5001",)))()

    text = ask("firms/", viewer).content.decode()

    assert blind.pk not in ids(json.loads(text))
    assert not [secret for secret in ("Kvarn", NUMBER, "llinge") if secret in text]
    assert ask(f"firms/{blind.pk}/", viewer).status_code == ask("firms/999999/", viewer).status_code == 404


def test_members_read_their_firm_from_inside(blind, open_one):
    told = read("firms/", make_member(blind))["results"]

    assert [(firm["name"], firm["is_mine"]) for firm in told] == [("Kvarnens Såg", True), ("Öppna Tegel", False)]
    inside = told[0]["inside"]
    assert (inside["org_number"].replace("-", ""), inside["nace"], inside["country"]) == (NUMBER, "16.10", "SE")
    assert [(site["place"], site["address"]) for site in inside["sites"]] == [("Föllinge, Krokom", "Kvarnvägen 7")]
    assert told[1]["inside"] is None


def test_introduced_firms_read_each_others_names_and_no_more(blind):
    need = make_need(firm=make_firm(name="Gården"))
    make_symbiosis(blind.listings.get(), need, answer=Party.Answer.YES, introduced_at=NOON, stage="discussion")

    told = {firm["name"]: firm["inside"] is not None for firm in read("firms/", make_member(need.firm))["results"]}

    assert told == {"Gården": True, "Kvarnens Såg": False}


def test_a_coordinators_look_at_a_firm_is_noted_once(blind):
    coordinator = make_coordinator(("SE-2309",))

    for _time in range(2):
        assert read(f"firms/{blind.pk}/", coordinator)["inside"]["nace"] == "16.10"

    assert Event.objects.get(kind=Event.Kind.FIRM_LOOKED_AT).subject_id == blind.pk


def test_a_hidden_firm_is_shown_to_its_own_alone(open_one):
    member = make_member(open_one)
    open_one.hidden_at = NOON
    open_one.save()

    assert ids(read("firms/")) == []
    assert read(f"firms/{open_one.pk}/", member)["inside"]["hidden_at"] is not None


def test_a_sole_traders_number_is_not_told():
    firm = make_firm(org_number="", org_number_hash="a" * 64)

    assert read(f"firms/{firm.pk}/", make_member(firm))["inside"]["org_number"] == ""


def test_pages_follow_each_other(open_one, blind):
    for number in range(3):
        make_offer(firm=make_firm(name=f"Firma {number}"), visibility="open")
    page, names = read("firms/?page_size=2"), []
    names += [firm["name"] for firm in page["results"]]
    assert "Firma" not in page["next"]
    page = read(page["next"].split("/api/v1/")[1])
    names += [firm["name"] for firm in page["results"]]

    assert names == ["Öppna Tegel", "Firma 0", "Firma 1", "Firma 2"]
    assert page["next"] is None


@pytest.mark.parametrize("who", ["nobody", "coordinator"])
def test_as_many_queries_for_many_firms_as_for_one(who):
    viewer = make_coordinator(is_lead=True) if who == "coordinator" else NOBODY
    make_offer(visibility="open")
    read("firms/", viewer)
    few = queries_of("firms/", viewer)
    for _number in range(5):
        make_offer(visibility="open")
    read("firms/", viewer)  # looks are noted the first time

    assert queries_of("firms/", viewer) == few


def test_firms_are_only_read(open_one):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert ask("firms/", make_member(open_one), method=method).status_code == 405
