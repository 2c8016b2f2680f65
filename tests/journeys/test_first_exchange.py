"""A sawmill posts bark, a farm needs bedding, a coordinator approves, both consent, both see the contact."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from marketplace.models import Firm, Suggestion
from tests.factories import PASSWORD, make_coordinator
from tests.journeys.people import NewFirm, answer_yes, choose_language, log_in, post_listing, sign_up
from tests.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)

SAWMILL = NewFirm(
    name="Karin Ås",
    email="karin@sagen.example",
    language="sv",
    country="SE",
    org_number="559000-0005",
    firm="Ängsbergets Såg AB",
    nace="16",
    place="Krokom",
)
FARM = NewFirm(
    name="Ola Bø",
    email="ola@garden.example",
    language="nb",
    country="NO",
    org_number="900000006",
    firm="Bø Samdrift",
    nace="01",
    place="Verdal",
)
PHONE = {"width": 390, "height": 844}


def after_the_undo_time():
    return timezone.now() + timedelta(minutes=3)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_bark_becomes_bedding_across_the_border(live_server, new_context, javascript, settings):
    settings.BASE_URL = live_server.url
    coordinator = make_coordinator(("SE-2309", "NO-5038"), email="siv@region.example", password=PASSWORD, name="Siv Ek")
    devices = {name: new_context(viewport=PHONE, java_script_enabled=javascript) for name in "sfc"}
    sawmill, farm, desk = (device.new_page() for device in devices.values())

    if javascript:
        choose_language(sawmill, live_server.url, "sv")
        choose_language(farm, live_server.url, "nb")
    sign_up(sawmill, live_server.url, SAWMILL)
    post_listing(
        sawmill,
        live_server.url,
        side="offer",
        line="750,5 ton bark i månaden, Krokom",
        material="bark",
        title="Bark från sågen",
    )
    sign_up(farm, live_server.url, FARM)
    post_listing(
        farm,
        live_server.url,
        side="need",
        line="6 000 tonn bark i året, Verdal",
        material="bark",
        title="Bark til strø i fjøset",
    )
    work_off()
    log_in(desk, live_server.url, coordinator.email)
    desk.goto(f"{live_server.url}/queue/")
    desk.locator(".strip-list a").first.click()
    expect(desk.locator(".reasons .for").first).to_be_visible()
    for firm in Firm.objects.order_by("pk"):
        desk.goto(f"{live_server.url}/firms/{firm.pk}/verify/")
        desk.locator("input[name=checks]").first.check(force=True)
        desk.locator("main form button").last.click()
    desk.goto(f"{live_server.url}/suggestions/{Suggestion.objects.get().pk}/")
    desk.locator("form[action$='/approve/'] button:visible").click()
    expect(desk.locator(".messages")).to_be_visible()
    work_off(now=after_the_undo_time())

    sawmill.goto(f"{live_server.url}/my-firm/")
    sawmill.locator(".tasks a").first.click()
    expect(sawmill.locator("main")).not_to_contain_text(FARM.firm)
    answer_yes(sawmill)
    expect(sawmill.locator("main")).not_to_contain_text(FARM.firm)
    letter = [message.body for message in mail.outbox if FARM.email in message.to][-1]
    farm.goto(re.search(r"http\S+/answer/\S+", letter)[0])
    expect(farm.locator("main")).not_to_contain_text(SAWMILL.firm)
    answer_yes(farm)
    work_off(now=after_the_undo_time())

    for page, other in ((sawmill, FARM), (farm, SAWMILL)):
        page.goto(f"{live_server.url}/my-firm/")
        page.locator("a[href^='/symbioses/']").first.click()
        if "/symbioses/" in page.url and page.url.endswith("/symbioses/"):
            page.locator("main li a").first.click()
        expect(page.locator("main")).to_contain_text(other.firm)
        expect(page.locator(f"a[href='mailto:{other.email}']").first).to_be_visible()
    told = {address for message in mail.outbox for address in message.to}
    assert {SAWMILL.email, FARM.email, coordinator.email} <= told
