"""What every action of a coordinator about a symbiosis does: lock it, ask whether they may, say that it is alive."""

from datetime import datetime

from django.utils.translation import gettext as _

from marketplace.actions.events import Changes, record
from marketplace.errors import require
from marketplace.models import Event, Symbiosis, User
from marketplace.permissions import can_follow_up


def locked_symbiosis(symbiosis: Symbiosis, *, by: User) -> Symbiosis:
    """Return the symbiosis anew, locked. Raise PermissionDenied for whoever may not follow it up."""
    # Without its people: PostgreSQL, after waiting for the lock, would join them to what the row was before.
    symbiosis = Symbiosis.objects.select_for_update().get(pk=symbiosis.pk)
    require(can_follow_up(by, symbiosis), _("Only its owner and the coordinators of its area can follow this up."))
    return symbiosis


def record_activity(
    symbiosis: Symbiosis, kind: Event.Kind, *, by: User | None, now: datetime, changes: Changes
) -> Event:
    """Record what was done about a locked symbiosis, which is not idle from then on."""
    symbiosis.active_at = now
    symbiosis.save(update_fields=["active_at"])
    return record(kind, symbiosis, by=by, now=now, changes=changes)
