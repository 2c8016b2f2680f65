"""Links of invitations."""

from datetime import timedelta

import pytest

from marketplace.actions.invitations import accept_invitation, invite_colleague, withdraw_invitation
from marketplace.queries.invitations import EXPIRES_AFTER, InvitationOverError, invitation_token, open_invitation
from tests.factories import NOON, make_firm, make_member, make_user

pytestmark = pytest.mark.django_db


def invite(*, now=NOON):
    firm = make_firm()
    return invite_colleague(firm, email="new@example.org", by=make_member(firm), now=now)


def test_open_invitation_finds_what_the_link_stands_for():
    invitation = invite()

    assert open_invitation(invitation_token(invitation), now=NOON) == invitation


@pytest.mark.parametrize("token", ["", "1", "1-0:forged", "x" * 500])
def test_open_invitation_refuses_what_we_did_not_sign(token):
    invite()

    with pytest.raises(InvitationOverError, match="not complete"):
        open_invitation(token, now=NOON)


def test_open_invitation_holds_for_fourteen_days():
    token = invitation_token(invite())

    assert open_invitation(token, now=NOON + EXPIRES_AFTER - timedelta(seconds=1))
    with pytest.raises(InvitationOverError, match="14 days"):
        open_invitation(token, now=NOON + EXPIRES_AFTER)


def test_open_invitation_refuses_the_old_link_once_it_was_renewed():
    old = invite()
    token = invitation_token(old)
    later = NOON + EXPIRES_AFTER
    renewed = invite_colleague(old.firm, email=old.email, by=old.invited_by, now=later)

    assert open_invitation(invitation_token(renewed), now=later) == old
    with pytest.raises(InvitationOverError, match="taken back"):
        open_invitation(token, now=later)


def test_open_invitation_refuses_used_and_withdrawn_ones():
    used, withdrawn = invite(), invite()
    accept_invitation(used, by=make_user(), now=NOON)
    withdraw_invitation(withdrawn, by=withdrawn.invited_by, now=NOON)

    with pytest.raises(InvitationOverError, match="been used"):
        open_invitation(invitation_token(used), now=NOON)
    with pytest.raises(InvitationOverError, match="taken back"):
        open_invitation(invitation_token(withdrawn), now=NOON)
