"""Photos are dragged into order with a finger, by their grips; a finger on a picture moves the page as anywhere."""

import pytest
from playwright.sync_api import Page, expect

from marketplace.models import Photo
from tests.factories import PASSWORD, make_firm, make_member, make_offer, make_photo
from tests.journeys.people import log_in

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
NAMES = ["Ett", "Två", "Tre"]
STEPS = 6


@pytest.fixture
def page(live_server, new_context):
    """Return the page of three photos, on a phone."""
    offer = make_offer(firm=make_firm(is_verified=True))
    for shade, alt in enumerate(NAMES):
        make_photo(offer, alt=alt, position=shade + 1, shade=shade)
    page = new_context(**PHONE).new_page()
    log_in(page, live_server.url, make_member(offer.firm, password=PASSWORD).email)
    page.goto(f"{live_server.url}/listings/{offer.pk}/photos/")
    return page


class Finger:
    """A finger on the screen, as the browser's own debugger moves it."""

    def __init__(self, page: Page) -> None:
        self._page, self._browser = page, page.context.new_cdp_session(page)
        self._x = self._y = 0.0

    def lay_on(self, selector: str, *, at: int) -> None:
        target = self._page.locator(selector).nth(at)
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        self._x, self._y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self._send("touchStart")

    def move(self, y: float) -> None:
        """Move to a height on the screen, and let the page draw what it makes of it."""
        start = self._y
        for step in range(1, STEPS + 1):
            self._y = start + (y - start) * step / STEPS
            self._send("touchMove")
            self._page.evaluate("() => new Promise(requestAnimationFrame)")

    def lift(self) -> None:
        self._browser.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _send(self, kind: str) -> None:
        self._browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": self._x, "y": self._y}]})


def order(page: Page) -> list[str]:
    return page.locator(".photo-item img").evaluate_all("pictures => pictures.map(each => each.alt)")


def kept() -> list[str]:
    return list(Photo.objects.order_by("position").values_list("alt", flat=True))


def middle(page: Page, at: int) -> float:
    box = page.locator(".photo-item").nth(at).bounding_box()
    return box["y"] + box["height"] / 2


def test_a_finger_drags_a_photo_by_its_grip(page):
    finger = Finger(page)
    finger.lay_on("[data-photo-grip]", at=2)
    expect(page.locator(".is-ordering")).to_have_count(1)
    finger.move(middle(page, 1) - 10)
    assert order(page) == ["Ett", "Tre", "Två"]
    finger.move(middle(page, 0) - 10)
    assert (order(page), kept()) == (["Tre", "Ett", "Två"], NAMES)

    with page.expect_navigation():
        finger.lift()

    assert (order(page), kept()) == (["Tre", "Ett", "Två"], ["Tre", "Ett", "Två"])


def test_a_drag_that_is_broken_off_changes_nothing(page):
    finger = Finger(page)
    finger.lay_on("[data-photo-grip]", at=0)
    finger.move(middle(page, 1) + 10)
    assert order(page) == ["Två", "Ett", "Tre"]

    page.keyboard.press("Escape")
    finger.lift()

    expect(page.locator(".is-ordering, .is-dragged")).to_have_count(0)
    assert (order(page), kept()) == (NAMES, NAMES)


def test_a_finger_on_a_picture_moves_the_page(page):
    finger = Finger(page)
    finger.lay_on(".photo-item img", at=0)
    before = page.evaluate("scrollY")
    finger.move(100)
    finger.lift()

    page.wait_for_function("before => scrollY > before + 50", arg=before)
    assert (order(page), kept()) == (NAMES, NAMES)


def test_keys_move_a_photo_on_and_on_as_the_focus_goes_with_it(page):
    page.locator(".photo-item").first.locator("button[name=place]").focus()

    for place in (2, 3):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator(".photo-item").nth(place - 1).locator("button[name=place]").last).to_be_focused()

    assert (order(page), kept()) == (["Två", "Tre", "Ett"], ["Två", "Tre", "Ett"])
    with page.expect_navigation():
        page.keyboard.press("Enter")  # at the end there is but the button up, and it stays that
    expect(page.locator(".photo-item").nth(1).locator("button[name=place]").first).to_be_focused()
    assert order(page) == ["Två", "Ett", "Tre"]
