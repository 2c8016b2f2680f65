"""Firms: registering, changing, verifying, hiding."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace.actions.blocks import link_blocks
from marketplace.actions.events import changes_between, record
from marketplace.errors import require
from marketplace.models import Event, Firm, Membership, Site, User
from marketplace.permissions import can_edit_firm, can_verify

FACTS = ["name", "nace", "size", "is_host"]


@transaction.atomic
def register_firm(firm: Firm, *, site: Site | None = None, by: User | None, now: datetime, owns: bool = True) -> Firm:
    """Save a new firm with its first site. Raise ValidationError, also if its number is taken.

    owns: whether `by` becomes its owner; not where a coordinator writes down what it said by phone.
    """
    firm.full_clean()
    try:
        with transaction.atomic():
            firm.save()
    except IntegrityError:
        firm.full_clean()  # says it: somebody else registered this number since it was asked
        raise
    link_blocks(firm)
    if site is not None:
        site.firm = firm
        site.full_clean()
        site.save()
    if by is not None and owns:
        Membership.objects.create(user=by, firm=firm, role=Membership.Role.OWNER)
    record(Event.Kind.FIRM_REGISTERED, firm, by=by, now=now)
    return firm


@transaction.atomic
def change_firm(firm: Firm, *, facts: Mapping[str, object], by: User, now: datetime) -> Firm:
    """Change what the firm says of itself; its country and number stay. Raise PermissionDenied, ValidationError."""
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    require(can_edit_firm(by, firm), _("Only the firm's owners and a coordinator of its area can change it."))
    before = Firm.objects.get(pk=firm.pk)
    for name in FACTS:
        if name in facts:
            setattr(firm, name, facts[name])
    if not (changes := changes_between(before, firm, fields=FACTS)):
        return firm
    firm.full_clean()
    firm.save(update_fields=list(changes))
    if "name" in changes:
        link_blocks(firm)
    record(Event.Kind.FIRM_CHANGED, firm, by=by, now=now, changes=changes)
    return firm


@transaction.atomic
def verify_firm(firm: Firm, *, checks: Iterable[str], by: User, now: datetime) -> Firm:
    """Say that the firm is what it says, and what was checked. Raise PermissionDenied, ValidationError."""
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    require(can_verify(by, firm), _("Only a coordinator of the area, outside the firm, can verify it."))
    if firm.is_verified:
        return firm
    done = [code for code in Firm.Check.values if code in set(checks)]
    if not done:
        raise ValidationError({"checks": _("Say what you checked, at least one thing.")})
    firm.verified_by, firm.verified_at, firm.verification_checks = by, now, done
    firm.save(update_fields=["verified_by", "verified_at", "verification_checks"])
    changes = {"verified_at": [None, now], "verification_checks": [[], done]}
    record(Event.Kind.FIRM_VERIFIED, firm, by=by, now=now, changes=changes)
    return firm


@transaction.atomic
def hide_firm(firm: Firm, *, reason: str, by: User, now: datetime) -> Firm:
    """Take a firm and its listings out of sight. Raise PermissionDenied, ValidationError without a reason."""
    firm = _to_hide_or_show(firm, by=by)
    if firm.hidden_at:
        return firm
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that the next coordinator understands it.")})
    firm.hidden_at = now
    firm.save(update_fields=["hidden_at"])
    changes = {"hidden_at": [None, now], "reason": ["", reason.strip()]}
    record(Event.Kind.FIRM_HIDDEN, firm, by=by, now=now, changes=changes)
    return firm


@transaction.atomic
def show_firm(firm: Firm, *, by: User, now: datetime) -> Firm:
    """Bring a hidden firm back. Raise PermissionDenied."""
    firm = _to_hide_or_show(firm, by=by)
    if not firm.hidden_at:
        return firm
    changes = {"hidden_at": [firm.hidden_at, None]}
    firm.hidden_at = None
    firm.save(update_fields=["hidden_at"])
    record(Event.Kind.FIRM_SHOWN, firm, by=by, now=now, changes=changes)
    return firm


def _to_hide_or_show(firm: Firm, *, by: User) -> Firm:
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    require(can_verify(by, firm), _("Only a coordinator of the area, outside the firm, can hide or show it."))
    return firm
