"""The history of a thing in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from marketplace.models import Event


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that happened: what, by whom, when."""

    text: str
    by: str
    at: datetime


def event_lines(events: Iterable[Event]) -> list[EventLine]:
    """Return events as lines of a timeline. What changed is not told here: only who may see the thing opens it."""
    return [EventLine(event.get_kind_display(), str(event.by or _("Materialtorget")), event.at) for event in events]
