"""The life of a follow-up: made from an event, claimed by one worker, ended once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from marketplace.actions.events import ask_for, record
from marketplace.errors import WrongStateError, require
from marketplace.models import Event, FollowUp, User
from marketplace.permissions import is_lead
from marketplace.queries.events import claimable_follow_ups, next_follow_ups

# What reads or changes the market's index is done where that is kept, one at a time: settings.INDEX_QUEUE.
INDEX_ACTIONS = frozenset(
    {"propose_suggestions", "propose_suggestions_of_firm", "lapse_suggestions", "match_by_tables"}
)

# Longer than any follow-up takes: after it, the worker counts as dead.
LEASE = timedelta(seconds=settings.FOLLOW_UP_LEASE_SECONDS)
MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=5)


@transaction.atomic
def dispatch_event(event: Event, *, delays: Mapping[str, timedelta], now: datetime) -> None:
    """Make one follow-up per action of this event and ask for what its subject has to come. Safe to repeat.

    delays: name of the action → how long to wait before it.
    """
    rows = [FollowUp(event=event, action=name, next_try_at=event.at + delay) for name, delay in delays.items()]
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)
    Event.objects.filter(pk=event.pk, dispatched_at=None).update(dispatched_at=now)
    transaction.on_commit(lambda: _ask_for_next(event))


@transaction.atomic
def claim_follow_up(follow_up_id: int, *, now: datetime) -> FollowUp | None:
    """Return the follow-up as this worker's own for a while, or None when it is not to be done now.

    Not now: done already, another worker's, not due, or something earlier of the same subject is unfinished.
    """
    claimable = claimable_follow_ups(now=now).filter(pk=follow_up_id)
    follow_up = claimable.select_for_update(of=("self",)).select_related("event").first()
    if follow_up is None:
        return None
    if follow_up.attempts >= MAX_ATTEMPTS:
        # Its workers died, one after the other, before they could say why: the next one would too.
        _finish(follow_up, state=FollowUp.State.STUCK, outcome="every worker that tried it died")
        transaction.on_commit(lambda: _ask_for_next(follow_up.event))
        return None
    follow_up.state = FollowUp.State.RUNNING
    follow_up.attempts += 1
    follow_up.lease_until = now + LEASE
    follow_up.save(update_fields=["state", "attempts", "lease_until"])
    return follow_up


@transaction.atomic
def end_follow_up(follow_up: FollowUp, *, refused: str = "") -> None:
    """Write down that it is done, or that a rule said no. What waited behind it is asked for."""
    state = FollowUp.State.REFUSED if refused else FollowUp.State.DONE
    _finish(follow_up, state=state, outcome=refused)
    transaction.on_commit(lambda: _ask_for_next(follow_up.event))


@transaction.atomic
def put_off_follow_up(follow_up: FollowUp, *, error: str, now: datetime) -> None:
    """Note that an attempt failed: try again later, each time twice as late, `MAX_ATTEMPTS` times.

    After that it is stuck, for people to look at.
    """
    if follow_up.attempts >= MAX_ATTEMPTS:
        _finish(follow_up, state=FollowUp.State.STUCK, outcome=error)
        transaction.on_commit(lambda: _ask_for_next(follow_up.event))
        return
    pause = FIRST_PAUSE * 2 ** (follow_up.attempts - 1)
    _still_own(follow_up).update(
        state=FollowUp.State.WAITING, lease_until=None, next_try_at=now + pause, outcome=error[:500]
    )


@transaction.atomic
def retry_follow_up(follow_up: FollowUp, *, by: User, now: datetime) -> None:
    """Give a stuck follow-up all its tries again, from now on. Raises PermissionDenied, WrongStateError."""
    follow_up = _locked_stuck(follow_up, by=by)
    follow_up.state, follow_up.attempts, follow_up.next_try_at = FollowUp.State.WAITING, 0, now
    follow_up.save(update_fields=["state", "attempts", "next_try_at"])
    record(Event.Kind.FOLLOW_UP_RETRIED, follow_up, by=by, now=now)
    transaction.on_commit(lambda: _ask_for_next(follow_up.event))


@transaction.atomic
def give_up_follow_up(follow_up: FollowUp, *, by: User, now: datetime) -> None:
    """End a stuck follow-up for good: nobody will do it. Raises PermissionDenied, WrongStateError."""
    follow_up = _locked_stuck(follow_up, by=by)
    old = follow_up.outcome
    follow_up.state, follow_up.outcome = FollowUp.State.REFUSED, "ended_by_hand"
    follow_up.save(update_fields=["state", "outcome"])
    record(Event.Kind.FOLLOW_UP_ENDED, follow_up, by=by, now=now, changes={"outcome": [old, follow_up.outcome]})


def _locked_stuck(follow_up: FollowUp, *, by: User) -> FollowUp:
    require(is_lead(by), _("Only a lead coordinator can decide about stuck follow-ups."))
    follow_up = FollowUp.objects.select_for_update(of=("self",)).select_related("event").get(pk=follow_up.pk)
    if follow_up.state != FollowUp.State.STUCK:
        raise WrongStateError(
            _("This follow-up is “%(now)s” by now. Reload to see it.") % {"now": follow_up.get_state_display()}
        )
    return follow_up


def _finish(follow_up: FollowUp, *, state: FollowUp.State, outcome: str) -> None:
    _still_own(follow_up).update(state=state, lease_until=None, outcome=outcome[:500])


def _still_own(follow_up: FollowUp) -> QuerySet[FollowUp]:
    """Return the row, or nothing if this attempt has ended or another worker has taken it over meanwhile."""
    return FollowUp.objects.filter(pk=follow_up.pk, state=FollowUp.State.RUNNING, attempts=follow_up.attempts)


def _ask_for_next(event: Event) -> None:
    """Ask for the first thing to do about an event's subject, which asks for the second in its turn.

    Looks after the commit: of two workers that commit at the same moment, the later one sees both.
    """
    of_subject = next_follow_ups().filter(
        event__subject_type=event.subject_type, event__subject_id=event.subject_id, state=FollowUp.State.WAITING
    )
    if (follow_up := of_subject.first()) is not None:
        ask_for_follow_up(follow_up)


def ask_for_follow_up(follow_up: FollowUp) -> None:
    """Send the task that carries a follow-up out, to where it can be done."""
    name = "index_follow_up" if follow_up.action in INDEX_ACTIONS else "follow_up"
    ask_for(f"marketplace.{name}", follow_up_id=follow_up.pk)
