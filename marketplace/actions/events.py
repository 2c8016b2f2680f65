"""Writing down what happened; everything that follows starts from here."""

import logging
from collections.abc import Iterable
from datetime import datetime

from celery import current_app
from django.db import models, transaction
from kombu.exceptions import OperationalError

from marketplace.models import Event, User

log = logging.getLogger(__name__)
Changes = dict[str, list[object]]


def record(
    kind: Event.Kind, subject: models.Model, *, by: User | None, now: datetime, changes: Changes | None = None
) -> Event:
    """Save one event in the caller's transaction and ask for its dispatch once that is committed.

    changes: field → [old, new].
    """
    event = Event.objects.create(kind=kind, subject=subject, by=by, at=now, changes=changes or {})
    transaction.on_commit(lambda: ask_for("marketplace.dispatch", event_id=event.pk))
    return event


def record_all(kind: Event.Kind, subjects: Iterable[models.Model], *, by: User | None, now: datetime) -> None:
    """Save one event for each of several subjects, with one query. The sweep dispatches them: nobody waits."""
    Event.objects.bulk_create(Event(kind=kind, subject=subject, by=by, at=now) for subject in subjects)


def ask_for(task: str, **arguments: int) -> None:
    """Send a task by name. A broker that is away only delays it: the periodic sweep asks again."""
    try:
        current_app.send_task(task, kwargs=arguments)
    except (OperationalError, OSError) as error:
        log.warning("No broker for %s %s: %s", task, arguments, error)


def changes_between(old: models.Model, new: models.Model, *, fields: list[str]) -> Changes:
    """Return the fields that differ, with old and new value."""
    pairs = {name: [getattr(old, name), getattr(new, name)] for name in fields}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
