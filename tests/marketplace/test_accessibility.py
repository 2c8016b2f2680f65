"""Every page of the site in the browser, as each kind of person: nothing for axe to find, nothing too wide."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Page

from marketplace.actions.attachments import attach_file
from marketplace.actions.barriers import note_barrier, remove_barrier
from marketplace.actions.blocks import block_firm
from marketplace.actions.claims import ask_claim
from marketplace.actions.invitations import invite_colleague
from marketplace.actions.legal_facts import say_legal_fact
from marketplace.actions.listings import pause_listing
from marketplace.actions.logs import involve_person, log_contact, write_note
from marketplace.actions.next_steps import plan_symbiosis
from marketplace.actions.reports import report_listing
from marketplace.actions.staged_imports import start_import
from marketplace.actions.stages import hold_symbiosis
from marketplace.actions.suggestions import dismiss_suggestion
from marketplace.models import (
    Firm,
    ImportRow,
    Listing,
    SavedSearch,
    Statement,
    Suggestion,
    Symbiosis,
    TableCorrection,
    User,
)
from marketplace.queries.consent_links import consent_link
from marketplace.queries.invitations import invitation_token
from marketplace.queries.saved_searches import stop_link
from marketplace.queries.statement_links import statement_link
from tests.factories import (
    NOON,
    PASSWORD,
    make_coordinator,
    make_file,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_photo,
    make_saved_search,
    make_site,
    make_statement,
    make_suggestion,
    make_symbiosis,
    make_user,
)
from tests.spreadsheets import imported, norwegian_workbook, staged_import, swedish_csv, uploaded_import
from tests.worker import work_off

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, PHONE, DESK = 320, 390, 1280
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

KNOWN = {
    "material-detail": ["bark", "wood-residues"],
    "use-detail": ["bedding"],
    "case-detail": ["kalundborg-cooling-water"],
}


@dataclass
class World:
    """Something of everything, around one firm."""

    firm: Firm
    offer: Listing
    draft: Listing
    need: Listing
    suggestion: Suggestion
    dismissed: Suggestion
    symbiosis: Symbiosis
    introduced: Symbiosis
    statement: Statement
    answered: Statement
    member: User
    coordinator: User
    lead: User
    newcomer: User
    search: SavedSearch


def make_world() -> World:
    firm = make_firm(is_verified=True, name="Ängsbergets Såg och Hyvleri AB")
    site = make_site(firm, address="Sågvägen 7")
    facts = {"description": "Barkas varje dag.", "price": -35, "currency": "SEK", "waste_code": "030101"}
    offer = make_offer(site=site, months=[10, 11, 12, 1], **facts)
    need = make_need(site=make_site(make_firm(country="NO", is_verified=True), municipality="NO-5038"), use="bedding")
    for _number in range(26):
        make_offer(visibility="open")
    world = World(
        firm=firm,
        offer=offer,
        draft=make_offer(firm=firm, site=site, state="draft"),
        need=need,
        suggestion=make_suggestion(offer, need),
        dismissed=make_suggestion(),
        symbiosis=make_symbiosis(make_offer(site=site), make_need()),
        introduced=make_symbiosis(
            make_offer(site=site), make_need(), answer="yes", stage="discussion", introduced_at=NOON
        ),
        statement=make_statement(make_offer(), asked_at=timezone.now()),
        answered=make_answered_statement(),
        member=make_member(firm, password=PASSWORD),
        coordinator=make_coordinator(),
        lead=make_coordinator(is_lead=True),
        newcomer=make_user(),
        search=make_saved_search(query="material=no_such_stuff"),
    )
    SavedSearch.objects.filter(pk=world.search.pk).update(owner=world.member)
    make_saved_search(owner=world.member, paused_at=NOON, told_at=NOON)
    _let_things_happen(world)
    return world


def make_answered_statement() -> Statement:
    statement = make_statement(make_need(), state="answered", closed_at=NOON)
    statement.stated.update(answer="confirmed", answered_at=NOON)
    return statement


def _let_things_happen(world: World) -> None:
    now = timezone.now()
    make_member(world.firm, role="member")
    make_member(world.introduced.parties.get(role="receiver").listing.firm, phone="+47 12 34 56 78")
    invite_colleague(world.firm, email="new@example.org", by=world.member, now=now)
    block_firm(world.firm, name="Östra Bark AB", by=world.member, now=now)
    ask_claim(world.firm, by=world.newcomer, now=now)
    report_listing(world.offer, by=world.newcomer, reason="wrong", note="Det är flis.", now=now)
    say_legal_fact(world.offer, code="origin_process", value="production", by=world.member, now=now)
    _follow_up(world.introduced, by=world.coordinator, now=now)
    dismiss_suggestion(world.dismissed, by=world.coordinator, reason="price", note="Långt", now=now)
    make_photo(world.offer, is_open=True)
    make_photo(world.offer, shade=90, position=2)
    make_file(world.offer)
    pause_listing(make_offer(firm=world.firm, site=world.offer.site), by=world.member, now=now)
    work_off(now=now)
    _correct_the_tables(by=world.lead, now=now)
    _let_files_arrive(world.firm, by=world.member, now=now)


def _correct_the_tables(*, by: User, now: datetime) -> None:
    facts = {"reason": "Vägd", "source": "Vågen", "valid_from": now.date(), "proposed_by": by, "proposed_at": now}
    cell = {"table": "materials", "row": "bark", "column": "density_kg_m3", "old": "280", "new": "310"}
    TableCorrection.objects.create(**cell, **facts)
    word = {"language": "sv", "text": "kvistmull", "code": "bark", "kind": "material"}
    term = {"table": "terms/wood", "row": ";".join(word.values()), "cells": word}
    TableCorrection.objects.create(**term, **facts, state="rejected", reviewed_at=now)


def _let_files_arrive(firm: Firm, *, by: User, now: datetime) -> None:
    """Have a file in each state that has a page of its own."""
    uploaded_import(firm, swedish_csv(), by=by, now=now)
    staged_import(firm, norwegian_workbook(), by=by, now=now, name="rester.xlsx")
    imported(firm, swedish_csv(encoding="utf-8"), by=by, now=now)
    start_import(staged_import(firm, swedish_csv(encoding="utf-16"), by=by, now=now), by=by, now=now)


def _follow_up(symbiosis: Symbiosis, *, by: User, now: datetime) -> None:
    """Fill its worksheet, and put another on hold, so that every part of board and page is there."""
    today = timezone.localdate()
    facts = {"goal": "Strö", "progress": "Prov taget", "next_step": "Ring", "next_step_date": today}
    plan_symbiosis(symbiosis, facts={**facts, "is_step_shared": True}, by=by, now=now)
    note_barrier(symbiosis, code="border", note="Papper", remover="Naturvårdsverket", by=by, now=now)
    remove_barrier(note_barrier(symbiosis, code="law", by=by, now=now), by=by, now=now)
    write_note(symbiosis, text="Ring efter fem", by=by, now=now)
    log_contact(symbiosis, way="call", on=today, with_whom="Länsstyrelsen", said="De ringer", by=by, now=now)
    involve_person(symbiosis, name="Åke Åkare", email="ake@example.org", phone="070", by=by, now=now)
    attach_file(symbiosis, file=SimpleUploadedFile("prov.pdf", b"%PDF-1.7\n%"), by=by, now=now)
    hold_symbiosis(
        make_symbiosis(next_step="Mejla", next_step_date=today), seen="idea", barrier="price", by=by, now=now
    )
    make_symbiosis(active_at=now - timedelta(days=40), stage="negotiation")


def pages_of_nobody(world: World) -> Iterator[tuple[str, str]]:
    for name in (
        "home",
        "about",
        "contact",
        "privacy",
        "accessibility",
        "material-list",
        "use-list",
        "case-list",
        "offer-list",
        "need-list",
        "dev-mail",
    ):
        yield name, reverse(name)
    yield "docs", reverse("api:docs")
    for name, slugs in KNOWN.items():
        for slug in slugs:
            yield name, reverse(name, args=[slug])
    yield "distance", reverse("distance")
    yield "distance", reverse("distance") + "?from=Gäddede&to=Trondheim&on=2027-01-15"
    yield "offer-list", reverse("offer-list") + "?view=table&material=wood_residues&area=SE-2309&page=2"
    yield "need-list", reverse("need-list") + "?municipality=SE-2361"
    yield "listing-search", reverse("listing-search") + "?month=1,2&place=Krokom&order=nearest"
    yield "listing-search", reverse("listing-search") + "?q=guld"
    yield "market-map", reverse("market-map")
    yield "market-map", reverse("market-map") + "?side=offer&area=SE-2309&place=Krokom&within=60"
    yield "market-map", reverse("market-map") + "?within=60&place=Nowhere"
    yield "listing-detail", reverse("listing-detail", args=[world.offer.pk])
    yield "listing-report", reverse("listing-report", args=[world.offer.pk])
    for name in ("account_login", "account_signup", "account_inactive", "account_reset_password"):
        yield name, reverse(name)
    for name in ("account_reset_password_done", "account_reset_password_from_key_done"):
        yield name, reverse(name)
    key = f"{user_pk_to_url_str(world.member)}-{default_token_generator.make_token(world.member)}"
    yield "account_reset_password_from_key", f"/accounts/password/reset/key/{key}/"
    yield "consent-link", consent_link(world.symbiosis.parties.get(role="giver"), world.member)
    yield "statement-answer", statement_link(world.statement)
    yield "statement-answer", statement_link(world.answered)
    yield "invitation-accept", reverse("invitation-accept", args=[invitation_token(world.firm.invitations.get())])
    yield "firm-detail", reverse("firm-detail", args=[Listing.objects.filter(visibility="open")[0].firm_id])


def pages_of_member(world: World) -> Iterator[tuple[str, str]]:
    yield "saved-search-new", reverse("saved-search-new") + "?material=bark"
    yield "search-stop", stop_link(world.search.pk)
    for name in ("my-firm", "saved-search-list", "notice-list", "symbiosis-list", "claim-list", "listing-new"):
        yield name, reverse(name)
    yield "listing-new", reverse("listing-new") + "?side=need"
    for listing in (world.offer, world.draft):
        yield "listing-photos", reverse("listing-photos", args=[listing.pk])
        yield "listing-detail", reverse("listing-detail", args=[listing.pk])
        yield "listing-edit", reverse("listing-edit", args=[listing.pk])
        yield "listing-law", reverse("listing-law", args=[listing.pk])
    for fact in ("status_claim", "contamination_pct", "polymers", "hs_code", "bp_1", "hp_codes", "feed_reg_supplier"):
        yield "listing-law", reverse("listing-law", args=[world.offer.pk]) + f"?fact={fact}"
    for query in ("", f"?with={world.need.pk}"):
        yield "listing-why-not", reverse("listing-why-not", args=[world.offer.pk]) + query
    yield "listing-quality", reverse("listing-quality", args=[world.offer.pk]) + "?code=moisture"
    for symbiosis in (world.symbiosis, world.introduced):
        yield "symbiosis-detail", reverse("symbiosis-detail", args=[symbiosis.pk])
        yield "symbiosis-sheet", reverse("symbiosis-sheet", args=[symbiosis.pk])
    for name in ("firm-detail", "firm-edit", "firm-members", "firm-block", "site-new", "invitation-new"):
        yield name, reverse(name, args=[world.firm.pk])
    for name in ("firm-welcome", "firm-first-matches"):
        yield name, reverse(name, args=[world.firm.pk])
    yield "site-edit", reverse("site-edit", args=[world.offer.site.pk])
    yield "import-new", reverse("import-new", args=[world.firm.pk])
    for staged in world.firm.imports.exclude(state="uploaded"):
        yield "import-detail", reverse("import-detail", args=[staged.pk])
    for staged in world.firm.imports.filter(state__in=["uploaded", "ready"]):
        yield "import-columns", reverse("import-columns", args=[staged.pk])
    for row in ImportRow.objects.filter(staged__state="ready"):
        yield "import-row", reverse("import-row", args=[row.pk])
    for name in ("account-profile", "account-data", "account-delete", "account_email", "account_change_password"):
        yield name, reverse(name)
    for name in ("account_reauthenticate", "account_logout"):
        yield name, reverse(name)


def pages_of_newcomer(world: World) -> Iterator[tuple[str, str]]:
    for name in ("my-firm", "firm-new", "claim-list", "notice-list"):
        yield name, reverse(name)
    yield "listing-detail", reverse("listing-detail", args=[world.need.pk])


def pages_of_coordinator(world: World) -> Iterator[tuple[str, str]]:
    for name in (
        "suggestion-queue",
        "allotment-list",
        "report-list",
        "symbiosis-list",
        "calendar",
        "overview",
        "firm-waiting",
        "my-firm",
        "statement-list",
        "statement-new",
    ):
        yield name, reverse(name)
    for name in ("correction-list", "word-list"):
        yield name, reverse(name)
    yield "correction-new", reverse("correction-new") + "?table=material_uses&row=bark;mulch"
    yield "material-detail", reverse("material-detail", args=["bark"])
    yield "symbiosis-list", reverse("symbiosis-list") + "?view=table&sort=due&owner=none"
    yield "suggestion-queue", reverse("suggestion-queue") + "?state=dismissed"
    yield "suggestion-queue", reverse("suggestion-queue") + "?material=bark&direction=SE-SE&order=oldest"
    yield "suggestion-queue", reverse("suggestion-queue") + "?score=80&material=acid_whey"
    yield "market-map", reverse("market-map")
    yield "overview", reverse("overview") + "?first=2026-11-02&last=2026-11-01&area=SE-2361"
    for statement in (world.statement, world.answered):
        yield "statement-detail", reverse("statement-detail", args=[statement.pk])
        unowned = statement.stated.get().listing
        yield "listing-edit", reverse("listing-edit", args=[unowned.pk])
        yield "listing-detail", reverse("listing-detail", args=[unowned.pk])
    for suggestion in (world.suggestion, world.dismissed, world.symbiosis.suggestion):
        yield "suggestion-detail", reverse("suggestion-detail", args=[suggestion.pk])
    yield "suggestion-sheet", reverse("suggestion-sheet", args=[world.suggestion.pk])
    yield "suggestion-sheet", reverse("suggestion-sheet", args=[world.suggestion.pk]) + "?blind=1&in=nb"
    yield "symbiosis-sheet", reverse("symbiosis-sheet", args=[world.introduced.pk])
    yield "suggestion-detail", reverse("suggestion-detail", args=[world.suggestion.pk]) + "?receiver=SE"
    for symbiosis in (world.introduced, Symbiosis.objects.filter(stage="on_hold")[0]):
        yield "symbiosis-detail", reverse("symbiosis-detail", args=[symbiosis.pk])
    yield "listing-detail", reverse("listing-detail", args=[world.offer.pk])
    for name in ("firm-detail", "firm-verify", "firm-hide"):
        yield name, reverse(name, args=[Firm.objects.filter(verified_at=None, sites__municipality="SE-2309")[0].pk])


def pages_of_lead(world: World) -> Iterator[tuple[str, str]]:
    for name in ("follow-up-list", "coordinator-list", "coordinator-new", "ranking-list"):
        yield name, reverse(name)
    yield "coordinator-areas", reverse("coordinator-areas", args=[world.coordinator.coordinator.pk])


PAGES = {
    "nobody": pages_of_nobody,
    "member": pages_of_member,
    "newcomer": pages_of_newcomer,
    "coordinator": pages_of_coordinator,
    "lead": pages_of_lead,
}


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


@pytest.mark.parametrize("who", PAGES)
def test_pages_are_accessible_and_fit_the_screen(page: Page, live_server, world, who):
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
    for _name, path in PAGES[who](world):
        said.clear()
        if found := [*faults_of(page, live_server.url + path), *said]:
            complaints[path] = found

    assert complaints == {}


def become(page: Page, person: User, *, address: str) -> None:
    client = Client()
    client.force_login(person)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def faults_of(page: Page, address: str) -> list[str]:
    """Return what is wrong with a page: its status, what is too wide, what axe finds, light and dark."""
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    faults = [] if answer.status == 200 else [f"answers {answer.status}"]
    for fold in page.locator("main summary").all():
        fold.click()
    for width in (NARROW, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{wide} px wide on a screen of {width} px"] if wide > width else []
        faults += violations(page, LEVELS) if width != NARROW else []
    page.emulate_media(color_scheme="dark")
    return faults + [f"dark: {fault}" for fault in violations(page, ["color-contrast"])]


def violations(page: Page, rules: list[str]) -> list[str]:
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]
