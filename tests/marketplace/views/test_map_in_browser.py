"""The map in the browser: by mouse, by keyboard, without JavaScript, with tiles and without their server."""

import base64
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories import make_need, make_offer

pytestmark = pytest.mark.django_db(transaction=True)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TILES = "https://tiles.example/{z}/{x}/{y}.png"
# Where a name on the map stands, once it does: names make room while marks are drawn.
STANDS = """(name) => {
  const place = [...document.querySelectorAll(".map-name span")].find((span) => span.textContent === name);
  const box = place?.getBoundingClientRect();
  return box?.width ? { x: box.x, y: box.y } : null;
}"""
# Whether a name on the map stands elsewhere than it did, once the map has come to rest.
HAS_MOVED = """([name, x, y]) => {
  const place = [...document.querySelectorAll(".map-name span")].find((span) => span.textContent === name);
  const box = place?.getBoundingClientRect();
  return box && (box.x !== x || box.y !== y) && !document.querySelector(".leaflet-zoom-anim");
}"""


@pytest.fixture
def market():
    make_offer(title="Granbark", visibility="open"), make_need(material="acid_whey")
    make_offer(shown_area="NO-5001"), make_offer(shown_area="SE-2361", material="acid_whey")


@pytest.fixture
def complaints(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def open_map(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".map-live .map-pill").first).to_be_visible()
    page.evaluate("window.stillHere = true")


def ask_for_a_list_and_zoom(page: Page) -> Route:
    """Return the request of a mark, held back, after the map was zoomed and its marks wait to be drawn anew."""
    held: list[Route] = []
    page.route("**/map/?area=*", lambda route: held.append(route), times=1)
    with page.expect_request("**/map/?area=*"):
        mark(page, "Krokom").click()
    before = page.wait_for_function(STANDS, arg="Östersund").json_value()
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function(HAS_MOVED, arg=["Östersund", before["x"], before["y"]])
    return held[0]


def mark(page: Page, name: str):
    return page.locator(".map-live .map-pill", has=page.locator(f"xpath=self::*[contains(@aria-label, '{name}')]"))


def test_map_takes_the_place_of_the_drawing_and_names_the_cities(page: Page, live_server, market, complaints):
    open_map(page, f"{live_server.url}/map/")

    expect(page.locator(".map-drawing")).to_be_hidden()
    for city in ("Trondheim", "Östersund"):
        expect(page.locator(".map-name span", has_text=re.compile(f"^{city}$"))).to_be_visible()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("Natural Earth")
    assert page.locator(".map-live path.map-road-main").count() == 1
    assert complaints == []


def test_a_mark_lists_its_listings_beside_without_leaving_the_page(page: Page, live_server, market, complaints):
    open_map(page, f"{live_server.url}/map/")

    mark(page, "Krokom").click()

    expect(page.locator("#found .card")).to_have_count(2)
    expect(page.locator("#found-title")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/map/\?area=SE-2309$"))
    expect(mark(page, "Krokom")).to_have_attribute("aria-current", "true")
    expect(mark(page, "Trondheim")).to_be_visible()
    assert page.evaluate("window.stillHere")
    assert complaints == []


@pytest.mark.parametrize("fails", [lambda route: route.abort(), lambda route: route.fulfill(status=503)])
def test_a_list_that_could_not_be_fetched_comes_as_a_page(page: Page, live_server, market, fails):
    open_map(page, f"{live_server.url}/map/")
    page.route("**/map/?area=*", fails, times=1)

    mark(page, "Krokom").click()

    expect(page.locator("#found .card")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/map/\?area=SE-2309$"))
    assert not page.evaluate("window.stillHere")


def test_a_list_comes_to_its_place_though_the_map_is_zoomed_meanwhile(page: Page, live_server, market, complaints):
    open_map(page, f"{live_server.url}/map/")

    request = ask_for_a_list_and_zoom(page)
    request.continue_()

    expect(page.locator("#found .card")).to_have_count(2)
    expect(page.locator("#found-title")).to_be_focused()
    expect(page.locator("main")).to_have_count(1)
    expect(mark(page, "Krokom")).to_have_attribute("aria-current", "true")
    assert complaints == []


def test_a_list_that_could_not_be_fetched_comes_as_a_page_though_the_map_is_zoomed(page: Page, live_server, market):
    open_map(page, f"{live_server.url}/map/")

    request = ask_for_a_list_and_zoom(page)
    request.abort()

    expect(page.locator("#found .card")).to_have_count(2)
    assert not page.evaluate("window.stillHere")


def test_keyboard_reaches_marks_moves_and_zooms(page: Page, live_server, market):
    open_map(page, f"{live_server.url}/map/")
    live = page.locator(".map-live")
    live.focus()
    before = page.wait_for_function(STANDS, arg="Östersund").json_value()

    page.keyboard.press("ArrowUp")
    page.keyboard.press("+")
    page.wait_for_function(HAS_MOVED, arg=["Östersund", before["x"], before["y"]])
    mark(page, "Trondheim").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#found .card")).to_have_count(1)
    expect(page.locator("#found-title")).to_contain_text("Trondheim")


def test_filters_change_list_and_marks_alike(page: Page, live_server, market):
    open_map(page, f"{live_server.url}/map/")

    page.locator("nav.filters a", has_text="Dairy").click()

    expect(page.locator("#found .area-list li")).to_have_count(2)
    expect(mark(page, "Trondheim")).to_have_count(0)
    expect(mark(page, "Härjedalen")).to_have_count(1)
    page.go_back()
    expect(mark(page, "Trondheim")).to_have_count(1)


def test_reach_is_drawn_and_filters(page: Page, live_server, market):
    open_map(page, f"{live_server.url}/map/")
    page.locator("#map-filters > details > summary").click()

    page.locator("input[name=within][value='60']").check(force=True)
    page.locator("input[name=place]").fill("Krokom")
    page.locator("#map-filters form button").click()

    expect(page.locator("#found")).to_contain_text("within 60 minutes of Krokom")
    expect(page.locator(".map-live path.map-reach")).to_have_count(1)
    expect(page.locator(".map-live path.map-start")).to_have_count(1)
    expect(page.locator("#found .area-list li")).to_have_count(1)


def test_map_serves_without_javascript(browser, live_server, market):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/offers/?material=wood_residues")

    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.locator(".map-drawing .map-mark")).to_have_count(2)
    expect(page.locator(".map-live")).to_be_hidden()
    page.locator(".map-drawing .map-mark-all", has_text=re.compile("Krokom")).click()

    expect(page.locator("#found .card")).to_have_count(1)
    expect(page).to_have_url(re.compile("side=offer&material=wood_residues&area=SE-2309"))
    page.get_by_role("link", name="As a list").click()
    expect(page.locator("#results .card")).to_have_count(1)
    page.context.close()


def test_dark_mode_and_print_follow_the_stylesheet(page: Page, live_server, market):
    page.emulate_media(color_scheme="light")
    open_map(page, f"{live_server.url}/map/")
    fill = "getComputedStyle(document.querySelector('.map-live path.map-region-se')).fill"
    light = page.evaluate(fill)

    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(fill)
    page.emulate_media(color_scheme="light", media="print")

    assert dark != light
    expect(page.locator(".map-live")).to_be_visible()
    expect(page.locator(".filters").first).to_be_hidden()


@pytest.fixture
def with_tiles(settings):
    settings.TILE_URL, settings.TILE_ATTRIBUTION = TILES, "© Kartmakaren"
    policy = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]}
    policy["img-src"] = [*policy["img-src"], "https://tiles.example"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}


def test_tiles_lie_over_our_map_with_their_credit(page: Page, live_server, market, with_tiles, complaints):
    page.route("https://tiles.example/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))

    open_map(page, f"{live_server.url}/map/")

    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© Kartmakaren")
    expect(page.locator(".map-name")).to_have_count(0)
    assert complaints == []


def test_our_map_serves_when_the_tiles_do_not_come(page: Page, live_server, market, with_tiles):
    page.route("https://tiles.example/**", lambda route: route.abort())

    open_map(page, f"{live_server.url}/map/")

    expect(page.locator(".map-name span", has_text=re.compile("^Östersund$"))).to_be_visible()


def test_tiles_of_another_host_are_stopped(page: Page, live_server, market, settings, complaints):
    settings.TILE_URL = TILES  # without what the settings would add to the policy

    open_map(page, f"{live_server.url}/map/")

    page.wait_for_function("() => document.querySelectorAll('.map-name').length > 0")
    assert any("Content Security Policy" in complaint for complaint in complaints)
