"""Members of a firm: their roles, and leaving."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import RefusedError, require
from marketplace.models import Event, Firm, Membership, User
from marketplace.permissions import is_owner


class LastOwnerError(RefusedError):
    """A firm with members needs an owner."""

    code = "last_owner"


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: User, now: datetime) -> Membership:
    """Make a member an owner, or an owner a member. Raise PermissionDenied, LastOwnerError."""
    membership = _locked(membership)
    require(is_owner(by, membership.firm), _("Only an owner of the firm can change roles."))
    if membership.role == role:
        return membership
    if membership.role == Membership.Role.OWNER:
        _require_other_owner(membership)
    changes = {"role": [membership.role, role], "user": [membership.user_id, membership.user_id]}
    membership.role = role
    membership.full_clean()
    membership.save(update_fields=["role"])
    record(Event.Kind.MEMBER_CHANGED, membership.firm, by=by, now=now, changes=changes)
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: User, now: datetime) -> None:
    """Let a member go: an owner removes anybody, everybody may leave. Raise PermissionDenied, LastOwnerError."""
    membership = _locked(membership)
    is_allowed = by == membership.user or is_owner(by, membership.firm)
    require(is_allowed, _("Only an owner of the firm can remove somebody else."))
    if membership.role == Membership.Role.OWNER:
        _require_other_owner(membership)
    membership.delete()
    changes = {"user": [membership.user_id, None], "role": [membership.role, None]}
    record(Event.Kind.MEMBER_REMOVED, membership.firm, by=by, now=now, changes=changes)


def _locked(membership: Membership) -> Membership:
    """Return the row as it is now. The firm is locked, so that two owners cannot both leave at once.

    Raises RefusedError where somebody else has removed it.
    """
    Firm.objects.select_for_update().get(pk=membership.firm_id)
    fresh = Membership.objects.select_related("firm", "user").filter(pk=membership.pk).first()
    if fresh is None:
        sentence = _("%(name)s no longer belongs to the firm.") % {"name": membership.user}
        raise RefusedError(sentence, code="no_member")
    return fresh


def _require_other_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(firm=membership.firm_id, role=Membership.Role.OWNER)
    if not owners.exclude(pk=membership.pk).exists():
        raise LastOwnerError(_("The firm needs an owner. Make somebody else an owner first."))
