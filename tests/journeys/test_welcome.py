"""A firm that has just come: from signing up to its first matches in a handful of taps, on a phone."""

import pytest
from playwright.sync_api import expect

from marketplace.models import Listing
from tests.factories import make_firm, make_need, make_site
from tests.journeys.people import NewFirm, sign_up
from tests.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)

SAWMILL = NewFirm(
    name="Karin Ås",
    email="karin@sagen.example",
    language="sv",
    country="SE",
    org_number="559987-6546",
    firm="Ängsbergets Såg AB",
    nace="16",
    place="Krokom",
)
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_new_firm_comes_to_its_first_matches(live_server, new_context, javascript):
    for municipality in ("NO-5038", "NO-5037", "SE-2303"):
        site = make_site(make_firm(name=f"Hemliga {municipality}"), municipality=municipality)
        make_need(site=site, use="bedding", quantity_kg=5_000_000, shown_area=municipality)
    page = new_context(viewport=PHONE, java_script_enabled=javascript).new_page()
    sign_up(page, live_server.url, SAWMILL)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"] if javascript else True

    # One tap from the first page to what such firms have; the kind of firm is known, a finer one is a choice away
    page.locator(".tasks a").first.click()
    page.locator("select[name=sector]").select_option("16.10")
    if not javascript:
        page.locator("button[value=look]").click()
    expect(page.locator("[name='offer-bark-amount']")).to_be_visible()

    # What is forgotten is said, and nothing typed is lost
    page.locator("[name='offer-bark-is_ticked']").check(force=True)
    page.locator("[name='offer-sawdust-amount']").fill("4 000")
    page.locator("button[value=publish]").click()
    expect(page.locator(".said-row.field-bad")).to_have_count(1)
    expect(page.locator("[name='offer-sawdust-amount']")).to_have_value("4 000")
    assert not Listing.objects.filter(firm__name=SAWMILL.firm).exists()
    page.locator("[name='offer-bark-amount']").fill("9 000")
    page.locator("button[value=publish]").click()

    # The page waits for the worker, and shows matches without names
    expect(page.locator("progress")).to_be_visible()
    work_off()
    if not javascript:
        page.locator("#first-matches a[href$='/first-matches/']").click()
    expect(page.locator("progress")).to_have_count(0)
    expect(page.locator("#first-matches .strip")).to_have_count(3)
    expect(page.locator("main")).not_to_contain_text("Hemliga")

    # Back at the firm's page two of five first steps are done, and the list can be put away
    page.locator("#first-matches a[href='/my-firm/']").click()
    expect(page.locator(".checklist .is-done")).to_have_count(2)
    page.locator("form[action$='/checklist/close/'] button").click()
    expect(page.locator(".checklist")).to_have_count(0)
