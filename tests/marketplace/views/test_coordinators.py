"""Pages of coordinators."""

import pytest
from django.urls import reverse

from tests.factories import make_coordinator, make_member, make_user

pytestmark = pytest.mark.django_db


def test_coordinator_list_is_for_coordinators(client):
    other = make_coordinator(("NO-5038",), name="Kari")
    client.force_login(make_coordinator())
    text = client.get(reverse("coordinator-list")).content.decode()
    assert "Kari" in text
    assert "Verdal" in text
    assert reverse("coordinator-areas", args=[other.coordinator.pk]) not in text

    for person in (make_user(), make_member()):
        client.force_login(person)
        assert client.get(reverse("coordinator-list")).status_code == 404


def test_coordinator_areas_sets_municipalities_of_both_countries(client):
    other = make_coordinator(("SE-2309",))
    client.force_login(make_coordinator(is_lead=True))

    client.post(
        reverse("coordinator-areas", args=[other.coordinator.pk]),
        {"municipalities": ["SE-2361", "NO-5038"], "is_lead": "on"},
    )

    other.coordinator.refresh_from_db()
    assert set(other.coordinator.areas.values_list("municipality", flat=True)) == {"SE-2361", "NO-5038"}
    assert other.coordinator.is_lead


def test_coordinator_areas_keeps_one_lead(client):
    lead = make_coordinator(is_lead=True)
    client.force_login(lead)

    page = client.post(reverse("coordinator-areas", args=[lead.coordinator.pk]), {"municipalities": ["SE-2309"]})

    assert page.status_code == 422
    lead.coordinator.refresh_from_db()
    assert lead.coordinator.is_lead


def test_coordinator_new_appoints_who_has_an_account(client):
    person = make_user()
    client.force_login(make_coordinator(is_lead=True))

    page = client.post(reverse("coordinator-new"), {"email": person.email})
    assert page.url == reverse("coordinator-areas", args=[person.coordinator.pk])

    page = client.post(reverse("coordinator-new"), {"email": "nobody@example.org"})
    assert page.status_code == 422


def test_coordinator_new_leaves_the_areas_of_a_coordinator(client):
    person = make_coordinator(("NO-5038",))
    client.force_login(make_coordinator(is_lead=True))

    client.post(reverse("coordinator-new"), {"email": person.email})

    assert person.coordinator.areas.get().municipality == "NO-5038"


def test_changing_coordinators_is_for_leads(client):
    coordinator = make_coordinator()

    for person in (coordinator, make_user(), make_member()):
        client.force_login(person)
        assert client.get(reverse("coordinator-new")).status_code == 404
        assert client.get(reverse("coordinator-areas", args=[coordinator.coordinator.pk])).status_code == 404
