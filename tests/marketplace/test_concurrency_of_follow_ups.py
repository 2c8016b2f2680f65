"""Two workers at the same moment: a follow-up is there once, and one of them claims it."""

from marketplace.actions.follow_ups import claim_follow_up
from marketplace.follow_ups import dispatch
from marketplace.models import Event, FollowUp
from tests.at_once import errors_of
from tests.factories import NOON, make_offer, make_suggestion

Kind = Event.Kind


def waiting_follow_up(*, kind=Kind.LISTING_PUBLISHED, subject=None):
    event = Event.objects.create(kind=kind, subject=subject or make_offer(), at=NOON)
    dispatch(event.pk, now=NOON)
    return FollowUp.objects.filter(event=event).earliest("pk")


def test_a_follow_up_is_claimed_by_one_of_two_workers(at_once):
    follow_up = waiting_follow_up()

    outcomes = at_once(*[lambda: claim_follow_up(follow_up.pk, now=NOON)] * 2)

    assert sum(outcome is not None for outcome in outcomes) == 1


def test_an_event_dispatched_twice_at_once_has_its_follow_ups_once(at_once):
    event = Event.objects.create(kind=Kind.SUGGESTION_APPROVED, subject=make_suggestion(), at=NOON)

    outcomes = at_once(*[lambda: dispatch(event.pk, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert event.follow_ups.count() == 2
