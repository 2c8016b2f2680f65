"""Celery entry points. They read the clock, call what does the work, and nothing else."""

import logging
from datetime import datetime
from types import TracebackType

from celery import shared_task
from django.utils import timezone

from marketplace.actions.accounts import forget_unconfirmed
from marketplace.actions.events import ask_for
from marketplace.actions.follow_ups import ask_for_follow_up, claim_follow_up, put_off_follow_up
from marketplace.actions.listings import expire_listing, question_listing
from marketplace.actions.next_steps import remind_of_step
from marketplace.actions.rankings import learn_ranking
from marketplace.actions.reports import forget_reporters
from marketplace.actions.saved_searches import tell_of_finds
from marketplace.actions.search_index import index_outdated
from marketplace.actions.staged_imports import forget_imports
from marketplace.actions.statements import lapse_statement, remind_statement
from marketplace.actions.suggestions import rematch, return_suggestion
from marketplace.errors import RefusedError
from marketplace.follow_ups import carry_out, dispatch
from marketplace.models import FollowUp, User
from marketplace.queries.events import claimable_follow_ups, undispatched_events
from marketplace.queries.imports import events_waited_for, follow_ups_waited_for
from marketplace.queries.knowledge import tables_in_force
from marketplace.queries.listings import listings_to_expire, listings_to_question
from marketplace.queries.pipeline import steps_due
from marketplace.queries.saved_searches import owners, searches_in_wait, searches_to_tell
from marketplace.queries.statements import statements_to_lapse, statements_to_remind
from marketplace.queries.suggestions import suggestions_to_return

log = logging.getLogger(__name__)
AT_ONCE = 200  # rows that one sweep takes up


@shared_task(name="marketplace.dispatch")
def dispatch_task(*, event_id: int) -> None:
    dispatch(event_id, now=timezone.now())
    _serve_who_waits()


@shared_task(name="marketplace.follow_up")
def follow_up_task(*, follow_up_id: int) -> None:
    _follow_up(follow_up_id)
    _serve_who_waits()


@shared_task(name="marketplace.index_follow_up")
def index_follow_up_task(*, follow_up_id: int) -> None:
    """Do the same in the queue of the process that keeps the market's index."""
    _follow_up(follow_up_id)
    _serve_who_waits()


def _serve_who_waits() -> None:
    """Do what somebody waits for before a page, whatever stands in line before it.

    An import of hundreds of rows leaves as many listings to be matched, for minutes: who wants to undo it, or to import
    another file, would wait behind them. Not every broker knows of priorities, so each task looks.
    """
    for pk in events_waited_for().values_list("pk", flat=True):
        dispatch(pk, now=timezone.now())
    while follow_up := follow_ups_waited_for(now=timezone.now()).first():
        _follow_up(follow_up.pk)


def _follow_up(follow_up_id: int) -> None:
    now = timezone.now()
    if claimed := claim_follow_up(follow_up_id, now=now):
        with FailureNoted(claimed), tables_in_force(as_of=timezone.localdate(now)):
            carry_out(claimed, now=now)


class FailureNoted:
    """Write a failed attempt into its row, for another try later, and let the error go on to the log.

    The row is this attempt's own: a worker that lost its lease meanwhile must not put off another's work.
    """

    def __init__(self, follow_up: FollowUp) -> None:
        self.follow_up = follow_up

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None:
            put_off_follow_up(self.follow_up, error=f"{type(error).__name__}: {error}", now=timezone.now())


@shared_task(name="marketplace.tell_of_finds")
def tell_of_finds_task(*, person_id: int) -> None:
    for person in User.objects.filter(pk=person_id):
        tell_of_finds(person, by=None, now=timezone.now())


@shared_task(name="marketplace.sweep")
def sweep_task() -> None:
    """Ask for what nobody has asked for: a broker was away, a pause is over, a worker died."""
    now = timezone.now()
    for pk in undispatched_events(AT_ONCE).values_list("pk", flat=True):
        ask_for("marketplace.dispatch", event_id=pk)
    for follow_up in claimable_follow_ups(now=now)[:AT_ONCE]:
        ask_for_follow_up(follow_up)
    for person in owners(searches_in_wait(now=now))[:AT_ONCE]:
        ask_for("marketplace.tell_of_finds", person_id=person.pk)


@shared_task(name="marketplace.rematch")
def rematch_task() -> None:
    """Match the whole market anew."""
    with tables_in_force(as_of=timezone.localdate()):
        rematch(now=timezone.now())


# What the calendar asks for → the rows it asks it of, in this order.
_DAILY = (
    (expire_listing, listings_to_expire),
    (question_listing, listings_to_question),
    (lapse_statement, statements_to_lapse),
    (remind_statement, statements_to_remind),
    (return_suggestion, suggestions_to_return),
)


@shared_task(name="marketplace.daily")
def daily_task() -> None:
    """Carry out what the calendar asks for, learn from decisions, and forget whom nothing keeps here."""
    now = timezone.now()
    with tables_in_force(as_of=timezone.localdate(now)):
        _daily(now)


def _daily(now: datetime) -> None:
    try:
        learn_ranking(by=None, now=now)
    except RefusedError as refusal:
        log.info("Weights: %s", refusal.code)
    forget_unconfirmed(now=now)
    forget_reporters(now=now)
    forget_imports(now=now)
    index_outdated()
    for action, rows_due in _DAILY:
        for row in rows_due(now=now):
            try:
                action(row, by=None, now=now)
            except RefusedError as refusal:
                log.info("%s %s: %s", action.__name__, row.pk, refusal.code)
    for symbiosis in steps_due(now=now):
        remind_of_step(symbiosis, by=None, now=now)
    for person in owners(searches_to_tell(now=now)):
        tell_of_finds(person, by=None, now=now)
