"""The secret address of a coordinator's calendar."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature

from marketplace.actions.calendars import renew_calendar
from marketplace.models import Event
from marketplace.queries.calendars import calendar_path, read_calendar_token
from tests.factories import NOON, make_coordinator

pytestmark = pytest.mark.django_db


def token_of(person):
    person.coordinator.refresh_from_db()
    return calendar_path(person.coordinator).removeprefix("/calendar/").removesuffix(".ics")


def test_renew_calendar_makes_an_address_and_ends_the_old_one():
    person = make_coordinator()
    before = calendar_path(person.coordinator)

    renew_calendar(person.coordinator, by=person, now=NOON)
    first = token_of(person)
    opened = read_calendar_token(first)
    renew_calendar(person.coordinator, by=person, now=NOON)

    assert (before, opened) == ("", person)
    assert read_calendar_token(token_of(person)) == person
    with pytest.raises(BadSignature):
        read_calendar_token(first)
    assert Event.objects.filter(kind=Event.Kind.CALENDAR_RENEWED, by=person).count() == 2


def test_renew_calendar_is_for_its_coordinator_alone():
    person = make_coordinator()

    with pytest.raises(PermissionDenied):
        renew_calendar(person.coordinator, by=make_coordinator(is_lead=True), now=NOON)


def test_an_address_dies_with_the_account_and_with_the_office():
    person, other = make_coordinator(), make_coordinator()
    for each in (person, other):
        renew_calendar(each.coordinator, by=each, now=NOON)
    tokens = token_of(person), token_of(other)
    person.is_active = False
    person.save()
    other.coordinator.delete()

    for token in (*tokens, "forged", tokens[0][:-1]):
        with pytest.raises(BadSignature):
            read_calendar_token(token)
