"""What people do in the browser, one function per step, with and without JavaScript alike."""

import re
from dataclasses import dataclass

from django.core import mail
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD


@dataclass(frozen=True)
class NewFirm:
    """What somebody types who signs up."""

    name: str
    email: str
    language: str
    country: str
    org_number: str
    firm: str
    nace: str
    place: str


def choose_language(page: Page, address: str, language: str) -> None:
    """Open the first page and switch its language."""
    page.goto(address)
    page.locator(f"form[action*='/language/'] button[value='{language}']").first.evaluate("button => button.click()")
    expect(page.locator("html")).to_have_attribute("lang", language)


def sign_up(page: Page, address: str, who: NewFirm) -> None:
    """Sign up with a firm, and confirm the address with the code from the mail."""
    page.goto(f"{address}/accounts/signup/")
    page.locator("[name=name]").fill(who.name)
    page.locator("[name=email]").fill(who.email)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("select[name=language]").select_option(who.language)
    page.locator(f"input[name=country][value={who.country}]").check(force=True)
    page.locator("[name=org_number]").fill(who.org_number)
    page.locator("[name=firm_name]").fill(who.firm)
    page.locator("select[name=nace]").select_option(who.nace)
    page.locator("[name=place]").fill(who.place)
    page.locator("main form button").last.click()
    code = page.locator("[name=code]")
    expect(code).to_be_visible()
    letters = [message for message in mail.outbox if who.email in message.to]
    # The code stands alone on its line.
    code.fill(re.search(r"^([A-Z0-9-]{6,9})$", letters[-1].body, re.MULTILINE)[1])
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/my-firm/"))


def log_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/(my-firm|queue)/"))


def post_listing(page: Page, address: str, *, side: str, line: str, material: str, title: str) -> None:
    """Say in one line what there is, see it understood as this material, give it a title, and publish."""
    page.goto(f"{address}/listings/new/?side={side}")
    page.locator("[name=text]").fill(line)
    page.locator("button[name=then][value=understand]").click()
    expect(page.locator(f"[name=material_pick][value={material}]")).to_be_checked()
    page.locator("[name=title]").fill(title)
    page.locator("button[name=then][value=publish]").click()
    expect(page.locator("main h1")).to_have_text(title)


def answer_yes(page: Page) -> None:
    page.locator("button[name=answer][value=yes]").click()
