"""Who looks after which municipalities."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.coordinators import appoint_coordinator, set_areas, set_lead
from marketplace.errors import RefusedError
from marketplace.models import Event
from tests.factories import NOON, make_coordinator, make_member, make_user

pytestmark = pytest.mark.django_db


def areas_of(user):
    return set(user.coordinator.areas.values_list("municipality", flat=True))


def test_set_areas_takes_municipalities_of_both_countries():
    lead, user = make_coordinator(is_lead=True), make_coordinator(("SE-2309", "SE-2321"))

    set_areas(user.coordinator, municipalities=["SE-2309", "NO-5038"], by=lead, now=NOON)

    assert areas_of(user) == {"SE-2309", "NO-5038"}
    event = Event.objects.get()
    assert (event.kind, event.subject, event.by) == (Event.Kind.COORDINATOR_CHANGED, user.coordinator, lead)
    assert event.changes == {"municipalities": [["SE-2309", "SE-2321"], ["NO-5038", "SE-2309"]]}


def test_set_areas_without_a_change_records_nothing():
    user = make_coordinator(("SE-2309",))

    set_areas(user.coordinator, municipalities=["SE-2309"], by=None, now=NOON)

    assert not Event.objects.exists()


def test_set_areas_refuses_an_unknown_municipality():
    with pytest.raises(ValidationError, match="SE-0180"):
        set_areas(make_coordinator().coordinator, municipalities=["SE-0180"], by=None, now=NOON)


def test_appoint_coordinator_makes_one():
    user = make_user()

    coordinator = appoint_coordinator(user, municipalities=["SE-2309"], by=make_coordinator(is_lead=True), now=NOON)

    assert areas_of(user) == {"SE-2309"}
    assert not coordinator.is_lead


def test_appoint_coordinator_refuses_a_closed_account():
    with pytest.raises(RefusedError, match="closed"):
        appoint_coordinator(make_user(is_active=False), municipalities=["SE-2309"], by=None, now=NOON)


def test_set_lead_names_and_unnames():
    lead, user = make_coordinator(is_lead=True), make_coordinator()

    set_lead(user.coordinator, is_lead_now=True, by=lead, now=NOON)
    user.coordinator.refresh_from_db()
    set_lead(lead.coordinator, is_lead_now=False, by=user, now=NOON)

    lead.coordinator.refresh_from_db()
    assert (user.coordinator.is_lead, lead.coordinator.is_lead) == (True, False)
    assert [event.changes for event in Event.objects.order_by("pk")] == [
        {"is_lead": [False, True]},
        {"is_lead": [True, False]},
    ]


def test_set_lead_keeps_one_lead():
    lead = make_coordinator(is_lead=True)
    set_lead(lead.coordinator, is_lead_now=True, by=lead, now=NOON)

    with pytest.raises(RefusedError, match="Name another"):
        set_lead(lead.coordinator, is_lead_now=False, by=lead, now=NOON)

    assert not Event.objects.exists()


def test_coordinator_actions_are_for_leads_alone():
    coordinator = make_coordinator()

    for person in [make_user(), make_member(), coordinator]:
        with pytest.raises(PermissionDenied):
            appoint_coordinator(make_user(), municipalities=[], by=person, now=NOON)
        with pytest.raises(PermissionDenied):
            set_areas(coordinator.coordinator, municipalities=[], by=person, now=NOON)
        with pytest.raises(PermissionDenied):
            set_lead(coordinator.coordinator, is_lead_now=True, by=person, now=NOON)
