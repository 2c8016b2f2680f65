"""A coordinator works a queue of thirty with the keyboard alone."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from marketplace.models import Event, Suggestion
from marketplace.queries.review_lists import ON_A_PAGE
from tests.factories import make_coordinator, make_firm, make_need, make_offer, make_site, make_suggestion

pytestmark = pytest.mark.django_db(transaction=True)
State = Suggestion.State
# What the hands do with the thirty, one key each: approvals, every reason, questions, puttings off.
KEYS = ("a", "1", "q", "l", "a", "2", "3", "4", "5", "6", "7", "8", "9", "0", "x") * 2


def test_thirty_suggestions_are_decided_with_one_key_each(live_server, new_context):
    giver, receiver = (make_site(make_firm(is_verified=True)) for _side in range(2))
    for place in range(ON_A_PAGE):
        make_suggestion(make_offer(site=giver), make_need(site=receiver), score=0.99 - place / 100)
    person = make_coordinator(("SE-2309",), name="Siv Ek")
    client = Client()
    client.force_login(person)
    context = new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/queue/")

    expect(page.locator("[data-desk]")).to_have_attribute("data-keys", "on")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    for done, key in enumerate(KEYS):
        expect(page.locator("[data-desk-start]")).to_be_visible()
        expect(page.locator(".desk-way")).to_contain_text(f"1 of {ON_A_PAGE - done} in the list")
        page.keyboard.press(key)
        expect(page.locator(".messages .notice-success")).to_be_visible()
        expect(page.locator("main")).not_to_contain_text(f"1 of {ON_A_PAGE - done} in the list")
    expect(page.locator("main")).to_contain_text("Nothing waits")
    page.keyboard.press("u")  # the last one after all
    expect(page.locator(".messages")).to_contain_text("waits for review again")

    counted = {state: Suggestion.objects.filter(state=state).count() for state in State}
    assert counted == {**dict.fromkeys(State, 0), "approved": 4, "asked": 2, "later": 2, "dismissed": 21, "proposed": 1}
    decided = Event.objects.filter(by=person, changes__has_key="shown").order_by("pk")
    assert [event.changes["shown"][1]["position"] for event in decided] == [1] * ON_A_PAGE
    assert [event.changes["shown"][1]["length"] for event in decided] == list(range(ON_A_PAGE, 0, -1))


def test_keys_stay_silent_in_a_field_and_once_turned_off(live_server, new_context):
    suggestion = make_suggestion()
    client = Client()
    client.force_login(make_coordinator())
    context = new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/suggestions/{suggestion.pk}/")

    page.locator("[name=note]").first.focus()
    page.keyboard.type("1 l x")
    expect(page.locator("[name=note]").first).to_have_value("1 l x")
    page.locator("[data-desk-start]").focus()
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-desk]")).to_have_attribute("data-keys", "off")
    page.keyboard.press("1")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).not_to_be_visible()
    page.reload()
    page.keyboard.press("1")

    suggestion.refresh_from_db()
    assert suggestion.state == State.PROPOSED
