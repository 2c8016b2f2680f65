"""Who acts for a firm, who is invited, who asks to join."""

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.actions.claims import answer_claim, ask_claim
from marketplace.actions.invitations import invite_colleague
from marketplace.models import Membership
from marketplace.permissions import can_answer_claim
from marketplace.queries.members import (
    answerable_claims,
    coordinators_of,
    members_of,
    own_claims,
    owners_of,
    visible_claims,
    visible_invitations,
    visible_memberships,
)
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_site, make_user

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def test_members_of_and_owners_of_leave_out_closed_accounts():
    firm = make_firm()
    owner, member = make_member(firm), make_member(firm, role="member")
    make_member(firm, is_active=False)
    make_member()

    assert list(members_of(firm)) == [owner, member]
    assert list(owners_of(firm)) == [owner]


def test_coordinators_of_are_of_the_area_else_the_leads():
    firm = make_site().firm
    here, _there = make_coordinator(), make_coordinator(("NO-5001",))
    lead = make_coordinator((), is_lead=True)

    assert list(coordinators_of(firm)) == [here]
    assert list(coordinators_of(make_site(municipality="SE-2361").firm)) == [lead]


def test_coordinators_of_leaves_out_the_firms_own():
    firm = make_site().firm
    own, lead = make_coordinator(), make_coordinator((), is_lead=True)
    Membership.objects.create(user=own, firm=firm)

    assert list(coordinators_of(firm)) == [lead]


def test_visible_memberships_are_those_of_inside_firms():
    firm = make_site().firm
    owner, member = make_member(firm), make_member(firm, role="member")
    make_member()

    for viewer in (owner, member, make_coordinator()):
        assert {row.user for row in visible_memberships(viewer)} == {owner, member}
    for viewer in (NOBODY, make_user()):
        assert not visible_memberships(viewer).exists()


def test_visible_invitations_are_for_owners():
    firm = make_site().firm
    owner = make_member(firm)
    invitation = invite_colleague(firm, email="new@example.org", by=owner, now=NOON)

    assert list(visible_invitations(owner)) == [invitation]
    for viewer in (NOBODY, make_user(), make_member(firm, role="member"), make_coordinator(), make_member()):
        assert not visible_invitations(viewer).exists()


def test_answerable_claims_agree_with_the_permission():
    owned, ownerless = make_site().firm, make_site().firm
    owner, claimant, coordinator = make_member(owned), make_coordinator(), make_coordinator()
    claims = [ask_claim(firm, by=claimant, now=NOON) for firm in (owned, ownerless)]
    people = [NOBODY, make_user(), make_member(), owner, claimant, coordinator, make_member(owned, role="member")]

    for viewer in people:
        allowed = [claim for claim in claims if can_answer_claim(viewer, claim)]
        assert list(answerable_claims(viewer)) == allowed


def test_answerable_claims_leave_out_the_answered_which_stay_visible():
    firm = make_firm()
    owner = make_member(firm)
    claim = ask_claim(firm, by=make_user(), now=NOON)
    answer_claim(claim, is_granted=False, by=owner, now=NOON)

    assert not answerable_claims(owner).exists()
    assert list(visible_claims(owner)) == [claim]
    for viewer in (NOBODY, make_user(), make_member(), claim.user):
        assert not visible_claims(viewer).exists()


def test_own_claims_are_what_one_waits_for():
    person = make_user()
    waiting = ask_claim(make_firm(), by=person, now=NOON)
    ask_claim(make_firm(), by=make_user(), now=NOON)

    assert list(own_claims(person)) == [waiting]
