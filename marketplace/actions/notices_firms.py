"""Telling people about firms, members and claims: what the events of these call for (follow_ups.py)."""

from datetime import datetime

from django.urls import reverse

from marketplace.actions.notices import tell, tell_address
from marketplace.models import Claim, Event, Firm, Invitation, Notice, User
from marketplace.queries.events import last_event
from marketplace.queries.invitations import invitation_token, is_expired
from marketplace.queries.members import coordinators_of, members_of, owners_of


def tell_owners_of_claim(claim: Claim, *, by: User | None, now: datetime) -> None:
    """Ask the firm's owners, or where there is none a coordinator, to answer a claim."""
    claim = Claim.objects.select_related("firm", "user").get(pk=claim.pk)
    if claim.state != Claim.State.ASKED:
        return
    tell(
        owners_of(claim.firm) or coordinators_of(claim.firm),
        Notice.Code.CLAIM_ASKED,
        event=last_event(claim, Event.Kind.CLAIM_ASKED),
        path=reverse("claim-list"),
        now=now,
        values={"firm": claim.firm.name, "name": str(claim.user)},
    )


def tell_claimant(claim: Claim, *, by: User | None, now: datetime) -> None:
    """Tell the person who claimed a firm what was answered."""
    claim = Claim.objects.select_related("firm", "user").get(pk=claim.pk)
    is_granted = claim.state == Claim.State.GRANTED
    tell(
        [claim.user],
        Notice.Code.CLAIM_ANSWERED,
        event=last_event(claim, Event.Kind.CLAIM_ANSWERED),
        path=reverse("firm-detail", args=[claim.firm_id]) if is_granted else reverse("my-firm"),
        now=now,
        values={"firm": claim.firm.name, "answer": claim.state},
    )


def tell_invited(invitation: Invitation, *, by: User | None, now: datetime) -> None:
    """Send an invitation with its link, to the account that has the address or to the address alone."""
    invitation = Invitation.objects.select_related("firm", "invited_by").get(pk=invitation.pk)
    if invitation.accepted_at or invitation.withdrawn_at or is_expired(invitation, now=now):
        return
    event = last_event(invitation, Event.Kind.COLLEAGUE_INVITED)
    path = reverse("invitation-accept", args=[invitation_token(invitation)])
    values = {"firm": invitation.firm.name, "name": str(invitation.invited_by)}
    code = Notice.Code.COLLEAGUE_INVITED
    if account := User.objects.filter(email=invitation.email, is_active=True).first():
        tell([account], code, event=event, path=path, now=now, values=values)
        return
    # Nobody knows this person's language yet; colleagues mostly share one.
    language = invitation.invited_by.language
    tell_address(invitation.email, code, event=event, path=path, language=language, now=now, values=values)


def tell_coordinators_of_firm(firm: Firm, *, by: User | None, now: datetime) -> None:
    """Tell the coordinators of its area that a new firm waits to be verified."""
    firm = Firm.objects.get(pk=firm.pk)
    if firm.is_verified or firm.hidden_at:
        return
    tell(
        coordinators_of(firm),
        Notice.Code.FIRM_WAITS,
        event=last_event(firm, Event.Kind.FIRM_REGISTERED),
        path=reverse("firm-waiting"),
        now=now,
        values={"firm": firm.name},
    )


def tell_members_verified(firm: Firm, *, by: User | None, now: datetime) -> None:
    """Tell a firm's members that it is verified and can be introduced to others."""
    tell(
        members_of(firm),
        Notice.Code.FIRM_VERIFIED,
        event=last_event(firm, Event.Kind.FIRM_VERIFIED),
        path=reverse("firm-detail", args=[firm.pk]),
        now=now,
        values={"firm": firm.name},
    )
