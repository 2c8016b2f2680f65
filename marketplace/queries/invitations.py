"""Invitations and their signed links."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from marketplace.errors import RefusedError
from marketplace.models import Invitation

EXPIRES_AFTER = timedelta(days=14)
_signer = Signer(salt="marketplace.invitation")


class InvitationOverError(RefusedError):
    """A link that no longer lets anybody in."""

    code = "invitation_over"


def invitation_token(invitation: Invitation) -> str:
    """Return what the link carries. Inviting again makes a new one, and the old one void."""
    return _signer.sign(f"{invitation.pk}-{int(invitation.invited_at.timestamp())}")


def is_expired(invitation: Invitation, *, now: datetime) -> bool:
    return invitation.invited_at + EXPIRES_AFTER <= now


def open_invitation(token: str, *, now: datetime) -> Invitation:
    """Return the invitation that a link stands for. Raise InvitationOverError with what to do."""
    ask_again = _("Ask your colleague for a new one.")
    try:
        pk, _dash, invited_at = _signer.unsign(token).partition("-")
    except BadSignature as error:
        raise InvitationOverError(_("This link is not complete.") + " " + ask_again) from error
    invitation = Invitation.objects.select_related("firm", "invited_by").filter(pk=pk).first()
    if invitation is None or invitation.withdrawn_at or str(int(invitation.invited_at.timestamp())) != invited_at:
        raise InvitationOverError(_("This invitation was taken back.") + " " + ask_again)
    if invitation.accepted_at:
        raise InvitationOverError(_("This invitation has been used. If it was you: log in."))
    if is_expired(invitation, now=now):
        raise InvitationOverError(_("This invitation is older than 14 days.") + " " + ask_again)
    return invitation
