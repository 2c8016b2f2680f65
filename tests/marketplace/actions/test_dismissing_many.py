"""One reason over many: each its own action and event, and one refused stops no other."""

from datetime import timedelta

import pytest

from marketplace.actions.suggestions import dismiss_suggestion, dismiss_suggestions, put_off_suggestion, undo_reviews
from marketplace.models import Event, Suggestion
from tests.factories import NOON, make_coordinator, make_suggestion

pytestmark = pytest.mark.django_db
State = Suggestion.State


def states_of(suggestions):
    return [Suggestion.objects.get(pk=each.pk).state for each in suggestions]


def test_dismiss_suggestions_dismisses_each_with_an_event_of_its_own():
    coordinator, three = make_coordinator(), [make_suggestion() for _number in range(3)]

    shown = {each.pk: {"position": place} for place, each in enumerate(three)}
    outcome = dismiss_suggestions(three, by=coordinator, now=NOON, reason="distance", shown=shown)

    assert (outcome.done, outcome.refused) == (three, [])
    assert states_of(three) == [State.DISMISSED] * 3
    events = Event.objects.filter(kind=Event.Kind.SUGGESTION_DISMISSED).order_by("pk")
    assert [(event.subject_id, event.changes["shown"][1]["position"]) for event in events] == [
        (each.pk, place) for place, each in enumerate(three)
    ]


def test_dismiss_suggestions_goes_on_where_one_is_refused_and_says_why():
    coordinator, kajsa = make_coordinator(), make_coordinator(name="Kajsa")
    first, taken, foreign, last = [make_suggestion() for _number in range(4)]
    put_off_suggestion(taken, by=kajsa, now=NOON, until=(NOON + timedelta(days=3)).date())
    coordinator.membership_set.create(firm=foreign.parts.first().listing.firm)

    outcome = dismiss_suggestions(
        [first, taken, foreign, last], by=coordinator, now=NOON, reason="law", seen="proposed"
    )

    assert outcome.done == [first, last]
    (one, why), (other, permission) = outcome.refused
    assert (one, other) == (taken, foreign)
    assert "Kajsa was here first" in why
    assert "outside the firms" in permission
    assert states_of([first, taken, foreign, last]) == [State.DISMISSED, State.LATER, State.PROPOSED, State.DISMISSED]


def test_undo_reviews_takes_back_ones_own_and_leaves_those_of_others():
    coordinator, kajsa = make_coordinator(), make_coordinator(name="Kajsa")
    own, hers = make_suggestion(), make_suggestion()
    dismiss_suggestion(own, by=coordinator, now=NOON, reason="law")
    dismiss_suggestion(hers, by=kajsa, now=NOON, reason="law")

    outcome = undo_reviews([own, hers], by=coordinator, now=NOON)

    assert states_of([own, hers]) == [State.PROPOSED, State.DISMISSED]
    assert [why for _each, why in outcome.refused] == ["Only Kajsa, who decided, can undo this."]
