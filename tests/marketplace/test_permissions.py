"""Who may do what: each predicate says yes to some and no to the rest."""

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace import permissions
from marketplace.models import Claim, Membership, Party, Report
from marketplace.queries.listings import editable_listings, visible_listings
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return make_site(make_firm()).firm


@pytest.fixture
def people(firm):
    """Return one person of each kind, as seen from the firm."""
    involved = make_coordinator()
    involved.membership_set.create(firm=firm, role=Membership.Role.MEMBER)
    return {
        "nobody": AnonymousUser(),
        "stranger": make_user(),
        "other firm": make_member(),
        "owner": make_member(firm),
        "member": make_member(firm, role=Membership.Role.MEMBER),
        "coordinator": make_coordinator(),
        "elsewhere": make_coordinator(("NO-5001",)),
        "lead": make_coordinator((), is_lead=True),
        "involved": involved,
    }


def allowed(people, predicate, *things):
    return {name for name, person in people.items() if predicate(person, *things)}


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (permissions.is_member, {"owner", "member", "involved"}),
        (permissions.is_owner, {"owner"}),
        (permissions.coordinates_firm, {"coordinator", "lead", "involved"}),
        (permissions.can_edit_firm, {"owner", "coordinator", "lead", "involved"}),
        (permissions.can_invite, {"owner"}),
        (permissions.can_verify, {"coordinator", "lead"}),
    ],
)
def test_predicates_about_a_firm(people, firm, predicate, expected):
    assert allowed(people, predicate, firm) == expected


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (permissions.coordinates_listing, {"coordinator", "lead", "involved"}),
        (permissions.can_edit_listing, {"owner", "member", "coordinator", "lead", "involved"}),
        (permissions.can_see_listing_openly, {"owner", "member", "coordinator", "lead", "involved"}),
        (permissions.can_report, {"stranger", "other firm", "coordinator", "elsewhere", "lead"}),
    ],
)
def test_predicates_about_a_listing(people, firm, predicate, expected):
    assert allowed(people, predicate, make_offer(site=firm.sites.get())) == expected


@pytest.mark.parametrize("state", ["proposed", "approved", "lapsed"])
def test_a_coordinator_in_one_of_two_firms_sees_the_other_as_that_firm_does(people, firm, state):
    """Nobody coordinates a matter of their own firm: neither its review, nor by looking behind the other side."""
    offer, need = make_offer(site=firm.sites.get()), make_need()
    make_symbiosis(offer, need) if state == "approved" else make_suggestion(offer, need, state=state)
    is_apart = state != "lapsed"
    colleague, involved = people["member"], people["involved"]

    for listing, may in ((need, not is_apart), (offer, True)):
        assert permissions.can_see_listing_openly(involved, listing) == may
        assert visible_listings(involved).get(pk=listing.pk).is_open_to_viewer == may
        assert editable_listings(involved).filter(pk=listing.pk).exists() == may
        assert permissions.can_see_listing_openly(people["coordinator"], listing)
    assert not permissions.can_see_listing_openly(colleague, need)
    Party.objects.update(answer=Party.Answer.YES, answered_at=NOON)
    assert permissions.can_see_listing_openly(colleague, need) == (state == "approved")
    assert permissions.can_see_listing_openly(involved, need) == (state != "proposed")


def test_predicates_about_people(people):
    assert allowed(people, permissions.is_coordinator) == {"coordinator", "elsewhere", "lead", "involved"}
    assert allowed(people, permissions.is_lead) == {"lead"}


def test_can_see_listing_openly_is_everybody_for_an_open_one(people, firm):
    offer = make_offer(site=firm.sites.get(), visibility="open")

    assert allowed(people, permissions.can_see_listing_openly, offer) == set(people)


def test_can_review_is_for_coordinators_outside_the_firms(people, firm):
    suggestion = make_suggestion(make_offer(site=firm.sites.get()))

    assert allowed(people, permissions.can_review, suggestion) == {"coordinator", "lead"}


def test_can_close_report_is_for_coordinators_outside_the_firm(people, firm):
    report = Report(listing=make_offer(site=firm.sites.get()), by=make_user(), at=NOON, reason="spam")

    assert allowed(people, permissions.can_close_report, report) == {"coordinator", "lead"}


def test_can_answer_is_for_the_partys_own(people, firm):
    party = make_symbiosis(make_offer(site=firm.sites.get())).parties.get(role="giver")

    assert allowed(people, permissions.can_answer, party) == {
        "owner",
        "member",
        "involved",
    }


def test_can_ask_party_is_for_coordinators_outside_the_firm_and_for_firms_introduced_to_it(people, firm):
    symbiosis = make_symbiosis(make_offer(site=firm.sites.get()))
    party = symbiosis.parties.get(role="giver")
    people["partner"] = make_member(symbiosis.parties.get(role="receiver").listing.firm)

    before = allowed(people, permissions.can_ask_party, party)
    symbiosis.parties.update(answer=Party.Answer.YES, answered_at=NOON)

    assert before == {"coordinator", "lead"}
    assert allowed(people, permissions.can_ask_party, party) == {"coordinator", "lead", "partner"}


def test_can_answer_claim_is_the_owners_and_else_the_coordinators(people, firm):
    claim = Claim(firm=firm, user=people["stranger"], asked_at=NOON)
    with_owner = allowed(people, permissions.can_answer_claim, claim)
    people["owner"].membership_set.all().delete()

    assert with_owner == {"owner"}
    assert allowed(people, permissions.can_answer_claim, claim) == {"coordinator", "lead", "involved"}


def test_can_answer_claim_never_for_oneself(people, firm):
    claim = Claim(firm=firm, user=people["owner"], asked_at=NOON)

    assert not permissions.can_answer_claim(people["owner"], claim)


def test_consented_parties_are_both_sides_of_what_both_agreed_to(firm, people):
    offer = make_offer(site=firm.sites.get())
    agreed = make_symbiosis(offer, answer=Party.Answer.YES)
    make_symbiosis(offer)

    assert set(permissions.consented_parties(people["owner"])) == set(agreed.parties.all())
    assert not permissions.consented_parties(people["other firm"]).exists()


def test_lists_and_predicates_agree_on_who_sees_a_listing_openly(people, firm):
    """`queries.listings` annotates for lists what the predicate asks for one."""
    offer = make_offer(site=firm.sites.get())

    in_lists = {name for name, person in people.items() if visible_listings(person).get(pk=offer.pk).is_open_to_viewer}

    assert in_lists == allowed(people, permissions.can_see_listing_openly, offer)
