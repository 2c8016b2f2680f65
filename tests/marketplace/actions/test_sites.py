"""Adding and changing sites."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.sites import add_site, change_site
from marketplace.models import Event, Site
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_site, make_user

pytestmark = pytest.mark.django_db


def unsaved_site(firm, **fields):
    return Site(**{"firm": firm, "municipality": "SE-2309", "latitude": 63.3, "longitude": 14.4, **fields})


def test_add_site_saves_and_records():
    firm = make_firm()
    owner = make_member(firm)

    site = add_site(unsaved_site(firm), by=owner, now=NOON)

    event = Event.objects.get()
    assert (event.kind, event.subject, event.by) == (Event.Kind.SITE_ADDED, site, owner)


def test_add_site_refuses_a_point_off_the_earth():
    firm = make_firm()

    with pytest.raises(ValidationError):
        add_site(unsaved_site(firm, latitude=91), by=make_member(firm), now=NOON)


def test_change_site_records_old_and_new():
    site = make_site(locality="Krokom")

    change_site(site, facts={"locality": "Ås", "firm": None}, by=make_member(site.firm), now=NOON)

    site.refresh_from_db()
    assert site.locality == "Ås"
    assert Event.objects.get().changes == {"locality": ["Krokom", "Ås"]}


def test_change_site_without_a_change_records_nothing():
    site = make_site()

    change_site(site, facts={"locality": site.locality}, by=make_coordinator(), now=NOON)

    assert not Event.objects.exists()


def test_site_actions_refuse_everybody_else():
    site = make_site()
    outsiders = [make_user(), make_member(), make_coordinator(("NO-5001",)), make_member(site.firm, role="member")]

    for person in outsiders:
        with pytest.raises(PermissionDenied):
            add_site(unsaved_site(site.firm), by=person, now=NOON)
        with pytest.raises(PermissionDenied):
            change_site(site, facts={"locality": "Ås"}, by=person, now=NOON)
