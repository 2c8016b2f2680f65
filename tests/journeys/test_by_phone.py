"""A coordinator registers a firm while on the phone, the firm confirms from its mail, and a sheet tells of both."""

import re
from io import BytesIO

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from marketplace.models import Firm, Listing, Suggestion
from tests.factories import PASSWORD, make_coordinator, make_firm, make_need, make_site, valid_org_number
from tests.journeys.people import log_in
from tests.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EMAIL = "karin@sagen.example"


class Hand:
    """What the coordinator does, counted: a field that is filled in, a choice, a tick, a press of a button."""

    def __init__(self, page: Page) -> None:
        self.page, self.moves, self.letters = page, 0, 0

    def fill(self, name: str, text: str) -> None:
        self.moves += 1
        self.letters += len(text)
        self.page.locator(f"[name={name}]").fill(text)
        self.page.locator(f"[name={name}]").press("Tab")

    def choose(self, name: str, value: str) -> None:
        self.moves += 1
        self.page.locator(f"select[name={name}]").select_option(value)

    def press(self, value: str) -> None:
        self.moves += 1
        self.page.locator(f"button[name=then][value={value}]").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_firm_is_registered_by_phone_and_confirms_from_its_mail(live_server, new_context, javascript, settings):
    settings.BASE_URL = live_server.url
    coordinator = make_coordinator(("SE-2309", "NO-5038"), email="siv@region.example", password=PASSWORD, name="Siv Ek")
    farm = make_site(make_firm(country="NO", is_verified=True), municipality="NO-5038", latitude=63.79, longitude=11.48)
    make_need(site=farm, quantity_kg=6_000_000, use="bedding", shown_area="NO-5038", language="nb")
    desk = new_context(viewport=DESK, java_script_enabled=javascript, locale="sv").new_page()
    firm = new_context(viewport=PHONE, java_script_enabled=javascript, locale="sv").new_page()
    log_in(desk, live_server.url, coordinator.email)
    desk.goto(f"{live_server.url}/statements/new/")

    hand = Hand(desk)
    write_down(hand, javascript=javascript)

    expect(desk.locator("main h1")).to_have_text("Ängsbergets Såg AB")
    # Every move takes four seconds, every letter a quarter of one: the whole entry is far below three minutes.
    assert hand.moves * 4 + hand.letters / 4 < 90
    assert list(Listing.objects.filter(side="offer").values_list("material", "state", "is_confirmed")) == [
        ("bark", "published", False)
    ]
    work_off()

    letter = [message for message in mail.outbox if EMAIL in message.to][-1].body
    firm.goto(re.search(r"http\S+/said/\S+", letter)[0])
    expect(firm.locator("main")).to_contain_text("Siv Ek")
    expect(firm.locator("main")).to_contain_text("Karin Ås")
    firm.locator("details.fold summary").first.click()
    firm.locator("input[name^=amount_]").fill("800")
    firm.locator("button[name=then][value=all]").click()
    expect(firm.locator(".messages")).to_be_visible()
    work_off()

    offer = Listing.objects.get(side="offer")
    assert (offer.amount, offer.is_confirmed, offer.stated.get().answer) == (800, True, "corrected")
    read_the_sheet(desk, live_server.url)


def write_down(hand: Hand, *, javascript: bool) -> None:
    hand.fill("org_number", f"{valid_org_number('SE', number=42)}")
    hand.fill("firm_name", "Ängsbergets Såg AB")
    hand.choose("nace", "16.10")
    if not javascript:
        hand.press("look")
    expect(hand.page.locator("[name=offer-bark-amount]")).to_be_visible(timeout=15_000)
    hand.fill("place", "Krokom")
    hand.fill("spoken_by", "Karin Ås")
    hand.fill("email", EMAIL)
    hand.fill("offer-bark-amount", "750")
    hand.choose("offer-bark-rhythm", "month")
    hand.press("publish")


def read_the_sheet(desk: Page, address: str) -> None:
    """Open the sheet of what the two came to, on the page and as PDF: named for the coordinator, blind to hand over."""
    sheet = f"{address}/suggestions/{Suggestion.objects.get().pk}/sheet"
    sawmill = Firm.objects.get(country="SE")
    desk.goto(f"{sheet}/")
    expect(desk.locator("article.sheet")).to_contain_text(sawmill.name)
    named, blind = (
        PdfReader(BytesIO(desk.request.get(f"{sheet}.pdf?in={rest}").body())) for rest in ("sv", "nb&blind=1")
    )
    assert [len(each.pages) for each in (named, blind)] == [1, 1]
    assert sawmill.name in named.pages[0].extract_text()
    assert "800" in named.pages[0].extract_text()
    assert "Symbioseark" in blind.pages[0].extract_text()
    assert sawmill.name not in blind.pages[0].extract_text()
