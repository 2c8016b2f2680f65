"""Who has looked at a hidden identity, and when: for the firm itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from marketplace.models import Event, Firm, User
from marketplace.permissions import is_member
from marketplace.queries.events import history

LISTED = 50


@dataclass(frozen=True, slots=True)
class Look:
    """That a coordinator saw who the firm is: who, and the first time of a day."""

    name: str
    at: datetime


def firms_looked_at(person: User, *, since: datetime, among: Iterable[int]) -> set[int]:
    """Return which of some firms a person has looked at since a moment."""
    looks = _looks().filter(subject_id__in=set(among), by=person, at__gte=since)
    return set(looks.values_list("subject_id", flat=True))


def looks_at(firm: Firm, *, viewer: User) -> list[Look]:
    """Return who has looked at a firm, newest first, for its members; nothing for anybody else."""
    if not is_member(viewer, firm):
        return []
    looks = history(firm).filter(kind=Event.Kind.FIRM_LOOKED_AT)[:LISTED]
    return [Look(str(look.by or ""), look.at) for look in looks]


def _looks() -> QuerySet[Event]:
    kind = ContentType.objects.get_for_model(Firm)
    return Event.objects.filter(subject_type=kind, kind=Event.Kind.FIRM_LOOKED_AT)
