"""Somebody at a loading dock takes photos of what they have, says what they show, and puts the best one first."""

import pytest
from playwright.sync_api import Page, expect

from marketplace.models import Listing, Photo, User
from tests.factories import PASSWORD, make_firm, make_member, make_offer
from tests.journeys.people import log_in
from tests.pictures import encoded, two_halves

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_photos_are_taken_described_and_put_in_order_on_a_phone(live_server, new_context, javascript):
    offer = make_offer(firm=make_firm(is_verified=True), title="Färsk bark")
    member = make_member(offer.firm, password=PASSWORD)
    phone = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "locale": "nb"}
    page = new_context(java_script_enabled=javascript, **phone).new_page()
    log_in(page, live_server.url, member.email)
    page.goto(f"{live_server.url}/listings/{offer.pk}/")
    page.locator(f"a[href='/listings/{offer.pk}/photos/']").click()

    send(page, b"%PDF-1.7", alt="Haug sett fra porten", field="camera", name="bilde.jpg")
    expect(page.locator(".field-bad .errors")).to_contain_text("bilde.jpg")
    expect(page.locator("#photo_alt")).to_have_value("Haug sett fra porten")
    send(page, encoded(two_halves((900, 600))), field="camera", name="bilde.jpg")
    expect(page.locator(".photo-item")).to_have_count(1)
    send(page, encoded(two_halves((600, 900)), "PNG"), alt="Bark på nært hold", name="naer.png", is_open=True)
    expect(page.locator(".photo-item")).to_have_count(2)

    page.locator(".photo-item").nth(1).locator("button[name=place][value='1']").click()
    expect(page.locator(".photo-item img").first).to_have_attribute("alt", "Bark på nært hold")
    if javascript:
        drag(new_context(viewport=DESK, locale="nb").new_page(), live_server.url, offer, member)
    page.goto(f"{live_server.url}/listings/{offer.pk}/")
    pictures = page.locator(".photos img")
    expect(pictures).to_have_count(2)
    first = "Haug sett fra porten" if javascript else "Bark på nært hold"
    expect(pictures.first).to_have_attribute("alt", first)
    pictures.first.scroll_into_view_if_needed()
    expect(pictures.first).to_have_js_property("complete", True)
    assert pictures.first.evaluate("picture => picture.naturalWidth") > 0
    assert [*Photo.objects.order_by("pk").values_list("alt", "is_open")] == [
        ("Haug sett fra porten", False),
        ("Bark på nært hold", True),
    ]
    stranger = new_context(java_script_enabled=javascript, **phone).new_page()
    stranger.goto(f"{live_server.url}/listings/{offer.pk}/")
    expect(stranger.locator(".photos img")).to_have_count(1)


def send(
    page: Page, content: bytes, *, name: str, alt: str = "", field: str = "picture", is_open: bool = False
) -> None:
    page.locator(f"#photo_{field}").set_input_files([{"name": name, "mimeType": "image/jpeg", "buffer": content}])
    if alt:
        page.locator("#photo_alt").fill(alt)
    page.locator("#photo_is_open").set_checked(is_open)
    page.locator("form[enctype] button.button-primary").click()


def drag(page: Page, address: str, offer: Listing, member: User) -> None:
    """Lay the first photo upon the second, at a desk with a mouse."""
    log_in(page, address, member.email)
    page.goto(f"{address}/listings/{offer.pk}/photos/")
    items = page.locator(".photo-item")
    items.nth(0).locator("img").drag_to(items.nth(1))
    expect(page.locator(".photo-item img").first).to_have_attribute("alt", "Haug sett fra porten")
