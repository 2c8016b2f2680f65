"""Two people at the same moment, about firms and who belongs to them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from marketplace.actions.accounts import delete_account
from marketplace.actions.blocks import block_firm
from marketplace.actions.claims import answer_claim, ask_claim
from marketplace.actions.invitations import accept_invitation, invite_colleague
from marketplace.actions.members import change_role, remove_member
from marketplace.errors import RefusedError
from marketplace.models import Claim, Event, Firm, FirmBlock, Invitation, Listing, Membership, User
from tests.at_once import errors_of, kinds
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_offer, make_user

Kind = Event.Kind


def test_a_claim_that_two_coordinators_grant_at_once_is_granted_once(at_once):
    claim = ask_claim(make_offer().firm, by=make_user(), now=NOON)
    kajsa, frode = make_coordinator(), make_coordinator()

    outcomes = at_once(
        lambda: answer_claim(claim, is_granted=True, by=kajsa, now=NOON),
        lambda: answer_claim(claim, is_granted=True, by=frode, now=NOON),
    )

    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, RefusedError)
    assert Membership.objects.get().role == Membership.Role.OWNER
    assert kinds(Kind.CLAIM_ANSWERED) == 1


def test_a_firm_claimed_twice_at_once_is_claimed_once(at_once):
    firm, person = make_firm(), make_user()

    outcomes = at_once(*[lambda: ask_claim(firm, by=person, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert Claim.objects.count() == kinds(Kind.CLAIM_ASKED) == 1


def test_an_invitation_lets_in_one_of_two_who_follow_its_link_at_once(at_once):
    firm = make_firm()
    invitation = invite_colleague(firm, email="a@example.org", by=make_member(firm), now=NOON)
    one, other = make_user(), make_user()

    outcomes = at_once(
        lambda: accept_invitation(invitation, by=one, now=NOON),
        lambda: accept_invitation(invitation, by=other, now=NOON),
    )

    assert len(errors_of(outcomes)) == 1
    assert firm.membership_set.count() == 2


def test_a_colleague_invited_and_a_name_blocked_twice_at_once_are_there_once(at_once):
    firm, other = make_firm(), make_firm()
    owner = make_member(firm)

    invited = at_once(*[lambda: invite_colleague(firm, email="a@example.org", by=owner, now=NOON)] * 2)
    blocked = at_once(*[lambda: block_firm(firm, name=other.name, by=owner, now=NOON)] * 2)

    assert errors_of(invited) == errors_of(blocked) == []
    assert (Invitation.objects.count(), FirmBlock.objects.count()) == (1, 1)


@pytest.mark.parametrize("way", ["leave", "remove the other", "become a member", "delete the account"])
def test_a_firm_keeps_an_owner_whatever_two_owners_do_at_once(at_once, way):
    firm = make_firm()
    her, him = make_member(firm), make_member(firm)
    hers, his = her.membership_set.get(), him.membership_set.get()
    make_member(firm, role=Membership.Role.MEMBER)
    make_offer(firm=firm)
    acts = {
        "leave": lambda person, own, other: remove_member(own, by=person, now=NOON),
        "remove the other": lambda person, own, other: remove_member(other, by=person, now=NOON),
        "become a member": lambda person, own, other: change_role(own, role="member", by=person, now=NOON),
        "delete the account": lambda person, own, other: delete_account(person, successors={}, by=person, now=NOON),
    }

    outcomes = at_once(lambda: acts[way](her, hers, his), lambda: acts[way](him, his, hers))

    has_owner = firm.membership_set.filter(role=Membership.Role.OWNER).exists()
    is_over = not firm.listings.filter(state=Listing.State.PUBLISHED).exists()
    assert has_owner or (way == "delete the account" and is_over)
    assert all(isinstance(error, RefusedError | PermissionDenied) for error in errors_of(outcomes))


def test_a_member_removed_from_two_sides_is_gone_and_nobody_sees_a_fault(at_once):
    firm = make_firm()
    owner, other = make_member(firm), make_member(firm)
    leaving = make_member(firm, role=Membership.Role.MEMBER).membership_set.get()

    outcomes = at_once(
        lambda: remove_member(leaving, by=owner, now=NOON), lambda: remove_member(leaving, by=other, now=NOON)
    )

    assert all(isinstance(error, RefusedError) for error in errors_of(outcomes))
    assert kinds(Kind.MEMBER_REMOVED) == 1


FIRM = {"country": "SE", "org_number": "556036-0793", "firm_name": "Nya sågen", "nace": "16", "place": "Krokom"}


def test_a_number_that_two_people_register_at_once_makes_one_firm_and_one_request_to_join(at_once):
    people = make_user(), make_user()

    def register(person):
        client = Client()
        client.force_login(person)
        return lambda: client.post("/firms/new/", FIRM).status_code

    outcomes = at_once(*map(register, people))

    assert outcomes == [302, 302]
    assert (Firm.objects.count(), Membership.objects.count(), Claim.objects.count()) == (1, 1, 1)


def test_a_sign_up_sent_twice_at_once_makes_one_account(at_once):
    form = FIRM | {"name": "Göran", "email": "goran@example.org", "password1": "barkmaskin-17", "language": "sv"}

    outcomes = at_once(*[lambda: Client().post("/accounts/signup/", form).status_code] * 2)

    assert 302 in outcomes
    assert set(outcomes) <= {302, 429}  # one mail to an address in ten seconds is enough
    assert (User.objects.count(), Firm.objects.count()) == (1, 1)
