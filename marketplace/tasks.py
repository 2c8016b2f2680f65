"""Celery entry points. They read the clock, call what does the work, and nothing else."""

import logging

from celery import Task, shared_task
from django.utils import timezone

from marketplace.actions.events import ask_for
from marketplace.actions.follow_ups import claim_follow_up
from marketplace.actions.listings import expire_listing, question_listing
from marketplace.errors import RefusedError
from marketplace.follow_ups import carry_out, dispatch, put_off
from marketplace.queries.events import due_follow_ups, undispatched_events
from marketplace.queries.listings import listings_to_expire, listings_to_question

log = logging.getLogger(__name__)
AT_ONCE = 200  # rows that one sweep takes up


@shared_task(name="marketplace.dispatch")
def dispatch_task(*, event_id: int) -> None:
    dispatch(event_id, now=timezone.now())


class FollowUpTask(Task):
    """A task whose failure is written into its row, so that a poisonous event blocks nobody."""

    def on_failure(self, exc: Exception, task_id: str, args: tuple, kwargs: dict, einfo: object) -> None:
        put_off(kwargs["follow_up_id"], error=exc, now=timezone.now())


@shared_task(name="marketplace.follow_up", base=FollowUpTask)
def follow_up_task(*, follow_up_id: int) -> None:
    now = timezone.now()
    if claimed := claim_follow_up(follow_up_id, now=now):
        carry_out(claimed, now=now)


@shared_task(name="marketplace.sweep")
def sweep_task() -> None:
    """Ask for what nobody has asked for: a broker was away, a pause is over, a worker died."""
    now = timezone.now()
    for event in undispatched_events(AT_ONCE):
        dispatch(event.pk, now=now)
    for pk in due_follow_ups(now=now, limit=AT_ONCE).values_list("pk", flat=True):
        ask_for("marketplace.follow_up", follow_up_id=pk)


@shared_task(name="marketplace.daily")
def daily_task() -> None:
    """Ask whether listings are still true, and end those that are over."""
    now = timezone.now()
    for action, listings in ((expire_listing, listings_to_expire), (question_listing, listings_to_question)):
        for listing in listings(now=now):
            try:
                action(listing, by=None, now=now)
            except RefusedError as refusal:
                log.info("Listing %s: %s", listing.pk, refusal.code)
