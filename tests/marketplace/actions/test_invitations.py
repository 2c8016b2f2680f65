"""Inviting a colleague, taking it back, joining."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.invitations import accept_invitation, invite_colleague, withdraw_invitation
from marketplace.errors import RefusedError
from marketplace.models import Event, Invitation, Membership
from marketplace.queries.invitations import EXPIRES_AFTER, InvitationOverError
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_site, make_user

pytestmark = pytest.mark.django_db
COLLEAGUE = "colleague@example.org"


def invite(firm=None, *, now=NOON):
    firm = firm or make_firm()
    return invite_colleague(firm, email=COLLEAGUE, by=make_member(firm), now=now)


def test_invite_colleague_records_the_invitation():
    firm = make_firm()
    owner = make_member(firm)

    invitation = invite_colleague(firm, email=" Colleague@Example.org ", by=owner, now=NOON)

    assert (invitation.email, invitation.invited_by, invitation.invited_at) == (COLLEAGUE, owner, NOON)
    event = Event.objects.get()
    assert (event.kind, event.subject, event.by) == (Event.Kind.COLLEAGUE_INVITED, invitation, owner)


def test_invite_colleague_twice_invites_once_and_renews_an_old_one():
    firm = make_firm()
    first = invite(firm)
    assert invite(firm, now=NOON + timedelta(days=1)).invited_at == NOON

    renewed = invite(firm, now=NOON + EXPIRES_AFTER)

    assert (renewed.pk, renewed.invited_at) == (first.pk, NOON + EXPIRES_AFTER)
    assert Event.objects.count() == 2


def test_invite_colleague_refuses_members_and_nonsense():
    firm = make_firm()
    owner = make_member(firm)

    with pytest.raises(RefusedError, match="belongs to the firm already"):
        invite_colleague(firm, email=owner.email, by=owner, now=NOON)
    with pytest.raises(ValidationError):
        invite_colleague(firm, email="nobody", by=owner, now=NOON)


def test_invite_colleague_and_withdraw_invitation_refuse_everybody_else():
    firm = make_site().firm
    invitation = invite(firm)

    for person in [make_user(), make_member(), make_member(firm, role="member"), make_coordinator()]:
        with pytest.raises(PermissionDenied):
            invite_colleague(firm, email="other@example.org", by=person, now=NOON)
        with pytest.raises(PermissionDenied):
            withdraw_invitation(invitation, by=person, now=NOON)


def test_accept_invitation_makes_a_member_once():
    invitation, person = invite(), make_user()

    memberships = [accept_invitation(invitation, by=person, now=NOON) for _time in range(2)]

    assert memberships[0] == memberships[1]
    assert person.membership_set.get().role == Membership.Role.MEMBER
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.accepted_at) == (person, NOON)
    assert Event.objects.filter(kind=Event.Kind.COLLEAGUE_JOINED).count() == 1


def test_accept_invitation_leaves_an_owner_an_owner():
    invitation = invite()
    owner = make_member(invitation.firm)

    accept_invitation(invitation, by=owner, now=NOON)

    assert owner.membership_set.get().role == Membership.Role.OWNER


def test_accept_invitation_lets_only_one_person_in():
    invitation = invite()
    accept_invitation(invitation, by=make_user(), now=NOON)

    with pytest.raises(InvitationOverError):
        accept_invitation(invitation, by=make_user(), now=NOON)


def test_accept_invitation_does_not_bring_a_removed_member_back():
    invitation, person = invite(), make_user()
    accept_invitation(invitation, by=person, now=NOON).delete()

    with pytest.raises(InvitationOverError):
        accept_invitation(invitation, by=person, now=NOON)


def test_accept_invitation_refuses_old_and_withdrawn_ones():
    invitation = invite()
    with pytest.raises(InvitationOverError):
        accept_invitation(invitation, by=make_user(), now=NOON + EXPIRES_AFTER)

    withdraw_invitation(invitation, by=invitation.invited_by, now=NOON)

    with pytest.raises(InvitationOverError):
        accept_invitation(invitation, by=make_user(), now=NOON)


def test_withdraw_invitation_twice_records_once():
    invitation = invite()

    for _time in range(2):
        withdraw_invitation(invitation, by=invitation.invited_by, now=NOON)

    assert Invitation.objects.get().withdrawn_at == NOON
    assert Event.objects.filter(kind=Event.Kind.INVITATION_WITHDRAWN).count() == 1
    assert invite(invitation.firm) != invitation


def test_withdraw_invitation_refuses_once_the_colleague_has_joined():
    invitation = invite()
    accept_invitation(invitation, by=make_user(), now=NOON)

    with pytest.raises(RefusedError, match="joined already"):
        withdraw_invitation(invitation, by=invitation.invited_by, now=NOON)
