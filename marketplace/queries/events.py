"""What happened to a thing."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet

from marketplace.models import Event, FollowUp


def history(subject: models.Model) -> QuerySet[Event]:
    """Return the events of a subject that the caller may see, newest first."""
    kind = ContentType.objects.get_for_model(subject)
    events = Event.objects.filter(subject_type=kind, subject_id=subject.pk)
    return events.select_related("by").order_by("-pk")


def last_event(subject: models.Model, kind: Event.Kind) -> Event:
    """Return the newest event of a kind. Raise Event.DoesNotExist if there is none."""
    found = history(subject).filter(kind=kind).first()
    if found is None:
        raise Event.DoesNotExist(f"No event {kind} of {subject!r}.")
    return found


def undispatched_events(limit: int) -> QuerySet[Event]:
    """Return events for which no follow-ups have been made yet, oldest first."""
    return Event.objects.filter(dispatched_at=None).order_by("pk")[:limit]


def due_follow_ups(*, now: datetime, limit: int) -> QuerySet[FollowUp]:
    """Return follow-ups to carry out now: due and waiting, or left behind by a worker that died."""
    waiting = Q(state=FollowUp.State.WAITING, next_try_at__lte=now)
    abandoned = Q(state=FollowUp.State.RUNNING, lease_until__lt=now)
    return FollowUp.objects.filter(waiting | abandoned).order_by("event", "pk")[:limit]


def stuck_follow_ups() -> QuerySet[FollowUp]:
    """Return the follow-ups that failed too often, for operators."""
    return FollowUp.objects.filter(state=FollowUp.State.STUCK).select_related("event").order_by("-event", "pk")
