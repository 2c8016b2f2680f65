"""Claims: a person says that a firm which is here already is theirs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import RefusedError, require
from marketplace.models import Claim, Event, Firm, Membership, User
from marketplace.permissions import can_answer_claim, is_member


@transaction.atomic
def ask_claim(firm: Firm, *, by: User, now: datetime) -> Claim:
    """Ask to belong to a firm. Safe to repeat. Raise RefusedError for who belongs to it already."""
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    if is_member(by, firm):
        raise RefusedError(_("You belong to this firm already."), code="member_already")
    if waiting := firm.claims.filter(user=by, state=Claim.State.ASKED).first():
        return waiting
    claim = Claim(firm=firm, user=by, asked_at=now)
    claim.full_clean()
    claim.save()
    record(Event.Kind.CLAIM_ASKED, claim, by=by, now=now)
    return claim


@transaction.atomic
def answer_claim(claim: Claim, *, is_granted: bool, by: User, now: datetime) -> Claim:
    """Let a person into the firm, or not. Where there is no owner yet, they become it.

    Raises PermissionDenied, WrongStateError if somebody has answered otherwise.
    """
    Firm.objects.select_for_update().get(pk=claim.firm_id)
    claim = Claim.objects.select_for_update(of=("self",)).select_related("firm", "user").get(pk=claim.pk)
    state = Claim.State.GRANTED if is_granted else Claim.State.DENIED
    if claim.answered_by == by and claim.state == state:
        return claim
    # The state first: of two coordinators who let somebody in, the second is told so. Since there is an owner now, she
    # could no longer answer either.
    claim.move_to(state)
    require(can_answer_claim(by, claim), _("The firm's owners answer this; where there is none, a coordinator."))
    claim.answered_by, claim.answered_at = by, now
    claim.save(update_fields=["state", "answered_by", "answered_at"])
    if is_granted:
        owners = claim.firm.membership_set.filter(role=Membership.Role.OWNER)
        role = Membership.Role.MEMBER if owners.exists() else Membership.Role.OWNER
        Membership.objects.get_or_create(user=claim.user, firm=claim.firm, defaults={"role": role})
    record(Event.Kind.CLAIM_ANSWERED, claim, by=by, now=now, changes={"state": [Claim.State.ASKED, state]})
    return claim
