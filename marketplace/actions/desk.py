"""The coordinator's desk: that it was opened, from which what is new since the last look is counted."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import require
from marketplace.models import Coordinator, Event, User
from marketplace.permissions import is_coordinator
from marketplace.queries.events import history


def open_desk(*, by: User, now: datetime) -> None:
    """Note that a coordinator has opened the desk, once a day. Raise PermissionDenied for anybody else."""
    require(is_coordinator(by), _("The queue is for coordinators."))
    if not _is_opened(by.coordinator, now=now):
        _note(by, now=now)


@transaction.atomic
def _note(person: User, *, now: datetime) -> None:
    coordinator = Coordinator.objects.select_for_update().get(user=person)
    if not _is_opened(coordinator, now=now):  # two tabs of one morning
        record(Event.Kind.DESK_OPENED, coordinator, by=person, now=now)


def _is_opened(coordinator: Coordinator, *, now: datetime) -> bool:
    opened = history(coordinator).filter(kind=Event.Kind.DESK_OPENED).first()
    return opened is not None and localdate(opened.at) == localdate(now)
