"""The history of a thing in words."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.models import BarrierCode, Event, Symbiosis

Kind = Event.Kind
_WITH_STAGES = (Kind.SYMBIOSIS_MOVED, Kind.CONSENT_RENEWED)
_WITH_BARRIER = (Kind.BARRIER_NOTED, Kind.BARRIER_REMOVED, Kind.BARRIER_RETURNED)
_WITH_ENTRY = (Kind.SYMBIOSIS_LOGGED, Kind.SYMBIOSIS_LOG_CHANGED)
_ENTRIES = {
    "note": gettext_lazy("note"),
    "contactentry": gettext_lazy("contact"),
    "involvedperson": gettext_lazy("involved person"),
    "attachment": gettext_lazy("file"),
}


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that happened: what, by whom, when."""

    text: str
    by: str
    at: datetime


def event_lines(events: Iterable[Event], *, named: Container[int] | None = None) -> list[EventLine]:
    """Return events as lines of a timeline. What changed is not told here, but for stages and kinds: only who may see
    the thing opens it.

    named: the people whose names the reader may know; everybody if None.
    """
    return [EventLine(_text(event), _name(event, named), event.at) for event in events]


def _text(event: Event) -> str:
    """Return what happened. Of a symbiosis also from where to where: its stages are open to all who see it."""
    kind, changes = event.get_kind_display(), event.changes
    if event.kind in _WITH_STAGES and "stage" in changes:
        old, new = (Symbiosis.Stage(stage).label for stage in changes["stage"])
        if "corrected" in changes:
            kind = _("a wrong step taken back")
        return f"{kind}: {old} → {new}" if old != new else kind
    if event.kind in _WITH_BARRIER and "barrier" in changes:
        return f"{kind}: {BarrierCode(changes['barrier'][1]).label}"
    if event.kind in _WITH_ENTRY and "entry" in changes:
        return f"{kind}: {_ENTRIES[changes['entry'][0] or changes['entry'][1]]}"
    return kind


def _name(event: Event, named: Container[int] | None) -> str:
    if event.by is None:
        return _("Materialtorget")
    return str(event.by) if named is None or event.by_id in named else _("a firm")
