"""The history of one thing, newest first."""

import pytest

from marketplace.actions.events import record
from marketplace.models import Event
from marketplace.queries.events import history, last_event
from tests.factories import NOON, make_firm, make_offer

pytestmark = pytest.mark.django_db
Kind = Event.Kind


def test_history_is_of_one_subject_newest_first():
    offer, other = make_offer(), make_offer()
    for kind in (Kind.LISTING_DRAFTED, Kind.LISTING_PUBLISHED):
        record(kind, offer, by=None, now=NOON)
    record(Kind.LISTING_PAUSED, other, by=None, now=NOON)

    assert [event.kind for event in history(offer)] == [Kind.LISTING_PUBLISHED, Kind.LISTING_DRAFTED]


def test_history_tells_subjects_of_the_same_number_apart():
    firm = make_firm(pk=4711)
    offer = make_offer(pk=4711)
    record(Kind.FIRM_REGISTERED, firm, by=None, now=NOON)
    record(Kind.LISTING_DRAFTED, offer, by=None, now=NOON)

    assert [event.kind for event in history(firm)] == [Kind.FIRM_REGISTERED]


def test_last_event_is_the_newest_of_its_kind():
    offer = make_offer()
    for _time in range(2):
        record(Kind.LISTING_CHANGED, offer, by=None, now=NOON)
    record(Kind.LISTING_PAUSED, offer, by=None, now=NOON)

    assert last_event(offer, Kind.LISTING_CHANGED).pk == Event.objects.order_by("pk")[1].pk


def test_last_event_of_what_never_happened_is_an_error():
    with pytest.raises(Event.DoesNotExist):
        last_event(make_offer(), Kind.LISTING_PAUSED)
