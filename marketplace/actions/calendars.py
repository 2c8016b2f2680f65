"""The secret address of a coordinator's calendar."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import require
from marketplace.models import Coordinator, Event, User


@transaction.atomic
def renew_calendar(coordinator: Coordinator, *, by: User, now: datetime) -> Coordinator:
    """Make a new address for a coordinator's calendar; every earlier one no longer counts. Raise PermissionDenied."""
    require(by.pk == coordinator.user_id, _("Only the coordinator can renew the address of their calendar."))
    coordinator = Coordinator.objects.select_for_update().get(pk=coordinator.pk)
    coordinator.calendar_round += 1
    coordinator.save(update_fields=["calendar_round"])
    record(Event.Kind.CALENDAR_RENEWED, coordinator, by=by, now=now)
    return coordinator
