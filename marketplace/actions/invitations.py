"""Invitations: colleagues asked by mail to join a firm."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import RefusedError, require
from marketplace.models import Event, Firm, Invitation, Membership, User
from marketplace.permissions import can_invite
from marketplace.queries.invitations import InvitationOverError, is_expired


@transaction.atomic
def invite_colleague(firm: Firm, *, email: str, by: User, now: datetime) -> Invitation:
    """Ask somebody by mail to join the firm; an open invitation is left as it is, an old one is renewed.

    Raises PermissionDenied, ValidationError for what is no address, RefusedError for who is a member already.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    require(
        can_invite(by, firm),
        _("Only an owner of the firm can invite somebody; a coordinator, where nobody belongs to it yet."),
    )
    email = email.strip().lower()
    if firm.membership_set.filter(user__email=email).exists():
        raise RefusedError(_("%(email)s belongs to the firm already.") % {"email": email}, code="member_already")
    waiting = firm.invitations.filter(email=email, accepted_at=None, withdrawn_at=None).first()
    if waiting and not is_expired(waiting, now=now):
        return waiting
    invitation = waiting or Invitation(firm=firm, email=email)
    invitation.invited_by, invitation.invited_at = by, now
    invitation.full_clean()
    invitation.save()
    record(Event.Kind.COLLEAGUE_INVITED, invitation, by=by, now=now)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, now: datetime) -> Invitation:
    """Take an invitation back; its link no longer works. Safe to repeat. Raise PermissionDenied, RefusedError."""
    invitation = _locked(invitation)
    require(can_invite(by, invitation.firm), _("Only an owner of the firm can take an invitation back."))
    if invitation.accepted_at:
        raise RefusedError(_("%(email)s has joined already.") % {"email": invitation.email}, code="accepted_already")
    if invitation.withdrawn_at:
        return invitation
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(Event.Kind.INVITATION_WITHDRAWN, invitation, by=by, now=now)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User, now: datetime) -> Membership:
    """Join the firm. An invitation lets one person in, once. Raise InvitationOverError."""
    invitation = _locked(invitation)
    if invitation.accepted_at:
        membership = Membership.objects.filter(user=by, firm=invitation.firm).first()
        if invitation.accepted_by != by or membership is None:
            raise InvitationOverError(_("This invitation has been used. Ask your colleague for a new one."))
        return membership
    if invitation.withdrawn_at or is_expired(invitation, now=now):
        raise InvitationOverError(_("This invitation is over. Ask your colleague for a new one."))
    invitation.accepted_by, invitation.accepted_at = by, now
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    # Where nobody belongs to the firm yet, a coordinator invited the first: they own it.
    is_first = not invitation.firm.membership_set.exists()
    role = Membership.Role.OWNER if is_first else Membership.Role.MEMBER
    membership, _is_new = Membership.objects.get_or_create(user=by, firm=invitation.firm, defaults={"role": role})
    record(Event.Kind.COLLEAGUE_JOINED, invitation, by=by, now=now)
    return membership


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("firm", "accepted_by")
    return rows.get(pk=invitation.pk)
