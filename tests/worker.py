"""The worker of tests that have none: carries out what events call for, at a time of the test's choice."""

from datetime import datetime

from django.utils import timezone

from marketplace.actions.follow_ups import claim_follow_up
from marketplace.follow_ups import carry_out, dispatch
from marketplace.queries.events import claimable_follow_ups, undispatched_events

_ROUNDS = 20  # an event whose follow-up records the same event again would never come to an end
_AT_ONCE = 1000


def work_off(*, now: datetime | None = None) -> None:
    """Carry out every follow-up due by `now`, and what those call for in turn. Errors are the test's.

    now: the present by default. Take one a few minutes ahead for what waits until a review can no longer be undone.
    """
    now = now or timezone.now()
    for _round in range(_ROUNDS):
        events = list(undispatched_events(_AT_ONCE))
        for event in events:
            dispatch(event.pk, now=now)
        due = list(claimable_follow_ups(now=now).values_list("pk", flat=True)[:_AT_ONCE])
        for pk in due:
            if claimed := claim_follow_up(pk, now=now):
                carry_out(claimed, now=now)
        if not events and not due:
            return
    raise AssertionError(f"Follow-ups go on setting each other off after {_ROUNDS} rounds.")
