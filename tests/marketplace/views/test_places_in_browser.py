"""Picking a place as a browser sees it: typing with suggestions, a pin by mouse, keyboard and position."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from marketplace.models import Site
from tests.factories import make_firm, make_member, make_site
from tests.marketplace.views.test_firms_in_browser import become

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def firm(page: Page, live_server, client):
    firm = make_firm()
    become(page, live_server, client, make_member(firm))
    return firm


def offered(page: Page, **facts):
    return page.get_by_role("listbox").get_by_role("option", **facts)


def test_typing_a_place_by_keyboard_alone(page: Page, live_server):
    page.goto(live_server.url + reverse("distance"))
    box = page.get_by_role("combobox", name="From")

    box.press_sequentially("Tråant")
    expect(offered(page)).to_have_text(["TrondheimTrondheim municipality"])
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(offered(page, selected=True)).to_be_visible()
    assert box.get_attribute("aria-activedescendant") == offered(page).get_attribute("id")
    box.press("Enter")

    expect(box).to_have_value("Trondheim")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert page.url.endswith("/distance/")  # Enter has chosen, not sent


def test_typing_a_place_and_leaving_the_suggestions(page: Page, live_server):
    page.goto(live_server.url + reverse("distance"))
    box = page.get_by_role("combobox", name="To")

    box.press_sequentially("kro")
    expect(offered(page).first).to_be_visible()
    box.press("Escape")

    expect(offered(page)).to_have_count(0)
    expect(box).to_have_value("kro")


def test_choosing_a_place_by_mouse(page: Page, live_server):
    page.goto(live_server.url + reverse("distance"))

    page.get_by_role("combobox", name="From").press_sequentially("7650")
    offered(page).first.click()

    expect(page.get_by_role("combobox", name="From")).to_have_value("7650 Verdalsøra")


def test_own_sites_are_offered_first(page: Page, live_server, firm):
    make_site(firm, name="Kroken")
    page.goto(live_server.url + reverse("distance"))

    page.get_by_role("combobox", name="From").press_sequentially("kro")

    expect(offered(page).first).to_have_text("Kroken (Krokom)")


def test_a_pin_by_keyboard_is_saved(page: Page, live_server, firm):
    page.goto(live_server.url + reverse("site-new", args=[firm.pk]))
    chart = page.locator(".map-live")
    expect(chart).to_be_visible()

    chart.focus()
    chart.press("Enter")

    latitude = page.get_by_label("Latitude")
    expect(latitude).not_to_have_value("")
    expect(page.get_by_text("Point set:")).to_be_visible()
    assert 62 < float(latitude.input_value()) < 65
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/firms/*/")
    assert Site.objects.get().location_precision == "pin"


def test_the_map_opens_at_the_place_of_the_site(page: Page, live_server, firm):
    page.goto(live_server.url + reverse("site-edit", args=[make_site(firm).pk]))
    chart = page.locator(".map-live")
    expect(chart).to_be_visible()

    chart.focus()
    chart.press("Enter")

    assert float(page.get_by_label("Latitude").input_value()) == pytest.approx(63.326, abs=0.02)


def test_a_pin_by_click_moves_and_goes(page: Page, live_server, firm):
    mistakes = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.goto(live_server.url + reverse("site-new", args=[firm.pk]))
    chart, latitude = page.locator(".map-live"), page.get_by_label("Latitude")
    expect(chart).to_be_visible()

    chart.click(position={"x": 150, "y": 60})
    expect(latitude).not_to_have_value("")
    north = latitude.input_value()
    chart.click(position={"x": 150, "y": 160})

    expect(latitude).not_to_have_value(north)
    assert float(latitude.input_value()) < float(north)
    expect(page.locator(".map-pin")).to_have_count(1)
    page.get_by_role("button", name="Remove the point").click()
    expect(latitude).to_have_value("")
    expect(page.locator(".map-pin")).to_have_count(0)
    assert mistakes == []


def test_a_typed_point_shows_on_the_map(page: Page, live_server, firm):
    page.goto(live_server.url + reverse("site-new", args=[firm.pk]))
    expect(page.locator(".map-live")).to_be_visible()

    page.get_by_label("Latitude").fill("63,33")
    page.get_by_label("Longitude").fill("14,46")
    page.get_by_label("Longitude").press("Tab")

    expect(page.locator(".map-pin")).to_have_count(1)


def test_ones_position_is_asked_only_on_click(page: Page, live_server, firm):
    page.add_init_script(
        "window.asked = 0; navigator.geolocation.getCurrentPosition = (tell) => {"
        " window.asked += 1; tell({ coords: { latitude: 63.179212345, longitude: 14.6357 } }); };"
    )
    page.goto(live_server.url + reverse("site-new", args=[firm.pk]))
    button = page.get_by_role("button", name="Use my position")
    expect(button).to_be_visible()
    assert page.evaluate("window.asked") == 0

    button.click()

    expect(page.get_by_label("Latitude")).to_have_value("63.17921")
    assert page.evaluate("window.asked") == 1


def test_without_the_map_latitude_and_longitude_can_be_typed(page: Page, live_server, firm):
    page.route("**/map/base/**", lambda route: route.abort())
    page.goto(live_server.url + reverse("site-new", args=[firm.pk]))

    expect(page.get_by_text("The map could not be loaded.")).to_be_visible()
    page.get_by_label("Latitude").fill("63.33")
    page.get_by_label("Longitude").fill("14.46")
    page.get_by_role("button", name="Save").click()

    page.wait_for_url("**/firms/*/")
    assert Site.objects.get().municipality == "SE-2309"
