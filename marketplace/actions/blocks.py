"""Firms that a firm never wants to be matched with, by name."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import require
from marketplace.models import Event, Firm, FirmBlock, User
from marketplace.permissions import can_edit_firm


@transaction.atomic
def block_firm(firm: Firm, *, name: str, by: User, now: datetime) -> None:
    """Never match the firm with any firm of this name, now or later. Safe to repeat.

    It does the same whether or not there is such a firm: else anybody could find out who is here.
    Raises PermissionDenied, ValidationError for an empty name or the firm's own.
    """
    firm = _own(firm, by=by)
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": _("Type the name of the firm.")})
    if _key(name) == _key(firm.name):
        raise ValidationError({"name": _("This is your own firm. It is never matched with itself anyway.")})
    if any(_key(block.name) == _key(name) for block in firm.blocks.all()):
        return
    others = [other for other in Firm.objects.exclude(pk=firm.pk) if _key(other.name) == _key(name)]
    for blocked in others or [None]:
        block = FirmBlock(firm=firm, name=name, blocked=blocked, by=by, at=now)
        block.full_clean()
        block.save()
    record(Event.Kind.FIRM_BLOCKED, firm, by=by, now=now, changes={"blocked": ["", name]})


@transaction.atomic
def unblock_firm(firm: Firm, *, name: str, by: User, now: datetime) -> None:
    """Allow matches with firms of this name again. Safe to repeat. Raise PermissionDenied."""
    firm = _own(firm, by=by)
    blocks = [block for block in firm.blocks.all() if _key(block.name) == _key(name)]
    if not blocks:
        return
    firm.blocks.filter(pk__in=[block.pk for block in blocks]).delete()
    record(Event.Kind.FIRM_UNBLOCKED, firm, by=by, now=now, changes={"blocked": [blocks[0].name, ""]})


def link_blocks(firm: Firm) -> None:
    """Apply the blocks that were typed before a firm of this name was here; the caller holds the transaction."""
    named = [block for block in FirmBlock.objects.exclude(firm=firm) if _key(block.name) == _key(firm.name)]
    for block in named:
        if block.blocked_id is None:
            block.blocked = firm
            block.save(update_fields=["blocked"])
        elif block.blocked_id != firm.pk:
            FirmBlock.objects.get_or_create(
                firm=block.firm, blocked=firm, defaults={"name": block.name, "by": block.by, "at": block.at}
            )


def _own(firm: Firm, *, by: User) -> Firm:
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    require(can_edit_firm(by, firm), _("Only the firm's owners and a coordinator of its area can say this."))
    return firm


def _key(name: str) -> str:
    """Return a name as it is compared: Jämtlands Bark AB is jämtlands  bark ab."""
    return " ".join(name.casefold().split())
