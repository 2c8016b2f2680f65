"""Somebody finds bedding by use, place and season on a phone, saves the search, and ends its mail with one click."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from marketplace.actions.listings import publish_listing
from marketplace.models import Listing
from tests.factories import PASSWORD, make_firm, make_member, make_offer
from tests.journeys.people import log_in
from tests.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


def published_sawdust() -> Listing:
    """Return an offer from Krokom, of the winter, that has just come on the market."""
    offer = make_offer(state="draft", material="sawdust", months=[12, 1, 2])
    return publish_listing(offer, by=None, now=timezone.now())


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_search_is_saved_on_a_phone_and_its_mail_stopped(live_server, new_context, javascript, settings):
    settings.BASE_URL = live_server.url
    person = make_member(make_firm(), password=PASSWORD, language="sv")
    page = new_context(viewport=PHONE, java_script_enabled=javascript, locale="sv").new_page()
    log_in(page, live_server.url, person.email)

    old = published_sawdust()
    page.goto(f"{live_server.url}/search/")
    page.locator("#q").fill("strö Krokom vinter")
    page.locator("#q").press("Enter")
    expect(page.locator(f".grid a[href='/listings/{old.pk}/']")).to_be_visible()
    page.locator("a[href^='/searches/new/']").first.click()
    expect(page.locator("[name=name]")).to_have_value("Strö Krokom vinter")
    page.locator("[name=name]").fill("Spån till strö")
    page.locator("[name=frequency][value=at_once]").check(force=True)
    page.locator("main form button.button-primary").click()
    expect(page.locator("main h2")).to_contain_text("Spån till strö")
    offer = published_sawdust()
    work_off()

    (letter,) = [message for message in mail.outbox if "Spån till strö" in message.subject]
    assert f"/listings/{old.pk}/" not in letter.body
    page.goto(re.search(rf"{re.escape(live_server.url)}/listings/{offer.pk}/", letter.body)[0])
    expect(page.locator("main h1")).to_contain_text("Sågspån")
    page.context.clear_cookies()
    page.goto(letter.extra_headers["List-Unsubscribe"].strip("<>"))
    page.locator("main form button.button-primary").click()
    expect(page.locator("main")).to_contain_text("Spån till strö")
    expect(page.locator("main form")).to_have_count(0)
    person.saved_searches.get(paused_at__isnull=False)
