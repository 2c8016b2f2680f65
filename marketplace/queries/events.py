"""What happened to a thing."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from marketplace.models import Event, FollowUp


def history(subject: models.Model) -> QuerySet[Event]:
    """Return the events of a subject that the caller may see, newest first."""
    kind = ContentType.objects.get_for_model(subject)
    events = Event.objects.filter(subject_type=kind, subject_id=subject.pk)
    return events.select_related("by").order_by("-pk")


def events_about(subjects: Sequence[models.Model]) -> QuerySet[Event]:
    """Return the events of some subjects of one kind that the caller may see, in no order."""
    if not subjects:
        return Event.objects.none()
    kind = ContentType.objects.get_for_model(subjects[0])
    return Event.objects.filter(subject_type=kind, subject_id__in=[subject.pk for subject in subjects])


def last_event(subject: models.Model, kind: Event.Kind) -> Event:
    """Return the newest event of a kind. Raise Event.DoesNotExist if there is none."""
    found = history(subject).filter(kind=kind).first()
    if found is None:
        raise Event.DoesNotExist(f"No event {kind} of {subject!r}.")
    return found


def undispatched_events(limit: int) -> QuerySet[Event]:
    """Return events for which no follow-ups have been made yet, oldest first."""
    return Event.objects.filter(dispatched_at=None).order_by("pk")[:limit]


def next_follow_ups() -> QuerySet[FollowUp]:
    """Return the first unfinished follow-up of each subject: the rest waits for it."""
    subject = {"subject_type": OuterRef("event__subject_type"), "subject_id": OuterRef("event__subject_id")}
    unfinished = FollowUp.objects.filter(state__in=[FollowUp.State.WAITING, FollowUp.State.RUNNING])
    earlier = unfinished.filter(
        Q(event__lt=OuterRef("event")) | Q(event=OuterRef("event"), pk__lt=OuterRef("pk")),
        **{f"event__{field}": value for field, value in subject.items()},
    )
    # An earlier event whose message was lost has no follow-ups yet, and still comes first.
    unheard = Event.objects.filter(pk__lt=OuterRef("event"), dispatched_at=None, **subject)
    return unfinished.filter(~Exists(earlier), ~Exists(unheard)).order_by("event", "pk")


def claimable_follow_ups(*, now: datetime) -> QuerySet[FollowUp]:
    """Return follow-ups that a worker may carry out now: due, next of their subject, and nobody's."""
    # A lease that ran out belongs to a worker that died: take it over.
    free = Q(state=FollowUp.State.WAITING) | Q(state=FollowUp.State.RUNNING, lease_until__lt=now)
    return next_follow_ups().filter(free, next_try_at__lte=now)


def waits_for_its_first_try(action: str) -> bool:
    """Return whether a follow-up of this name is still to begin: it will see all that has been written by now."""
    return FollowUp.objects.filter(action=action, state=FollowUp.State.WAITING, attempts=0).exists()


def stuck_follow_ups() -> QuerySet[FollowUp]:
    """Return the follow-ups that failed too often, for operators."""
    return FollowUp.objects.filter(state=FollowUp.State.STUCK).select_related("event").order_by("-event", "pk")
