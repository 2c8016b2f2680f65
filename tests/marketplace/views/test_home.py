"""The first pages, for everybody and for each."""

import pytest

from marketplace.actions.events import record
from marketplace.models import Event, Notice
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/about/", "/materials/", "/contact/", "/privacy/", "/accessibility/"])
def test_open_pages_are_there_for_everybody(client, path):
    make_offer(), make_need()

    statuses = [client.get(path).status_code]
    client.force_login(make_member())

    assert [*statuses, client.get(path).status_code, client.post(path).status_code] == [200, 200, 405]


@pytest.mark.parametrize("path", ["/my-firm/", "/notices/"])
def test_own_pages_want_a_login(client, path):
    stranger = client.get(path)
    client.force_login(make_user())

    assert stranger.url == f"/accounts/login/?next={path}"
    assert [client.get(path).status_code, client.post(path).status_code] == [200, 405]


def test_home_of_an_empty_market_invites(client):
    page = client.get("/").content.decode()

    assert "0 offers" in page
    assert "I have something" in page


def test_home_counts_and_shows_both_sides_of_the_market(client):
    offer, need = make_offer(), make_need()
    make_offer(firm=make_firm(hidden_at=NOON))

    page = client.get("/").content.decode()

    assert "1 offer<" in page
    assert "1 need<" in page
    assert f"/listings/{offer.pk}/" in page
    assert f"/listings/{need.pk}/" in page


def test_my_firm_shows_tasks_symbioses_and_listings(client):
    offer = make_offer(title="Prima granbark")
    symbiosis = make_symbiosis(offer)
    client.force_login(make_member(offer.firm))

    page = client.get("/my-firm/").content.decode()

    assert "A partner is suggested for “Prima granbark”" in page
    assert f"/symbioses/{symbiosis.pk}/" in page
    assert "Best match now" in page


def test_my_firm_says_what_to_do_without_a_firm(client):
    client.force_login(make_user())

    assert "You do not belong to a firm yet" in client.get("/my-firm/").content.decode()


def test_my_firm_of_a_coordinator_shows_no_symbiosis_of_others(client):
    symbiosis = make_symbiosis()
    client.force_login(make_coordinator())

    assert f"/symbioses/{symbiosis.pk}/" not in client.get("/my-firm/").content.decode()


def test_notices_are_new_once(client):
    person, offer = make_user(), make_offer()
    record(Event.Kind.LISTING_EXPIRED, offer, by=None, now=NOON)
    facts = {"code": "listing_expired", "values": {"title": "Bark"}, "language": "sv", "path": "/", "written_at": NOON}
    Notice.objects.create(event=Event.objects.get(), user=person, **facts)
    client.force_login(person)

    first, second = (client.get("/notices/").content.decode() for _time in range(2))

    assert "“Bark” has expired." in first
    assert ('<span class="tag tag-wait">new</span>' in first, 'tag-wait">new' in second) == (True, False)


def test_shell_shows_each_person_their_ways(client):
    firm = make_firm(name="Barkbolaget")
    pages = {"nobody": client.get("/").content.decode()}
    for name, person in {"member": make_member(firm), "coordinator": make_coordinator()}.items():
        client.force_login(person)
        pages[name] = client.get("/").content.decode()

    assert ["Log in" in page for page in pages.values()] == [True, False, False]
    assert ["/queue/" in page for page in pages.values()] == [False, False, True]
    assert ["Barkbolaget" in page for page in pages.values()] == [False, True, False]


def test_pages_that_are_not_there_look_like_ours(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert 'class="site-head"' in response.content.decode()
