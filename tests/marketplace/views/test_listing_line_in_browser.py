"""Posting from a line as a browser shows it: read while typing, corrected with and without JavaScript, never lost."""

import pytest
from playwright.sync_api import Page, expect

from marketplace.models import Listing
from marketplace.queries.knowledge import warm_up
from tests.accessibility import DESK, LEVELS, NARROW, PHONE, become, violations
from tests.factories import make_member, make_site

pytestmark = pytest.mark.django_db(transaction=True)
# Each shows other parts of the page: all is sure, much is open, nothing is understood.
LINES = {
    "offer": ["30 m³ sågspån i veckan, Krokom", "20-30 ton spillolja i månaden, Åre", "slam från Ås, 3 st", "xyzzy"],
    "need": ["strö till hästar 200 m³, Krokom"],
}


@pytest.fixture(autouse=True, scope="module")
def _warm():
    warm_up()  # as the server does when it starts


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def member(site):
    return make_member(site.firm, language="sv")


@pytest.fixture
def own(page: Page, live_server, member) -> Page:
    become(page, member, address=live_server.url)
    return page


def open_box(page: Page, address: str, *, side: str = "offer") -> None:
    page.goto(f"{address}/listings/new/?side={side}")


def go_on(page: Page) -> None:
    page.locator("main button[value=understand]").click()
    expect(page.locator("[name=title]")).to_be_visible()


def test_a_line_is_read_while_it_is_typed(own: Page, live_server):
    open_box(own, live_server.url)

    own.locator("#line_text").press_sequentially("30 m³ sågspån i veckan, Krokom", delay=10)

    told = own.locator("#understood")
    expect(told.locator("li")).to_have_count(4)
    expect(told).to_contain_text("sågspån")
    assert told.get_attribute("aria-live") == "polite"
    assert not Listing.objects.exists()


def test_only_the_last_answer_is_shown_when_typing_goes_on(own: Page, live_server):
    open_box(own, live_server.url)
    waiting = []
    own.route("**/listings/understand/**", lambda route: waiting.append(route))

    own.locator("#line_text").fill("bark")
    own.wait_for_timeout(700)
    own.locator("#line_text").fill("ull")
    own.wait_for_timeout(700)
    for route in waiting:
        route.continue_()

    expect(own.locator("#understood")).to_contain_text("ull")
    assert len(waiting) == 2
    assert waiting[0].request.failure  # taken back


def test_what_was_typed_comes_back_and_is_read_again(own: Page, live_server):
    open_box(own, live_server.url)
    own.locator("#line_text").fill("5 ton bark i veckan")
    expect(own.locator("#understood")).to_contain_text("bark")

    open_box(own, live_server.url)

    expect(own.locator("#line_text")).to_have_value("5 ton bark i veckan")
    expect(own.locator("[data-draft-note]")).to_be_visible()
    expect(own.locator("#understood")).to_contain_text("bark")


def test_newer_words_go_before_an_older_draft(own: Page, live_server):
    open_box(own, live_server.url)
    own.locator("#line_text").fill("5 ton bark i veckan")
    go_on(own)
    own.locator("[name=title]").fill("Granbark")
    own.wait_for_timeout(600)

    own.locator("#line_text").fill("30 m³ sågspån i veckan")
    own.locator("main button[value=understand]").click()
    expect(own.locator("[name=material_pick][value=sawdust]")).to_be_checked()

    expect(own.locator("[name=title]")).to_have_value("Sågspån")


def test_a_correction_comes_back_with_its_words_and_goes_when_it_is_published(own: Page, live_server):
    open_box(own, live_server.url)
    own.locator("#line_text").fill("5 ton bark i veckan, Krokom")
    go_on(own)
    own.locator("[name=title]").fill("Granbark")
    own.wait_for_timeout(600)

    open_box(own, live_server.url)
    expect(own.locator("#line_text")).to_have_value("5 ton bark i veckan, Krokom")
    go_on(own)
    expect(own.locator("[name=title]")).to_have_value("Granbark")
    own.locator("button[value=publish]").click()
    expect(own.locator("main h1")).to_have_text("Granbark")

    assert own.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_what_was_misunderstood_is_corrected(new_context, live_server, member, site, javascript):
    context = new_context(viewport={"width": PHONE, "height": 844}, java_script_enabled=javascript)
    page = context.new_page()
    become(page, member, address=live_server.url)
    open_box(page, live_server.url)
    page.locator("#line_text").fill("20-30 ton sågspån i månaden, Åre")
    go_on(page)

    expect(page.locator("select[name=material]")).to_be_hidden()
    page.locator("[name=material_pick][value=other]").check()
    page.locator("select[name=material]").select_option("bark")
    page.locator("[name=amount_pick][value='25 t month']").check()
    page.locator("select[name=site]").select_option("new:SE-are")
    page.locator("main details summary").first.click()
    page.locator("[name=waste_code_pick][value='030105']").check()
    page.locator("button[value=publish]").click()
    expect(page.locator("main h1")).to_have_text("Sågspån")

    offer = Listing.objects.get()
    assert (offer.material, offer.amount, offer.rhythm, offer.waste_code) == ("bark", 25, "month", "030105")
    assert offer.site.locality == "Åre"


@pytest.mark.parametrize("side", LINES)
def test_every_reading_is_accessible_and_fits_the_screen(own: Page, live_server, side):
    own.emulate_media(reduced_motion="reduce")
    said: list[str] = []
    own.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    faults = {}
    for line in LINES[side]:
        open_box(own, live_server.url, side=side)
        own.locator("#line_text").fill(line)
        expect(own.locator("#understood > *").first).to_be_visible()
        faults[line, "typed"] = faults_here(own)
        expect(own.locator(".htmx-request")).to_have_count(0)  # a page that is left complains of an answer on its way
        go_on(own)
        for fold in own.locator("main summary").all():
            if not fold.evaluate("summary => summary.parentElement.open"):
                fold.click()
        faults[line, "read"] = faults_here(own)

    assert {where: found for where, found in faults.items() if found} == {}
    assert said == []


def faults_here(page: Page) -> list[str]:
    """Return what is too wide on the page as it stands, and what axe finds, light and dark."""
    faults = []
    page.emulate_media(color_scheme="light")
    for width in (NARROW, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{wide} px wide on a screen of {width} px"] if wide > width else []
    faults += violations(page, LEVELS)
    page.emulate_media(color_scheme="dark")
    return faults + [f"dark: {fault}" for fault in violations(page, ["color-contrast"])]
