"""The history of a thing in words."""

from collections.abc import Container, Iterable
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


def event_lines(events: Iterable[Event], *, named: Container[int] | None = None) -> list[EventLine]:
    """Return events as lines of a timeline. What changed is not told here: only who may see the thing opens it.

    named: the people whose names the reader may know; everybody if None.
    """
    return [EventLine(event.get_kind_display(), _name(event, named), event.at) for event in events]


def _name(event: Event, named: Container[int] | None) -> str:
    if event.by is None:
        return _("Materialtorget")
    return str(event.by) if named is None or event.by_id in named else _("a firm")
