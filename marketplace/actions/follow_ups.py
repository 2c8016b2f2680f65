"""The life of a follow-up: made from an event, claimed by one worker, ended once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from marketplace.actions.events import ask_for
from marketplace.models import Event, FollowUp

# Longer than any follow-up takes: after it, the worker counts as dead.
LEASE = timedelta(seconds=settings.FOLLOW_UP_LEASE_SECONDS)
MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=5)
UNFINISHED = (FollowUp.State.WAITING, FollowUp.State.RUNNING)


def dispatch_event(event: Event, *, delays: Mapping[str, timedelta], now: datetime) -> None:
    """Make one follow-up per action of this event and ask for those that are due. Safe to repeat.

    delays: name of the action → how long to wait before it.
    """
    with transaction.atomic():
        rows = [FollowUp(event=event, action=name, next_try_at=event.at + delay) for name, delay in delays.items()]
        FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
        Event.objects.filter(pk=event.pk, dispatched_at=None).update(dispatched_at=now)
    for pk in event.follow_ups.filter(state=FollowUp.State.WAITING, next_try_at__lte=now).values_list("pk", flat=True):
        ask_for("marketplace.follow_up", follow_up_id=pk)


@transaction.atomic
def claim_follow_up(follow_up_id: int, *, now: datetime) -> FollowUp | None:
    """Return the follow-up as this worker's own for a while, or None when it is not to be done now.

    Not now: done already, another worker's, not due, or an earlier one of the same subject is unfinished.
    """
    earlier = FollowUp.objects.filter(
        event__subject_type=OuterRef("event__subject_type"),
        event__subject_id=OuterRef("event__subject_id"),
        state__in=UNFINISHED,
    ).filter(Q(event__lt=OuterRef("event")) | Q(event=OuterRef("event"), pk__lt=OuterRef("pk")))
    # A lease that ran out belongs to a worker that died: take it over.
    free = Q(state=FollowUp.State.WAITING) | Q(state=FollowUp.State.RUNNING, lease_until__lt=now)
    claimable = FollowUp.objects.filter(free, ~Exists(earlier), pk=follow_up_id, next_try_at__lte=now)
    follow_up = claimable.select_for_update(of=("self",)).select_related("event").first()
    if follow_up is None:
        return None
    follow_up.state = FollowUp.State.RUNNING
    follow_up.attempts += 1
    follow_up.lease_until = now + LEASE
    follow_up.save(update_fields=["state", "attempts", "lease_until"])
    return follow_up


@transaction.atomic
def end_follow_up(follow_up: FollowUp, *, now: datetime, refused: str = "") -> None:
    """Write down that it is done, or that a rule said no. What waited behind it is asked for."""
    state = FollowUp.State.REFUSED if refused else FollowUp.State.DONE
    _finish(follow_up, state=state, outcome=refused)
    _ask_for_next(follow_up, now=now)


@transaction.atomic
def put_off_follow_up(follow_up: FollowUp, *, error: str, now: datetime) -> None:
    """Try again later, each time twice as late; after `MAX_ATTEMPTS` it is stuck, for people to look at."""
    if follow_up.attempts >= MAX_ATTEMPTS:
        _finish(follow_up, state=FollowUp.State.STUCK, outcome=error)
        _ask_for_next(follow_up, now=now)
        return
    pause = FIRST_PAUSE * 2 ** (follow_up.attempts - 1)
    FollowUp.objects.filter(pk=follow_up.pk, attempts=follow_up.attempts).update(
        state=FollowUp.State.WAITING, lease_until=None, next_try_at=now + pause, outcome=error[:500]
    )


def _finish(follow_up: FollowUp, *, state: FollowUp.State, outcome: str) -> None:
    # `attempts` guards against a worker that lost its lease and comes back late.
    FollowUp.objects.filter(pk=follow_up.pk, attempts=follow_up.attempts).update(
        state=state, lease_until=None, outcome=outcome[:500]
    )


def _ask_for_next(follow_up: FollowUp, *, now: datetime) -> None:
    event = follow_up.event
    following = FollowUp.objects.filter(
        event__subject_type=event.subject_type,
        event__subject_id=event.subject_id,
        state=FollowUp.State.WAITING,
        next_try_at__lte=now,
    )
    following = following.filter(Q(event__gt=event) | Q(event=event, pk__gt=follow_up.pk)).order_by("event", "pk")
    if (pk := following.values_list("pk", flat=True).first()) is not None:
        transaction.on_commit(lambda: ask_for("marketplace.follow_up", follow_up_id=pk))
