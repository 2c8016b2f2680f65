"""On a phone a coordinator approves what is suggested between two firms without an account, and calls both."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from marketplace.models import Suggestion, Symbiosis
from tests.factories import PASSWORD, make_coordinator, make_firm, make_need, make_offer, make_site, make_suggestion
from tests.journeys.people import log_in
from tests.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


def suggested():
    """Return a suggestion between a verified and an unverified firm that nobody has an account for."""
    sawmill = make_site(make_firm(name="Ängsbergets Såg AB", is_verified=True))
    farm = make_site(make_firm(name="Bø Samdrift"))
    return make_suggestion(make_offer(site=sawmill), make_need(site=farm, use="bedding"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_firms_without_an_account_are_asked_by_phone_and_meet(live_server, new_context, javascript):
    suggestion = suggested()
    coordinator = make_coordinator(email="siv@region.example", password=PASSWORD, name="Siv Ek")
    desk = new_context(viewport=PHONE, java_script_enabled=javascript, locale="en").new_page()
    log_in(desk, live_server.url, coordinator.email)
    desk.goto(f"{live_server.url}/suggestions/{suggestion.pk}/")

    bar = desk.locator(".desk-bar")
    expect(bar).to_be_in_viewport()
    bar.get_by_role("link", name="Verify").or_(bar.locator("a.button-primary")).first.click()
    desk.locator("input[name=checks]").first.check(force=True)
    desk.locator("main form button").first.click()
    expect(desk).to_have_url(f"{live_server.url}/suggestions/{suggestion.pk}/")
    expect(desk.locator(".desk-decide")).to_contain_text("Bø Samdrift")
    bar.locator("button.button-primary").click()
    expect(desk.locator(".messages .notice-success")).to_be_visible()
    assert Suggestion.objects.get().state == "approved"
    work_off(now=timezone.now() + timedelta(minutes=5))

    symbiosis = Symbiosis.objects.get()
    page = f"{live_server.url}/symbioses/{symbiosis.pk}/"
    for party in symbiosis.parties.order_by("pk"):
        desk.goto(page)
        write_yes(desk, party.pk)
    work_off(now=timezone.now() + timedelta(minutes=5))

    symbiosis.refresh_from_db()
    assert symbiosis.stage == "discussion"
    desk.goto(page)
    expect(desk.locator(".notice-warning")).to_have_count(2)  # call, and tell them


def write_yes(desk: Page, party: int) -> None:
    form = desk.locator(f"form[action='/parties/{party}/said/']")
    form.locator("[name=spoken_by]").fill("Karin Ås")
    form.locator("[name=phone]").fill("070-174 06 05")
    form.locator("button[name=answer][value=yes]").click()
    expect(desk.locator(".notice-info").first).to_contain_text("Karin Ås")


def test_what_is_tabbed_to_stands_above_the_bar_of_decisions(live_server, new_context):
    suggestion = suggested()
    make_coordinator(email="siv@region.example", password=PASSWORD)
    desk = new_context(viewport=PHONE, locale="en").new_page()
    log_in(desk, live_server.url, "siv@region.example")
    desk.goto(f"{live_server.url}/suggestions/{suggestion.pk}/")
    covered = """() => {
      const bar = document.querySelector(".desk-bar"), found = document.activeElement;
      if (found === document.body || bar.contains(found)) return "";
      const [edge, box] = [bar.getBoundingClientRect(), found.getBoundingClientRect()];
      return box.bottom > edge.top + 1 && box.top < edge.bottom ? found.outerHTML.slice(0, 200) : "";
    }"""

    for _step in range(80):
        desk.keyboard.press("Tab")
        assert desk.evaluate(covered) == ""
