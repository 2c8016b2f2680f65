"""Somebody searches on a phone, saves the search, hears of what comes new, and ends the mail with one click."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from marketplace.actions.listings import publish_listing
from tests.factories import PASSWORD, make_firm, make_member, make_offer
from tests.journeys.people import log_in
from tests.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_search_is_saved_on_a_phone_and_its_mail_stopped(live_server, new_context, javascript, settings):
    settings.BASE_URL = live_server.url
    person = make_member(make_firm(), password=PASSWORD, language="sv")
    page = new_context(viewport=PHONE, java_script_enabled=javascript, locale="sv").new_page()
    log_in(page, live_server.url, person.email)

    page.goto(f"{live_server.url}/search/?q=bark&side=offer")
    page.locator("a[href^='/searches/new/']").first.click()
    expect(page.locator("[name=name]")).to_have_value(re.compile("bark"))
    page.locator("[name=name]").fill("Bark till strö")
    page.locator("[name=frequency][value=at_once]").check(force=True)
    page.locator("main form button.button-primary").click()
    expect(page.locator("main h2")).to_contain_text("Bark till strö")
    offer = make_offer(state="draft")
    publish_listing(offer, by=None, now=timezone.now())
    work_off()

    (letter,) = [message for message in mail.outbox if "Bark till strö" in message.subject]
    page.goto(re.search(rf"{re.escape(live_server.url)}/listings/{offer.pk}/", letter.body)[0])
    expect(page.locator("main h1")).to_contain_text("Bark")
    page.context.clear_cookies()
    page.goto(letter.extra_headers["List-Unsubscribe"].strip("<>"))
    page.locator("main form button.button-primary").click()
    expect(page.locator("main")).to_contain_text("Bark till strö")
    expect(page.locator("main form")).to_have_count(0)
    person.saved_searches.get(paused_at__isnull=False)
