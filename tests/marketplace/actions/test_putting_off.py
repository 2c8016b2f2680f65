"""Later: a suggestion leaves the queue until a day and comes back by itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from marketplace.actions.suggestions import (
    approve_suggestion,
    dismiss_suggestion,
    lapse_suggestion,
    propose_suggestions,
    put_off_suggestion,
    return_suggestion,
    undo_review,
)
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Suggestion
from marketplace.queries.suggestions import review_queue, suggestions_to_return
from marketplace.tasks import daily_task
from tests.factories import NOON, make_coordinator, make_member, make_offer, make_suggestion, make_symbiosis

pytestmark = pytest.mark.django_db
State = Suggestion.State
TODAY = date(2026, 11, 24)
NEXT_WEEK = TODAY + timedelta(days=7)


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_put_off_suggestion_takes_it_out_of_the_queue_and_says_who_when_and_until():
    coordinator, suggestion = make_coordinator(), make_suggestion()

    put_off_suggestion(suggestion, by=coordinator, now=NOON, until=NEXT_WEEK, shown={"position": 3})

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.later_until) == (State.LATER, NEXT_WEEK)
    assert (suggestion.decided_by, suggestion.decided_at) == (coordinator, NOON)
    assert not review_queue(coordinator).exists()
    event = Event.objects.get()
    assert (event.kind, event.by) == (Event.Kind.SUGGESTION_PUT_OFF, coordinator)
    assert event.changes["later_until"] == [None, "2026-12-01"]
    assert event.changes["shown"] == [None, {"position": 3}]


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_put_off_suggestion_refuses_a_day_that_is_not_ahead_or_too_far(days):
    suggestion = make_suggestion()

    with pytest.raises(RefusedError, match="between tomorrow and"):
        put_off_suggestion(suggestion, by=make_coordinator(), now=NOON, until=TODAY + timedelta(days=days))

    suggestion.refresh_from_db()
    assert suggestion.state == State.PROPOSED
    assert kinds() == []


@pytest.mark.parametrize("who", ["a member", "another area", "in a firm of theirs"])
def test_put_off_suggestion_refuses_who_may_not_review(who):
    suggestion = make_suggestion()
    person = {"a member": make_member, "another area": lambda: make_coordinator(("NO-5001",))}.get(
        who, make_coordinator
    )()
    if who == "in a firm of theirs":
        person.membership_set.create(firm=suggestion.parts.first().listing.firm)

    with pytest.raises(PermissionDenied):
        put_off_suggestion(suggestion, by=person, now=NOON, until=NEXT_WEEK)


@pytest.mark.parametrize("state", [State.APPROVED, State.DISMISSED])
def test_put_off_suggestion_refuses_what_is_decided(state):
    review = {"reviewed_by": make_coordinator(name="Kajsa"), "reviewed_at": NOON, "dismiss_reason": "price"}
    suggestion = make_suggestion(state=state, **review)

    with pytest.raises(WrongStateError, match="Kajsa was here first"):
        put_off_suggestion(suggestion, by=make_coordinator(), now=NOON, until=NEXT_WEEK)


def test_put_off_suggestion_twice_tells_the_second_who_was_first():
    suggestion = make_suggestion()
    put_off_suggestion(suggestion, by=make_coordinator(name="Kajsa"), now=NOON, until=NEXT_WEEK)

    with pytest.raises(WrongStateError, match="Kajsa was here first"):
        put_off_suggestion(suggestion, by=make_coordinator(), now=NOON, until=NEXT_WEEK)


def test_what_is_put_off_can_be_decided_before_its_day():
    suggestion = make_suggestion()
    coordinator = make_coordinator()
    put_off_suggestion(suggestion, by=coordinator, now=NOON, until=NEXT_WEEK)

    dismiss_suggestion(suggestion, by=coordinator, now=NOON, reason="distance")

    suggestion.refresh_from_db()
    assert suggestion.state == State.DISMISSED
    assert Event.objects.last().changes["state"] == ["later", "dismissed"]


def test_return_suggestion_waits_for_the_day_and_happens_once():
    suggestion = make_suggestion()
    put_off_suggestion(suggestion, by=make_coordinator(), now=NOON, until=NEXT_WEEK)

    for day in (6, 7, 8):
        return_suggestion(suggestion, by=None, now=NOON + timedelta(days=day))

    suggestion.refresh_from_db()
    assert suggestion.state == State.PROPOSED
    assert kinds() == [Event.Kind.SUGGESTION_PUT_OFF, Event.Kind.SUGGESTION_RETURNED]
    assert Event.objects.last().at == NOON + timedelta(days=7)


def test_daily_task_brings_back_what_is_due_and_nothing_else():
    person = make_coordinator()
    later = {"state": State.LATER, "later_by": person, "later_at": NOON}
    due = make_suggestion(**later, later_until=date(2020, 1, 1))
    make_suggestion(**later, later_until=date(2999, 1, 1))

    daily_task()

    assert list(review_queue(person)) == [due]


def test_suggestions_to_return_are_those_of_today_and_before():
    later = {"state": State.LATER, "later_by": make_coordinator(), "later_at": NOON}
    due = [make_suggestion(**later, later_until=TODAY - timedelta(days=ago)) for ago in (0, 3)]
    make_suggestion(**later, later_until=TODAY + timedelta(days=1))

    assert list(suggestions_to_return(now=NOON)) == due


def test_undo_review_takes_a_put_off_back_for_whoever_put_it_off():
    coordinator, suggestion = make_coordinator(), make_suggestion()
    put_off_suggestion(suggestion, by=coordinator, now=NOON, until=NEXT_WEEK)

    with pytest.raises(PermissionDenied):
        undo_review(suggestion, by=make_coordinator(), now=NOON)
    undo_review(suggestion, by=coordinator, now=NOON)

    assert list(review_queue(coordinator)) == [suggestion]


def test_what_is_put_off_is_not_suggested_a_second_time():
    offer = make_offer()
    suggestion = make_suggestion(offer)
    put_off_suggestion(suggestion, by=make_coordinator(), now=NOON, until=NEXT_WEEK)

    propose_suggestions(offer, by=None, now=NOON)
    with pytest.raises(IntegrityError):
        make_suggestion(offer, suggestion.parts.get(role="receiver").listing)


def test_lapse_suggestion_ends_what_is_put_off():
    suggestion = make_suggestion()
    put_off_suggestion(suggestion, by=make_coordinator(), now=NOON, until=NEXT_WEEK)

    lapse_suggestion(suggestion, by=None, now=NOON)

    suggestion.refresh_from_db()
    assert suggestion.state == State.LAPSED


def test_the_database_refuses_a_put_off_without_a_day():
    with pytest.raises(IntegrityError):
        make_suggestion(state=State.LATER, later_by=make_coordinator(), later_at=NOON)


# --- what was on screen, and what learning reads


@pytest.mark.parametrize("seen", ["proposed", ""])
def test_a_decision_over_a_state_that_nobody_showed_is_refused(seen):
    suggestion = make_suggestion()
    put_off_suggestion(suggestion, by=make_coordinator(name="Kajsa"), now=NOON, until=NEXT_WEEK)

    if seen:
        with pytest.raises(WrongStateError, match=r"Kajsa was here first \(24 Nov 2026, 13:00\)"):
            dismiss_suggestion(suggestion, by=make_coordinator(), now=NOON, reason="price", seen=seen)
    else:  # a program that says nothing of what it saw decides about what there is
        dismiss_suggestion(suggestion, by=make_coordinator(), now=NOON, reason="price")


def test_a_decision_over_a_suggestion_that_lapsed_says_so():
    suggestion = make_suggestion(state=State.LAPSED)

    with pytest.raises(WrongStateError, match="no longer possible"):
        dismiss_suggestion(suggestion, by=make_coordinator(), now=NOON, reason="price", seen="proposed")


def test_decisions_keep_the_judgement_and_how_it_was_shown():
    shown = {"position": 10, "length": 31, "query": "order=oldest", "explored": True, "propensity": 0.01}
    suggestion = make_suggestion(knowledge_version="v7")

    dismiss_suggestion(suggestion, by=make_coordinator(), now=NOON, reason="price", shown=shown)

    changes = Event.objects.get().changes
    assert changes["state"] == ["proposed", "dismissed"]
    assert changes["reason"] == ["", "price"]
    assert changes["shown"] == [None, shown]
    assert changes["judged"] == [None, {"score": 0.8, "fits": suggestion.fits, "knowledge": "v7", "ranking": None}]


def test_an_approval_keeps_the_judgement_too():
    suggestion = make_symbiosis().suggestion
    Suggestion.objects.update(state=State.PROPOSED)
    for part in suggestion.parts.select_related("listing__firm"):
        part.listing.firm.verified_at, part.listing.firm.verified_by = NOON, make_coordinator()
        part.listing.firm.save()

    approve_suggestion(suggestion, by=make_coordinator(), now=NOON)

    assert Event.objects.last().changes["judged"][1]["score"] == 0.8
