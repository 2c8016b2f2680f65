"""Four loads cross the border: the card is looked at, a fact is asked, the firm answers, and the card changes."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from marketplace.models import Suggestion
from tests.factories import (
    PASSWORD,
    make_coordinator,
    make_firm,
    make_legal_fact,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
)
from tests.journeys.people import log_in
from tests.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)

SWEDEN, NORWAY = ("SE", "SE-2380"), ("NO", "NO-5038")
PHONE = {"width": 390, "height": 844}


def site_in(country, municipality, *, name):
    firm = make_firm(country=country, is_verified=True, name=name)
    return make_site(firm, municipality=municipality)


def exchange(material, *, use, giver, receiver):
    """Return the suggestion of a load that crosses the border, and the giver's owner, who can log in."""
    offer = make_offer(
        material=material,
        site=site_in(*giver, name="Givaren AB"),
        shown_area=giver[1],
        title=f"Our {material}",
        quantity_kg=50_000,
    )
    need = make_need(material=material, use=use, site=site_in(*receiver, name="Tager AS"), shown_area=receiver[1])
    owner = make_member(offer.firm, email="owner@giver.example", password=PASSWORD, language="en")
    return make_suggestion(offer, need, missing=[], score=0.9), owner


def say(listing, **facts):
    for code, value in facts.items():
        make_legal_fact(listing, code, value)


def listings_of(suggestion):
    return [suggestion.parts.select_related("listing").get(role=role).listing for role in ("giver", "receiver")]


CASES = {
    "brewers' grains": {
        "material": "brewers_spent_grain",
        "use": "feed",
        "giver": SWEDEN,
        "receiver": NORWAY,
        "said": {"status_claim": "byproduct", "origin_process": "production"}
        | {f"bp_{number}": "yes" for number in (1, 2, 3, 4)},
        "said_by_receiver": {"feed_reg_receiver": "yes"},
        "asked": "feed_reg_supplier",
        "answer": "yes",
        "before": "something to ask",
        "after": "papers needed",
        "paper": "Feed registration, label and traceability",
        "yes_in_dossier": 9,
    },
    "silage of dead fish": {
        "material": "fish_silage_category_2",
        "use": "biogas",
        "giver": NORWAY,
        "receiver": SWEDEN,
        "said": {},
        "said_by_receiver": {"abp_receiver": "yes", "receiver_permit": "yes"},
        "asked": None,  # the Swedish authority must consent, whatever the firms say
        "answer": None,
        "before": "not yet: consent or permit missing",
        "after": "Swedish Board of Agriculture",
        "paper": "Message in TRACES",
        "yes_in_dossier": 0,
    },
    "bales of plastic film": {
        "material": "pe_film",
        "use": "plastic_granulate",
        "giver": SWEDEN,
        "receiver": NORWAY,
        "said": {"status_claim": "waste", "quantity_kg": "10000"},
        "said_by_receiver": {"receiver_permit": "yes", "operation_code": "R3"},
        "asked": "contamination_pct",
        "answer": "3",
        "before": "something to ask",
        "after": "How Norway stands is open",
        "paper": "Notification of the shipment",
        "yes_in_dossier": 0,
    },
    "used office furniture": {
        "material": "office_furniture",
        "use": "interior_reuse",
        "giver": NORWAY,
        "receiver": SWEDEN,
        "said": {"status_claim": "reuse", "rg_a": "yes", "rg_b": "yes", "rg_d": "yes", "rg_e": "yes"},
        "said_by_receiver": {},
        "asked": "rg_c",
        "answer": "yes",
        "before": "something to ask",
        "after": "papers needed",
        "paper": "Evidence for used goods",
        "yes_in_dossier": 0,
    },
}


def look_at_dossier(page, law_page, *, title, yes):
    """Open the by-product dossier as its firm does, and read it: criteria of both countries, and what was said."""
    page.goto(law_page)
    with page.expect_download() as download:
        page.get_by_role("link", name="By-product dossier (PDF)").click()
    (sheet,) = PdfReader(download.value.path()).pages
    lines = [line.strip() for line in sheet.extract_text().splitlines()]
    assert lines[:2] == ["By-product dossier", title]
    assert [line for line in lines if line in ("Sweden", "Norway")] == ["Sweden", "Norway"]
    assert len([line for line in lines if line.startswith("Yes (")]) == yes
    assert len([line for line in lines if line == "no answer yet"]) == 9 - yes


@pytest.mark.parametrize("name", CASES)
def test_a_card_is_seen_a_fact_is_asked_and_the_answer_changes_the_card(live_server, new_context, settings, name):
    settings.BASE_URL = live_server.url
    case = CASES[name]
    suggestion, owner = exchange(case["material"], use=case["use"], giver=case["giver"], receiver=case["receiver"])
    offer, need = listings_of(suggestion)
    say(offer, **case["said"])
    say(need, **case["said_by_receiver"])
    coordinator = make_coordinator(is_lead=True, email="siv@region.example", password=PASSWORD, language="en")
    devices = [new_context(viewport=PHONE, java_script_enabled=False, locale="en") for _each in range(2)]
    desk, firm = (device.new_page() for device in devices)

    log_in(desk, live_server.url, coordinator.email)
    desk.goto(f"{live_server.url}/suggestions/{suggestion.pk}/")
    card = desk.locator("section.law")
    expect(card).to_contain_text(case["before"])
    expect(card).to_contain_text("Looked at with the law of")
    expect(desk.locator(".strip .road-text")).to_contain_text(case["before"])
    if case["asked"]:
        desk.locator(f"section.law form:has(input[value={case['asked']}]) button").click()
        work_off(now=timezone.now())
        log_in(firm, live_server.url, owner.email)
        firm.goto(f"{live_server.url}/notices/")
        firm.locator(f"main a[href*='/law/?fact={case['asked']}']").click()
        answer(firm, case["answer"])
        work_off(now=timezone.now())
        assert Suggestion.objects.get(pk=suggestion.pk).state == Suggestion.State.PROPOSED
    desk.goto(f"{live_server.url}/suggestions/{suggestion.pk}/")
    expect(card).to_contain_text(case["after"])
    expect(card.locator(".law-papers")).to_contain_text(case["paper"])
    card.get_by_role("link", name=re.compile("What if the receiver")).click()
    expect(card).not_to_contain_text("at the border")
    expect(card.locator(".law-papers li", has_text="Export declaration")).to_have_count(0)
    if not case["asked"]:
        log_in(firm, live_server.url, owner.email)
    look_at_dossier(firm, f"{live_server.url}/listings/{offer.pk}/law/", title=offer.title, yes=case["yes_in_dossier"])


def answer(page, value):
    """Answer the one question on the page: by a choice where there is one, else in the field."""
    fields = page.locator("main input[name=value]")
    expect(fields).not_to_have_count(0)  # the page has come: only then can its fields be counted
    choice = page.locator(f"main input[name=value][value='{value}']")
    choice.check(force=True) if choice.count() else fields.fill(value)
    page.locator("main form button").first.click()
    expect(page.locator(".messages")).to_contain_text("Noted")
