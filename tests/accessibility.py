"""What is wrong with a page in the browser: what axe finds, light and dark, and what is too wide for the screen."""

from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from playwright.sync_api import Page

from marketplace.models import User

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, PHONE, DESK = 320, 390, 1280
_OPEN_FOLDS = "document.querySelectorAll('main details').forEach(each => { each.open = true; })"
# Axe's whole answer weighs megabytes, on its way from the browser: only what is said of it leaves the page.
_FIND = """rules => axe.run({runOnly: rules, resultTypes: ["violations"]}).then(
    found => found.violations.flatMap(each => each.nodes.map(node => `${each.id}: ${node.html}`)))"""


def become(page: Page, person: User, *, address: str) -> None:
    client = Client()
    client.force_login(person)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def faults_of(page: Page, address: str) -> list[str]:
    """Return what is wrong with a page: its status, what is too wide, what axe finds, light and dark."""
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    faults = [] if answer.status == 200 else [f"answers {answer.status}"]
    page.evaluate(_OPEN_FOLDS)
    for width in (NARROW, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{wide} px wide on a screen of {width} px"] if wide > width else []
        faults += violations(page, LEVELS) if width != NARROW else []
    page.emulate_media(color_scheme="dark")
    return faults + [f"dark: {fault}" for fault in violations(page, ["color-contrast"])]


def violations(page: Page, rules: list[str]) -> list[str]:
    """Return rule and element of each violation. What brings axe along into the page does so once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(_FIND, rules)
