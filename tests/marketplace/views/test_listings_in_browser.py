"""Lists that change in place: the same links and forms as without JavaScript, only smoother."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_coordinator, make_firm, make_need, make_offer, make_suggestion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def market():
    for _number in range(25):
        make_offer(visibility="open")
    return make_offer(material="acid_whey", visibility="open", title="Syravassle", shown_area="SE-2380")


def stays(page: Page) -> bool:
    """Return whether the page is still the one that was opened, and not a new one."""
    return page.evaluate("window.stillHere === true")


def open_offers(page: Page, address: str) -> None:
    page.goto(f"{address}/offers/")
    page.evaluate("window.stillHere = true")


def test_filter_links_change_the_results_and_the_address(page: Page, live_server, market):
    open_offers(page, live_server.url)
    page.locator("#results > details > summary").click()

    page.locator("nav.filters a", has_text="Dairy").click()

    expect(page.locator("#results .card")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/offers/\?material=dairy_residues$"))
    expect(page.locator("nav.filters a", has_text="Dairy")).to_have_attribute("aria-current", "true")
    assert stays(page)


def test_tabs_and_box_of_words_keep_a_filter_that_was_chosen_in_place(page: Page, live_server, market):
    open_offers(page, live_server.url)
    page.locator("#results > details > summary").click()
    page.locator("nav.filters a", has_text="Dairy").click()
    expect(page.locator("nav.tabs a", has_text="Needs")).to_have_attribute("href", "/needs/?material=dairy_residues")

    page.locator("#q").fill("syravassle")
    page.locator("#q").press("Enter")

    expect(page).to_have_url(re.compile(r"material=dairy_residues"))


def test_filter_form_keeps_what_was_chosen(page: Page, live_server, market):
    open_offers(page, live_server.url)
    page.locator("#results > details > summary").click()

    page.locator("select[name=municipality]").select_option("SE-2380")
    page.locator("#results form button").click()

    expect(page.locator("#results .card")).to_have_count(1)
    expect(page.locator("select[name=municipality]")).to_have_value("SE-2380")
    assert stays(page)


def test_pages_turn_and_the_way_back_works(page: Page, live_server, market):
    open_offers(page, live_server.url)

    page.locator("a[rel=next]").click()
    expect(page.locator("#results .card")).to_have_count(2)
    page.go_back()

    expect(page.locator("#results .card")).to_have_count(24)
    expect(page).to_have_url(re.compile(r"/offers/$"))


def test_cards_lead_to_their_page(page: Page, live_server, market):
    open_offers(page, live_server.url)

    page.locator("#results .card-link").first.click()

    expect(page.locator("main h1")).to_have_text(re.compile("Bark"))
    assert not stays(page)


def test_a_decision_is_taken_and_taken_back_with_one_key_and_one_button(page: Page, live_server, client):
    firms = make_firm(is_verified=True), make_firm(is_verified=True)
    suggestion = make_suggestion(make_offer(firm=firms[0]), make_need(firm=firms[1]))
    client.force_login(make_coordinator())
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/suggestions/{suggestion.pk}/")

    page.keyboard.press("a")
    page.get_by_role("button", name="Undo").click()

    expect(page.locator(".messages")).to_contain_text("waits for review again")
    suggestion.refresh_from_db()
    assert suggestion.state == "proposed"
