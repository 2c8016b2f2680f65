"""Pages of accounts and firms as a browser sees them: nothing for axe to find, nothing wider than a phone."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from marketplace.actions.blocks import block_firm
from marketplace.actions.claims import ask_claim
from marketplace.actions.invitations import invite_colleague
from marketplace.models import Listing
from marketplace.queries.invitations import invitation_token
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db(transaction=True)
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def firm():
    """Return a firm with something of everything."""
    offer = make_offer(visibility=Listing.Visibility.OPEN)
    owner = make_member(offer.firm)
    make_member(offer.firm, role="member")
    invite_colleague(offer.firm, email="new@example.org", by=owner, now=timezone.now())
    block_firm(offer.firm, name="Östra Bark AB", by=owner, now=NOON)
    ask_claim(offer.firm, by=make_user(), now=NOON)
    return offer.firm


def become(page, live_server, client, person):
    client.force_login(person)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def check(page: Page, address: str, *, width: int = 390) -> None:
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(address)
    for fold in page.locator("main summary").all():
        fold.click()

    if folder := os.environ.get("SHOTS"):
        name = address.split("/", 3)[3].strip("/").replace("/", "-")[:40]
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)
    found = Axe().run(page, options=AXE_RULES).response["violations"]
    assert [(address, each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width, address
    assert complaints == []


def test_pages_before_the_log_in(page: Page, live_server, firm):
    token = invitation_token(firm.invitations.get())
    names = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
    addresses = [reverse(name) for name in [*names, "account_inactive"]]

    for address in [*addresses, reverse("invitation-accept", args=["old"]), reverse("firm-detail", args=[firm.pk])]:
        check(page, live_server.url + address)
    for address in (reverse("invitation-accept", args=[token]), reverse("account_signup")):
        check(page, live_server.url + address)


def test_a_sign_up_with_mistakes(page: Page, live_server):
    page.goto(live_server.url + reverse("account_signup"))
    page.locator("[name=org_number]").fill("556677-8898")
    page.locator("[name=place]").fill("Qwertyuiop")
    page.locator("main form").evaluate("form => { form.noValidate = true }")
    page.locator("main form button").click()
    expect(page.locator("[role=alert]")).to_be_visible()

    assert Axe().run(page, options=AXE_RULES).response["violations"] == []


def test_pages_of_an_owner(page: Page, live_server, client, firm):
    become(page, live_server, client, make_member(firm))
    names = ["account_email", "account_change_password", "account_reauthenticate", "account_logout", "account-profile"]
    of_firm = ["firm-detail", "firm-edit", "firm-members", "invitation-new", "firm-block", "site-new"]

    for address in [reverse(name) for name in [*names, "account-data", "firm-new", "claim-list"]]:
        check(page, live_server.url + address)
    for address in [reverse(name, args=[firm.pk]) for name in of_firm]:
        check(page, live_server.url + address)
    check(page, live_server.url + reverse("site-edit", args=[firm.sites.get().pk]))


def test_pages_of_a_lead_coordinator(page: Page, live_server, client, firm):
    make_site(make_firm(), municipality="NO-5038")
    lead = make_coordinator(is_lead=True)
    become(page, live_server, client, lead)

    for width in (390, 1280):
        for address in [reverse(name) for name in ("firm-waiting", "coordinator-list", "coordinator-new")]:
            check(page, live_server.url + address, width=width)
    for address in [reverse(name, args=[firm.pk]) for name in ("firm-detail", "firm-verify", "firm-hide")]:
        check(page, live_server.url + address)
    check(page, live_server.url + reverse("coordinator-areas", args=[lead.coordinator.pk]))
