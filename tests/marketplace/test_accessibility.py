"""Every page of the site in the browser, as each kind of person: nothing for axe to find, nothing too wide."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from tests.accessibility import become, faults_of
from tests.marketplace.pages import PAGES
from tests.marketplace.world import World, make_world

# Pages that no scan reaches, each with its reason; what answers to POST alone is found out by asking.
APART = {
    "place-list": "a list for a program",
    "styleguide": "scanned in its own test, for it shows itself in DEBUG alone",
    "account-export": "a file",
    "listing-dossier": "a file",
    "suggestion-sheet-pdf": "a file",
    "symbiosis-sheet-pdf": "a file",
    "map-features": "a file",
    "sitemap": "for search engines",
    "robots": "for search engines",
    "firm-export": "a file",
    "correction-patch": "a file",
    "import-rejected": "a file",
    "import-template": "a file",
    "symbiosis-file": "a file",
    "photo": "a file",
    "listing-file": "a file",
    "saved-search-open": "leads to the results",
    "calendar-feed": "a file",
    "overview-file": "a file",
    "search-feed": "a list for a program",
    "map-marks": "what the script of the map asks for",
    "account_set_password": "leads to the change: nobody here is without a password",
    "account_confirm_login_code": "leads to the log-in: codes by mail are switched off",
    "account_email_verification_sent": "leads to the code: addresses are confirmed by code",
}

# Who sees many pages does so in parts, which run side by side; each makes a world of its own.
PARTS = {"nobody": 2, "member": 2, "coordinator": 2}
SCANS = [(who, part) for who in PAGES for part in range(PARTS.get(who, 1))]


def page_names(patterns: list[URLPattern | URLResolver], *, before: str = "") -> Iterator[tuple[str, str]]:
    """Return the name and route of every page; Django's admin and the API are not pages of ours."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name, route
        elif not route.startswith(("admin/", "api/")):
            yield from page_names(pattern.url_patterns, before=route)


@pytest.mark.django_db
def test_every_page_of_the_site_is_scanned(client):
    world = make_world()
    scanned = {name for pages in PAGES.values() for name, _path in pages(world)}
    client.force_login(world.lead)

    left_out = {
        name: client.get("/" + re.sub(r"<[^>]+>", "1", route)).status_code
        for name, route in page_names(get_resolver().url_patterns)
        if name not in scanned | APART.keys()
    }

    assert {name for name, status in left_out.items() if status != 405} == set()
    assert scanned.isdisjoint(APART)


@pytest.fixture
def world(transactional_db, settings) -> World:
    settings.DEMO = True  # only a demo shows its mail
    return make_world()


@pytest.mark.parametrize(("who", "part"), SCANS)
def test_pages_are_accessible_and_fit_the_screen(page: Page, live_server, world, who, part):
    said: list[str] = []
    page.on(
        "console",
        lambda message: said.append(f"{message.text} {message.location}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.emulate_media(reduced_motion="reduce")  # a colour on its way to another is neither
    if person := getattr(world, who, None):
        become(page, person, address=live_server.url)

    complaints = {}
    for _name, path in [*PAGES[who](world)][part :: PARTS.get(who, 1)]:
        said.clear()
        if found := [*faults_of(page, live_server.url + path), *said]:
            complaints[path] = found

    assert complaints == {}
