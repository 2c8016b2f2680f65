"""The calendar of next steps: a page with a secret address, and a feed that names no firm."""

from datetime import date, timedelta

import icalendar
import pytest

from marketplace.actions.calendars import renew_calendar
from marketplace.queries.calendars import calendar_path
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis, make_user

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 1)


@pytest.fixture
def coordinator():
    person = make_coordinator(name="Kajsa", language="sv")
    renew_calendar(person.coordinator, by=person, now=NOON)
    person.coordinator.refresh_from_db()
    return person


def due(owner, **fields):
    return make_symbiosis(**{"owner": owner, "next_step": "Ring; skicka, prov", "next_step_date": DAY, **fields})


def events(client, coordinator):
    answer = client.get(calendar_path(coordinator.coordinator))
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_feed_has_each_next_step_on_its_day(client, coordinator, settings):
    settings.BASE_URL = "https://torget.example"
    symbiosis = due(coordinator)

    (event,) = events(client, coordinator)

    assert event["summary"] == "Ring; skicka, prov"
    assert (event["dtstart"].dt, event["dtend"].dt) == (DAY, DAY + timedelta(days=1))
    assert event["uid"] == f"symbiosis-{symbiosis.pk}@torget.example"
    assert event["url"] == f"https://torget.example/symbioses/{symbiosis.pk}/"
    assert "Bark: Krokoms kommun → Krokoms kommun" in event["description"]


def test_feed_names_no_firm_and_no_person(client, coordinator):
    symbiosis = due(coordinator)
    listing = symbiosis.parties.first().listing
    member = make_member(listing.firm)

    text = client.get(calendar_path(coordinator.coordinator)).content.decode()

    for secret in (listing.firm.name, listing.title, member.name, member.email):
        assert secret not in text


def test_feed_leaves_out_what_is_not_theirs_what_is_over_and_what_has_no_day(client, coordinator):
    due(make_coordinator())
    due(coordinator, stage="failed")
    due(coordinator, stage="completed")
    make_symbiosis(owner=coordinator, next_step="Ring")
    own = due(coordinator)
    coordinator.membership_set.create(firm=own.parties.first().listing.firm)

    assert events(client, coordinator) == []


def test_feed_is_plain_calendar_for_programs_and_nothing_for_guesses(client, coordinator):
    path = calendar_path(coordinator.coordinator)

    answer = client.get(path)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/calendar/bark.ics").status_code == 404
    assert client.get(path.replace(".ics", "x.ics")).status_code == 404
    assert client.post(path).status_code == 405


def test_feed_asks_the_database_as_often_for_many_steps_as_for_one(
    client, coordinator, django_assert_num_queries, django_assert_max_num_queries
):
    due(coordinator)
    with django_assert_max_num_queries(8) as few:
        events(client, coordinator)
    for _number in range(9):
        due(coordinator)

    with django_assert_num_queries(len(few)):
        assert len(events(client, coordinator)) == 10


def test_page_makes_an_address_and_a_new_one(client):
    person = make_coordinator()
    client.force_login(person)
    assert "Make an address" in client.get("/calendar/").content.decode()

    addresses = []
    for _time in range(2):
        assert client.post("/calendar/").status_code == 302
        addresses.append(client.get("/calendar/").context["address"])

    first, second = (address.removeprefix("http://127.0.0.1:8000") for address in addresses)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_page_is_for_coordinators(client):
    statuses = []
    for person in (make_user(), make_member()):
        client.force_login(person)
        statuses += [client.get("/calendar/").status_code, client.post("/calendar/").status_code]
    client.logout()

    assert statuses == [403] * 4
    assert client.get("/calendar/").status_code == 302
