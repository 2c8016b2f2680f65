"""The pages of saved searches: saving what is on screen, one's own list, and one click to end the mail."""

import re

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.models import SavedSearch
from marketplace.queries.saved_searches import stop_link
from tests.factories import make_saved_search, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = make_user()
    client.force_login(user)
    return user


def test_results_lead_to_saving_them_and_back(client, person):
    page = client.get("/search/?material=acid_whey&order=newest").content.decode()
    assert 'href="/searches/new/?' in page

    form = client.get("/searches/new/?material=acid_whey&order=newest").content.decode()
    assert "/search/?material=acid_whey" in form
    answer = client.post("/searches/new/?material=acid_whey&order=newest", {"name": "Vassle", "frequency": "weekly"})

    search = SavedSearch.objects.get()
    assert answer.url == "/searches/"
    assert (search.owner, search.query, search.name, search.frequency) == (
        person,
        "material=acid_whey",
        "Vassle",
        "weekly",
    )
    assert client.get(f"/searches/{search.pk}/").url == "/search/?material=acid_whey"
    listed = client.get("/searches/").content.decode()
    assert "Vassle" in listed
    assert "Once a week" in listed


def test_a_search_has_a_name_of_its_own_words_until_it_gets_another(client, person):
    form = client.get("/searches/new/?q=granbark&language=sv&material=bark&month=1,2&side=offer").content.decode()

    assert re.search(r'name="name" value="Granbark, bark, Jan, Feb, offer"', form, re.IGNORECASE)


def test_saving_the_same_search_twice_keeps_one(client, person):
    for name in ("Bark", "Mer bark"):
        client.post("/searches/new/?material=bark", {"name": name, "frequency": "daily"})

    assert [*SavedSearch.objects.values_list("name", flat=True)] == ["Mer bark"]


def test_saving_wants_a_name_and_keeps_what_was_chosen(client, person):
    answer = client.post("/searches/new/?material=bark", {"name": " ", "frequency": "weekly"})

    assert answer.status_code == 422
    assert "Give it a name" in answer.content.decode()
    assert re.search(r'value="weekly"[^>]*checked', answer.content.decode())
    assert not SavedSearch.objects.exists()


def test_change_pause_go_on_and_delete(client, person):
    search = make_saved_search(owner=person)
    path, facts = f"/searches/{search.pk}/change/", {"name": "Barkhögen", "frequency": "at_once"}

    client.post(path, {**facts, "then": "pause"})
    search.refresh_from_db()
    assert (search.name, search.frequency, bool(search.paused_at)) == ("Barkhögen", "at_once", True)
    assert "Paused" in client.get("/searches/").content.decode()
    client.post(path, {**facts, "then": "go_on"})
    search.refresh_from_db()
    assert search.paused_at is None
    assert client.post(path, {"name": "", "frequency": "hourly"}).url == "/searches/"
    search.refresh_from_db()
    assert search.name == "Barkhögen"
    client.post(f"/searches/{search.pk}/delete/")
    assert not SavedSearch.objects.exists()


def test_searches_are_nobody_elses(client):
    search = make_saved_search(name="Hemlig sökning")
    paths = [f"/searches/{search.pk}/{step}" for step in ("change/", "delete/")]

    assert [client.post(path).status_code for path in paths] == [302, 302]
    assert client.get("/searches/").url.startswith("/accounts/login/")
    client.force_login(make_user())
    assert [client.post(path).status_code for path in paths] == [404, 404]
    assert client.get(f"/searches/{search.pk}/").status_code == 404
    assert "Hemlig" not in client.get("/searches/").content.decode()
    assert "No saved searches yet" in client.get("/searches/").content.decode()


def test_one_click_stops_the_mail_and_opening_the_link_does_not():
    search, anybody = make_saved_search(name="Bark"), Client(enforce_csrf_checks=True)
    path = stop_link([search.pk])

    assert "Do you want no more mail about “Bark”?" in anybody.get(path).content.decode()
    search.refresh_from_db()
    assert search.paused_at is None
    for _time in range(2):
        # As mail programs do: no cookie, no token of a form.
        answer = anybody.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "has stopped" in answer.content.decode()
    search.refresh_from_db()
    assert search.paused_at
    search.delete()
    assert "has been deleted" in anybody.post(path).content.decode()
    assert anybody.post("/searches/stop/forged/").status_code == 404


def test_a_link_of_several_searches_names_them_and_an_old_one_still_stops_its_own():
    searches, anybody = [make_saved_search(name=name) for name in ("Bark", "Gone", "Straw")], Client()
    path = stop_link([each.pk for each in searches])
    searches.pop(1).delete()

    page = anybody.get(path).content.decode()
    assert ["“Bark”" in page, "“Gone”" in page, "“Straw”" in page] == [True, False, True]
    old = reverse("search-stop", args=[signing.dumps(searches[0].pk, salt="marketplace.saved_search")])
    anybody.post(old)

    assert [*SavedSearch.objects.filter(paused_at=None)] == searches[1:]
    assert "Stop the mail" in anybody.get(path).content.decode()


def test_the_list_asks_as_often_for_three_searches_as_for_one(client, person):
    def asked():
        with CaptureQueriesContext(connection) as counted:
            client.get("/searches/")
        return len(counted)

    make_saved_search(owner=person)
    client.get("/searches/")
    few = asked()
    for material in ("acid_whey", "sawdust"):
        make_saved_search(owner=person, query=f"material={material}")

    assert asked() == few
